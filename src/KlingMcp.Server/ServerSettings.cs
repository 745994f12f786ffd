using KlingMcp.Server.Callers;
using KlingMcp.Server.Hooks;

namespace KlingMcp.Server;

/// <summary>The server's settings, read once from the environment at the start.</summary>
internal sealed record ServerSettings
{
    /// <summary>Accounts and limits, as both programs have them.</summary>
    public required Settings Library { get; init; }

    /// <summary>Where the server listens.</summary>
    public required IReadOnlyList<ListenAddress> Addresses { get; init; }

    /// <summary>
    /// The address that callers use, without a slash at the end; <see langword="null"/> when it is where the server listens.
    /// </summary>
    public string? PublicUrl { get; init; }

    /// <summary>Values of <c>Host</c> that are served, with or without a port.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Values of <c>Origin</c> that are served, besides the server's own.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The file with the callers' names and hashed tokens; <see langword="null"/> for none.</summary>
    public string? TokensFile { get; init; }

    /// <summary>Whose access tokens are accepted; <see langword="null"/> for nobody's.</summary>
    public OpenIdSettings? OpenId { get; init; }

    /// <summary>Whether callers have to say who they are.</summary>
    public bool KnowsCallers => TokensFile is not null || OpenId is not null;

    /// <summary>The Redis that replicas share; <see langword="null"/> for none. It may hold a password.</summary>
    public string? Redis { get; init; }

    /// <summary>Whom hooks are accepted from; <see langword="null"/> for nobody.</summary>
    public HookSettings? Hooks { get; init; }

    /// <summary>The standard variables of OpenTelemetry; empty if nothing is sent.</summary>
    public IReadOnlyDictionary<string, string?> Telemetry { get; init; } = new Dictionary<string, string?>();

    /// <summary>The log is written as JSON.</summary>
    public bool LogsAsJson { get; init; }

    public int RequestsPerMinute { get; init; } = 300;

    /// <summary>Waits that a caller may have open at once.</summary>
    public int WaitsPerCaller { get; init; } = 100;

    /// <summary>Reads the settings.</summary>
    /// <param name="environment">The value of a variable; <see langword="null"/> if it is not set.</param>
    /// <param name="sandbox">The sandbox was requested with <c>--sandbox</c>.</param>
    /// <exception cref="SettingException">A value is invalid, or the server would be open to all; the message names it.</exception>
    public static ServerSettings Read(Func<string, string?> environment, bool sandbox = false) =>
        new ServerSettingsReader(environment).Read(sandbox);
}

/// <summary>An address that the server listens on.</summary>
/// <param name="Url">As Kestrel takes it.</param>
/// <param name="Host">Its host as in a <c>Host</c> header; <see langword="null"/> for every address of the machine.</param>
/// <param name="IsLoopback">Only this machine reaches it.</param>
internal sealed record ListenAddress(string Url, string? Host, bool IsLoopback);
