namespace KlingMcp.Domain;

/// <summary>Addresses that somebody else wrote: a caller, a provider, the environment.</summary>
internal static class WebAddress
{
    /// <summary>
    /// The address taken apart; <see langword="null"/> if the text is no <c>http</c> or <c>https</c> address with a host. Nothing else reaches <see cref="Uri"/>, which
    /// throws <see cref="IndexOutOfRangeException"/> even when it is only to try, for two slashes with a bidirectional character behind them.
    /// </summary>
    public static Uri? Read(string text) =>
        (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Host.Length > 0
            ? address
            : null;
}
