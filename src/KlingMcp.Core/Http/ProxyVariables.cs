namespace KlingMcp.Http;

/// <summary>The environment variables that set a proxy, in the order in which .NET reads them.</summary>
/// <param name="environment">The value of a variable; <see langword="null"/> if it is not set.</param>
internal sealed class ProxyVariables(Func<string, string?> environment)
{
    public static ProxyVariables System { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>
    /// Whether <c>NO_PROXY</c> excludes every host. .NET compares its entries with host names only, so <c>*</c> has no effect there
    /// (<see href="https://github.com/dotnet/runtime/issues/36274"/>).
    /// </summary>
    public bool ExcludeAll => FirstSet("no_proxy", "NO_PROXY") is { } name
        && environment(name)!.Split(',', StringSplitOptions.TrimEntries).Contains("*");

    /// <summary>
    /// The variable that sets the proxy for an address; <see langword="null"/> if no proxy is used, or not because of a variable.
    /// </summary>
    public string? NameFor(Uri address) =>
        Connections.IsDirect(address) || ExcludeAll || HttpClient.DefaultProxy.IsBypassed(address)
            ? null
            : FirstSet("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");

    private string? FirstSet(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (!string.IsNullOrWhiteSpace(environment(name))) return name;

        return null;
    }
}
