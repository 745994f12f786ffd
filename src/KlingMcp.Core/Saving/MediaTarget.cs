using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Saving;

/// <summary>A file to fetch.</summary>
/// <param name="Account">Whose output it is.</param>
/// <param name="Type">The type that the provider promises.</param>
/// <param name="Url">The address as the provider wrote it.</param>
internal sealed record MediaTarget(ProviderAccount Account, OutputType Type, string Url)
{
    /// <summary>Whether the provider's key must go along.</summary>
    public bool NeedsKey { get; init; }

    /// <summary>Whether the provider's own base address is on this machine, so that its files may be too.</summary>
    public bool IsLocalAllowed => Base.IsLoopback;

    /// <summary>The domains that are known to serve this provider's files. Many pass on the addresses of Kling itself.</summary>
    public IReadOnlyList<string> KnownHosts =>
        ["klingai.com", "kling.ai", new Uri(Account.Provider.DefaultAddress).Host, .. Account.Provider.MediaHosts];

    /// <summary>Whether an address is at the provider's own host, the only one that may see its key.</summary>
    public bool IsProvidersOwn(Uri address) =>
        (address.Scheme, address.IdnHost, address.Port) == (Base.Scheme, Base.IdnHost, Base.Port);

    private Uri Base => new(Account.BaseAddress);
}

/// <summary>What a download may ask for instead of the whole file.</summary>
/// <param name="From">The first byte that is wanted.</param>
/// <param name="Validator">Names the version of the file that the earlier bytes are from; <see langword="null"/> for none.</param>
internal sealed record MediaRange(long From, string? Validator)
{
    public static MediaRange Whole { get; } = new(0, null);

    /// <summary>The version that is already saved; the server need not send that one. <see langword="null"/> for none.</summary>
    public string? Unless { get; init; }
}
