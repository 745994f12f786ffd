using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Providers;

namespace KlingMcp.Cli;

/// <summary>Finds what is wrong with a configuration, and the line that corrects it. Pure.</summary>
internal static class ConfigurationCheck
{
    /// <summary>A larger difference between the clocks makes signed keys fail and task ages wrong.</summary>
    public static readonly TimeSpan MaxClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>What the variables alone show: placeholders and quotes.</summary>
    public static IEnumerable<Finding> OfVariables(IReadOnlyList<Variable> variables)
    {
        foreach (var variable in variables)
        {
            if (variable.Placeholder is { } placeholder)
                yield return new($"{variable.Name} holds {placeholder}, so it counts as not set", Line(variable.Name));
            else if (variable.IsQuoted)
                yield return new($"{variable.Name} is in quotes, which are ignored", $"{Line(variable.Name)} without quotes");
        }
    }

    /// <summary>Variables that look like ours but are not read.</summary>
    /// <param name="others">Names of variables that the program does not read.</param>
    /// <param name="variables">The variables that it reads.</param>
    public static IEnumerable<Finding> OfMisspelled(IReadOnlyList<string> others, IReadOnlyList<Variable> variables)
    {
        string[] names = [.. variables.Select(static v => v.Name)];
        string[] prefixes = [.. names.Select(static n => n.Split('_')[0]).Distinct()];
        foreach (var other in others)
            if (RightNameOf(other) is { } nearest)
                yield return new($"{other} is set, but kling-mcp does not read it", $"{Line(nearest)}, if that is what you mean");

        // what people are known to write need not resemble the right name
        string? RightNameOf(string other) =>
            ProviderCatalog.All.FirstOrDefault(p => p.MistakenVariables.Contains(other))?.Keys[0].Variables[0]
            ?? (!prefixes.Any(p => LooksLike(other, p)) ? null
                : NearestWord.To(other, Alike(other) is { Length: > 0 } alike ? alike : names));

        // PIAPI_KEY is nearer to KIE_API_KEY than to PIAPI_API_KEY
        string[] Alike(string other) =>
            [.. names.Where(n => n.Split('_')[0].Equals(other.Split('_')[0], StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>What the providers showed when their keys were tried.</summary>
    /// <param name="states">The state of every provider.</param>
    /// <param name="variables">Every variable.</param>
    public static IEnumerable<Finding> OfProviders(IReadOnlyList<ProviderState> states, IReadOnlyList<Variable> variables)
    {
        if (states.All(static s => s.Account is null))
        {
            var lines = string.Join(", ", states.Select(static s => Line(s.Provider.Keys[0].Variables[0])));
            yield return new("no provider has a key, so no task can be looked up", $"one of {lines}");
        }

        foreach (var state in states)
        {
            // Placeholders alone are reported with the variables.
            if (state.Problem is { } problem && MissingHalf(state.Provider, variables) is { Length: > 0 } missing)
                yield return new(problem, string.Join(", ", missing.Select(Line)));
            if (state.Fault is { } fault)
                yield return new($"{state.Provider.Name}: {fault.Category.Word}, {Advice.Sentence(fault)}", Change(state, fault));
            if (state.Contact?.Ahead is { } ahead && ahead.Duration() > MaxClockSkew)
            {
                yield return new(
                    $"this machine's clock is {Clock(ahead)} that of {state.Provider.Name}", "set the clock, preferably from a time server");
            }
        }
    }

    /// <summary>How far this machine's clock differs from a provider's, in words.</summary>
    /// <param name="ahead">How far the provider's clock is ahead.</param>
    public static string Clock(TimeSpan ahead) => Seconds.Round(ahead.Duration()) is var seconds && seconds <= 1 ? "within a second of"
        : ahead > TimeSpan.Zero ? $"{seconds} s behind" : $"{seconds} s ahead of";

    private static string Line(string variable) => $"{variable}=…";

    /// <summary>Short prefixes occur inside ordinary words (FAL in DEFAULT), so they count only at the start.</summary>
    private static bool LooksLike(string name, string prefix) =>
        name.StartsWith($"{prefix}_", StringComparison.OrdinalIgnoreCase)
        || (prefix.Length >= 5 && name.Contains(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The missing variables of a key that is partly set; empty if none is.</summary>
    private static string[] MissingHalf(ProviderDescriptor provider, IReadOnlyList<Variable> variables)
    {
        var set = variables.Where(static v => v.Value is not null).Select(static v => v.Name).ToHashSet();
        var half = provider.Keys.FirstOrDefault(k => k.Variables.Any(set.Contains));
        return [.. half?.Variables.Where(v => !set.Contains(v)) ?? []];
    }

    private static string Change(ProviderState state, Fault fault)
    {
        var (account, provider) = (state.Account!, state.Provider);
        return fault.Category switch
        {
            FaultCategory.Auth =>
                $"{string.Join(", ", account.Keys.Variables.Select(Line))} with a key of your account at {provider.Name}",
            FaultCategory.Network when fault.Hint is { } hint => hint,
            FaultCategory.BadResponse or FaultCategory.Network or FaultCategory.Timeout
                when account.BaseAddress != provider.DefaultAddress =>
                $"{provider.BaseVariable}={provider.DefaultAddress}, or remove it",
            FaultCategory.Network or FaultCategory.Timeout => "check the network; behind a proxy set HTTPS_PROXY=…",
            _ => Advice.For(fault, Wording.ForPerson),
        };
    }
}
