using KlingMcp.Http;
using KlingMcp.Lookups;
using KlingMcp.Providers;
using KlingMcp.Sandbox;
using Microsoft.Extensions.Logging;

namespace KlingMcp;

/// <summary>What the environment says, read once. A setting left blank, or one that the host did not expand (<c>${…}</c>), is no setting.</summary>
internal sealed record Settings
{
    /// <summary>The variable of <see cref="Sandbox"/>.</summary>
    public const string SandboxVariable = "KLING_MCP_SANDBOX";

    /// <summary>The providers that have a key.</summary>
    public required IReadOnlyList<ProviderAccount> Accounts { get; init; }

    /// <summary>Where each provider is asked, or would be if it had a key, by its name.</summary>
    public required IReadOnlyDictionary<string, string> Bases { get; init; }

    /// <summary>Why a provider has none, where there is more to say than its variables.</summary>
    public required IReadOnlyDictionary<string, string> NotConfigured { get; init; }

    /// <summary>Every key and e-mail address that is set, in use or not.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>Asked first where an id fits several; <see langword="null"/> for none.</summary>
    public string? DefaultProvider { get; init; }

    public required WaitOptions Waiting { get; init; }

    public required HttpOptions Http { get; init; }

    /// <summary>A fixed pause between polls; <see langword="null"/> for the schedule.</summary>
    public TimeSpan? PollPause { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>All providers are pretended: no key, no network.</summary>
    public bool Sandbox { get; init; }

    /// <summary>All variables there are: the providers', then the program's own.</summary>
    public static IReadOnlyList<string> VariablesOf(IReadOnlyList<ProviderDescriptor> providers)
    {
        HashSet<string> names = [.. providers.SelectMany(static p => (IEnumerable<string>)[.. p.Keys.SelectMany(static k => k.Variables), .. p.OptionalVariables, p.BaseVariable])];
        _ = Read(
            name =>
            {
                names.Add(name);
                return null;
            },
            providers);
        return [.. names];
    }

    /// <summary>The environment with the sandbox asked for, as <c>--sandbox</c> does.</summary>
    public static Func<string, string?> InSandbox(Func<string, string?> environment) => name => name == SandboxVariable ? "1" : environment(name);

    /// <summary>Reads the settings.</summary>
    /// <param name="environment">The value of a variable; <see langword="null"/> for none.</param>
    /// <param name="providers">The providers there are.</param>
    /// <exception cref="SettingException">A value cannot be read or is out of range; the message names the variable.</exception>
    public static Settings Read(Func<string, string?> environment, IReadOnlyList<ProviderDescriptor> providers)
    {
        EnvironmentValues variables = new(environment);
        var sandbox = variables.OneOf(SandboxVariable, ["1", "true", "0", "false"]) is "1" or "true";
        if (sandbox) RefuseKeys(providers, variables);

        Dictionary<string, string> notConfigured = [];
        List<ProviderAccount> accounts = [];
        Dictionary<string, string> bases = [];
        foreach (var provider in providers)
        {
            var configured = variables.Address(provider.BaseVariable) ?? provider.DefaultAddress;
            var address = sandbox ? SandboxHttpHandler.AddressOf(provider) : configured;
            bases.Add(provider.Name, address);
            if (sandbox)
            {
                accounts.Add(new(provider, provider.Keys[0], Credentials.None(provider.Keys[0].Variables), address));
                continue;
            }

            var (keys, halves) = KeysOf(provider, variables);
            if (keys is not null) accounts.Add(new(provider, keys, CredentialsOf(provider, keys, variables), address));
            else if (halves is not null) notConfigured.Add(provider.Name, halves);
        }

        return new()
        {
            Accounts = accounts,
            Bases = bases,
            NotConfigured = notConfigured,
            Secrets = [.. providers.SelectMany(static p => p.Keys.SelectMany(static k => k.Variables).Concat(p.OptionalVariables)).Select(variables.Key).OfType<string>()],
            DefaultProvider = variables.OneOf("KLING_MCP_DEFAULT_PROVIDER", [.. providers.Select(static p => p.Name)]),
            Waiting = new()
            {
                DefaultWait = variables.Seconds("KLING_MCP_WAIT_SECONDS", 1, 3600) ?? new WaitOptions().DefaultWait,
                LongestWait = variables.Seconds("KLING_MCP_MAX_WAIT_SECONDS", 1, 3600) ?? new WaitOptions().LongestWait,
            },
            Http = new() { AttemptTimeout = variables.Seconds("KLING_MCP_HTTP_TIMEOUT_SECONDS", 1, 120) ?? new HttpOptions().AttemptTimeout },
            PollPause = variables.Seconds("KLING_MCP_POLL_SECONDS", 0.2, 600),
            LogLevel = variables.OneOf<LogLevel>("KLING_MCP_LOG_LEVEL") ?? LogLevel.Warning,
            Sandbox = sandbox,
        };
    }

    /// <summary>Who sets a key means a true provider, and must not take pretended answers for true ones.</summary>
    private static void RefuseKeys(IReadOnlyList<ProviderDescriptor> providers, EnvironmentValues variables)
    {
        if (providers.SelectMany(static p => p.Keys).SelectMany(static k => k.Variables).FirstOrDefault(v => variables.Text(v) is not null) is { } key)
            throw new SettingException(SandboxVariable, $"the sandbox is on ({SandboxVariable} or --sandbox), but {key} is set, too: take one of the two away, since the sandbox uses no key.");
    }

    /// <summary>The first way to hold a key whose variables are all set; else what is missing of one that is begun.</summary>
    private static (KeyScheme? Keys, string? Halves) KeysOf(ProviderDescriptor provider, EnvironmentValues variables)
    {
        foreach (var keys in provider.Keys)
            if (keys.Variables.All(v => variables.Key(v) is not null)) return (keys, null);

        foreach (var keys in provider.Keys)
        {
            var missing = keys.Variables.Where(v => variables.Key(v) is null).ToArray();
            if (missing.Length < keys.Variables.Count)
                return (null, $"{string.Join(" and ", keys.Variables.Except(missing))} is set, but {string.Join(" and ", missing)} is missing");
        }

        return (null, null);
    }

    private static Credentials CredentialsOf(ProviderDescriptor provider, KeyScheme keys, EnvironmentValues variables) =>
        new(keys.Variables.Concat(provider.OptionalVariables).Where(v => variables.Key(v) is not null).ToDictionary(static v => v, v => variables.Key(v)!));
}

/// <summary>The start cannot go on: a variable holds something that cannot be used.</summary>
/// <param name="variable">Which.</param>
/// <param name="message">What is wrong with it; names it, too.</param>
internal sealed class SettingException(string variable, string message) : Exception(message)
{
    public string Variable { get; } = variable;
}
