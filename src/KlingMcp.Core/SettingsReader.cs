using KlingMcp.Http;
using KlingMcp.Lookups;
using KlingMcp.Providers;
using KlingMcp.Sandbox;
using KlingMcp.Saving;
using Microsoft.Extensions.Logging;

namespace KlingMcp;

/// <summary>Makes <see cref="Settings"/> from the environment.</summary>
/// <param name="environment">The value of a variable; <see langword="null"/> if it is not set.</param>
/// <param name="providers">All providers.</param>
internal sealed class SettingsReader(Func<string, string?> environment, IReadOnlyList<ProviderDescriptor> providers)
{
    /// <summary>The value that stands for no folder.</summary>
    private const string Off = "off";

    private readonly SortedSet<string> quoted = new(StringComparer.Ordinal);

    /// <param name="sandbox">The sandbox was requested on the command line, whatever the environment says.</param>
    /// <exception cref="SettingException">A value is invalid or out of range; the message names the variable.</exception>
    public Settings Read(bool sandbox)
    {
        var values = new EnvironmentValues(NoteQuotes);
        var isSandbox = sandbox || values.OneOf(Settings.SandboxVariable, ["1", "true", "0", "false"]) is "1" or "true";
        if (isSandbox && !sandbox) RefuseKeys(values);

        var bases = providers.ToDictionary(
            static p => p.Name,
            p => (values.Address(p.BaseVariable), isSandbox) switch
            {
                (_, true) => SandboxHttpHandler.AddressOf(p),
                (var address, _) => address ?? p.DefaultAddress,
            });
        var listBases = providers.ToDictionary(static p => p.Name, p => ListAddressOf(p, bases[p.Name], isSandbox, values));
        var secrets = providers.SelectMany(static p => p.SecretVariables)
            .Select(v => isSandbox ? values.UncheckedKey(v) : values.Key(v)).OfType<string>().ToArray();
        ProviderKeys keys = new(values);
        var folder = SaveFolderIn(values);
        return new()
        {
            Accounts =
            [
                .. providers
                    .Select(p => isSandbox ? SandboxAccount(p, bases[p.Name]) : keys.AccountOf(p, bases[p.Name], listBases[p.Name]))
                    .OfType<ProviderAccount>(),
            ],
            Bases = bases,
            NotConfigured = isSandbox ? new Dictionary<string, string>() : keys.ProblemsOf(providers),
            Secrets = secrets,
            DefaultProvider = values.OneOf("KLING_MCP_DEFAULT_PROVIDER", [.. providers.Select(static p => p.Name)]),
            Waiting = new()
            {
                DefaultWait = values.Seconds("KLING_MCP_WAIT_SECONDS", 1, 3600) ?? new WaitOptions().DefaultWait,
                LongestWait = values.Seconds("KLING_MCP_MAX_WAIT_SECONDS", 1, 3600) ?? new WaitOptions().LongestWait,
            },
            Http = new() { AttemptTimeout = values.Seconds("KLING_MCP_HTTP_TIMEOUT_SECONDS", 1, 120) ?? new HttpOptions().AttemptTimeout },
            PollPause = values.Seconds("KLING_MCP_POLL_SECONDS", 0.2, 600),
            List = values.OneOf("KLING_MCP_LIST", ["on", "off"]) is not "off",
            Save = values.OneOf("KLING_MCP_SAVE", ["on", "off"]) is not "off" && folder is not Off,
            Saving = new()
            {
                Folder = folder is Off ? null : folder,
                MaxFileBytes = values.Megabytes("KLING_MCP_SAVE_MAX_MB", 100_000) ?? new SaveOptions().MaxFileBytes,
                MaxTotalBytes = values.Megabytes("KLING_MCP_SAVE_MAX_TOTAL_MB", 1_000_000) ?? new SaveOptions().MaxTotalBytes,
                OnlyNamedFolder = isSandbox || folder is Off,
            },
            Memory = values.OneOf("KLING_MCP_MEMORY", ["on", "off"]) is not "off",
            DataFolder = values.Folder("KLING_MCP_DATA_DIR") ?? DefaultDataFolder,
            LogLevel = values.OneOf<LogLevel>("KLING_MCP_LOG_LEVEL") ?? LogLevel.Warning,
            Sandbox = isSandbox,
            Warnings = [.. quoted.Select(static name => $"{name} is in quotes, which were removed: set it without them.")],
        };
    }

    private static string? DefaultDataFolder =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
            is { Length: > 0 } folder ? Path.Combine(folder, "kling-mcp") : null;

    private static ProviderAccount SandboxAccount(ProviderDescriptor provider, string address) =>
        new(provider, provider.Keys[0], Credentials.None(provider.Keys[0].Variables), address);

    /// <summary>With a changed base address, lists at another host are asked only if their address is set, too.</summary>
    private static string? ListAddressOf(ProviderDescriptor provider, string address, bool isSandbox, EnvironmentValues values) =>
        provider.ListBase is not { } other ? address
        : (values.Address(other.Variable), isSandbox) switch
        {
            (_, true) => address,
            (null, _) => address == provider.DefaultAddress ? other.DefaultAddress : null,
            (var set, _) => set,
        };

    /// <summary>A user who has set a key expects real providers, and must not mistake simulated answers for theirs.</summary>
    private void RefuseKeys(EnvironmentValues values)
    {
        if (providers.SelectMany(static p => p.Keys).SelectMany(static k => k.Variables)
            .FirstOrDefault(v => values.UncheckedKey(v) is not null) is { } key)
        {
            throw new SettingException(
                Settings.SandboxVariable,
                $"{Settings.SandboxVariable} is on, but {key} is set too. The sandbox uses no key: remove one of the two, "
                + "or start with --sandbox, which ignores keys.");
        }
    }

    /// <summary>The folder for saved files, or <see cref="Off"/>; <see langword="null"/> if the variable is not set.</summary>
    private static string? SaveFolderIn(EnvironmentValues values)
    {
        if (values.Text(SaveOptions.FolderVariable) is not { } value) return null;
        if (value.Equals(Off, StringComparison.OrdinalIgnoreCase)) return Off;

        return SaveFolder.RefusalOf(value) is { } why
            ? throw new SettingException(SaveOptions.FolderVariable, $"{SaveOptions.FolderVariable} {why}, or off.")
            : value;
    }

    private string? NoteQuotes(string name)
    {
        if (new EnvironmentValues(environment).IsQuoted(name)) quoted.Add(name);
        return environment(name);
    }
}
