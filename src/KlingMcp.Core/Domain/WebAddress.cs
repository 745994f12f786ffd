namespace KlingMcp.Domain;

/// <summary>Parses addresses from outside: from a caller, a provider or the environment.</summary>
internal static class WebAddress
{
    /// <summary>
    /// The address; <see langword="null"/> if the text is not an <c>http</c> or <c>https</c> address with a host. Other text is
    /// not given to <see cref="Uri"/>: <c>TryCreate</c> throws <see cref="IndexOutOfRangeException"/> for two slashes before a
    /// bidirectional character.
    /// </summary>
    public static Uri? Read(string text) =>
        (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Host.Length > 0
            ? address
            : null;
}
