using KlingMcp.Http;
using KlingMcp.Lookups;
using KlingMcp.Providers;
using KlingMcp.Saving;
using Microsoft.Extensions.Logging;

namespace KlingMcp;

/// <summary>The program's settings, read once from the environment at the start.</summary>
internal sealed record Settings
{
    /// <summary>The variable of <see cref="Sandbox"/>.</summary>
    public const string SandboxVariable = "KLING_MCP_SANDBOX";

    /// <summary>The providers that have a key.</summary>
    public required IReadOnlyList<ProviderAccount> Accounts { get; init; }

    /// <summary>The base address of every provider by its name, with a key or without.</summary>
    public required IReadOnlyDictionary<string, string> Bases { get; init; }

    /// <summary>
    /// By provider name: why it counts as not configured although some of its variables are set. Providers without any variable are absent.
    /// </summary>
    public required IReadOnlyDictionary<string, string> NotConfigured { get; init; }

    /// <summary>Every key and e-mail address that is set, including unused ones.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>Values that were corrected while reading, one sentence each, without the values. For the log.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Asked first when an id fits several providers; <see langword="null"/> for none.</summary>
    public string? DefaultProvider { get; init; }

    public required WaitOptions Waiting { get; init; }

    public required HttpOptions Http { get; init; }

    /// <summary>A fixed pause between polls; <see langword="null"/> for the schedule.</summary>
    public TimeSpan? PollPause { get; init; }

    /// <summary>Whether tasks can be listed without an id.</summary>
    public bool List { get; init; } = true;

    /// <summary>Whether outputs can be saved to files by a tool. The program must also share its disk with the caller.</summary>
    public bool Save { get; init; } = true;

    /// <summary>Where files are saved, and how much.</summary>
    public SaveOptions Saving { get; init; } = new();

    /// <summary>Whether tasks are remembered across sessions.</summary>
    public bool Memory { get; init; } = true;

    /// <summary>Where they are remembered; <see langword="null"/> if the system has no folder for application data.</summary>
    public string? DataFolder { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>All providers are simulated: no keys and no network.</summary>
    public bool Sandbox { get; init; }

    /// <summary>Every variable that the program reads: the providers' first, then the program's own.</summary>
    public static IReadOnlyList<string> VariablesOf(IReadOnlyList<ProviderDescriptor> providers)
    {
        HashSet<string> names =
        [
            .. providers.SelectMany(static p => p.SecretVariables.Append(p.BaseVariable)),
        ];
        _ = Read(
            name =>
            {
                names.Add(name);
                return null;
            },
            providers);
        return [.. names];
    }

    /// <summary>Reads the settings.</summary>
    /// <param name="environment">The value of a variable; <see langword="null"/> if it is not set.</param>
    /// <param name="providers">All providers.</param>
    /// <param name="sandbox">The sandbox was requested with <c>--sandbox</c>: keys that are set are ignored.</param>
    /// <exception cref="SettingException">A value is invalid or out of range; the message names the variable.</exception>
    public static Settings Read(Func<string, string?> environment, IReadOnlyList<ProviderDescriptor> providers, bool sandbox = false) =>
        new SettingsReader(environment, providers).Read(sandbox);
}
