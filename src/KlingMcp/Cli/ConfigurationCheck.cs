using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Providers;

namespace KlingMcp.Cli;

/// <summary>What is wrong with a configuration, and the line that puts it right. Pure.</summary>
internal static class ConfigurationCheck
{
    /// <summary>A clock that is further off than this makes signed keys fail and ages wrong.</summary>
    public static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(30);

    /// <summary>What the variables alone show.</summary>
    public static IEnumerable<Finding> OfVariables(IReadOnlyList<Variable> variables) =>
        variables.Where(static v => v.IsPlaceholder).Select(static v => new Finding($"{v.Name} holds a ${{…}} that nobody replaced, so it counts as not set", Line(v.Name)));

    /// <summary>What the providers showed when their keys were tried.</summary>
    /// <param name="states">Of all providers.</param>
    /// <param name="variables">All there are.</param>
    public static IEnumerable<Finding> OfProviders(IReadOnlyList<ProviderState> states, IReadOnlyList<Variable> variables)
    {
        if (states.All(static s => s.Account is null))
            yield return new("no provider has a key, so no task can be looked up", $"one of {string.Join(", ", states.Select(static s => Line(s.Provider.Keys[0].Variables[0])))}");

        foreach (var state in states)
        {
            if (state.Problem is { } problem) yield return new(problem, string.Join(", ", Missing(state.Provider, variables).Select(Line)));
            if (state.Fault is { } fault) yield return new($"{state.Provider.Name}: {fault.Category.Word}, {Advice.Sentence(fault)}", Change(state, fault));
            if (state.Contact?.Ahead is { } ahead && ahead.Duration() > MostSkew)
                yield return new($"this machine's clock is {Clock(ahead)} that of {state.Provider.Name}", "set the clock, best by the network's time");
        }
    }

    /// <summary>How far this machine's clock is off.</summary>
    /// <param name="ahead">By how much the provider's is ahead.</param>
    public static string Clock(TimeSpan ahead) => Seconds.Round(ahead.Duration()) is var seconds && seconds <= 1 ? "within a second of"
        : ahead > TimeSpan.Zero ? $"{seconds} s behind" : $"{seconds} s ahead of";

    private static string Line(string variable) => $"{variable}=…";

    /// <summary>The missing part of a key that is half set.</summary>
    private static IEnumerable<string> Missing(ProviderDescriptor provider, IReadOnlyList<Variable> variables)
    {
        var set = variables.Where(static v => v.Value is not null).Select(static v => v.Name).ToHashSet();
        return provider.Keys.First(k => k.Variables.Any(set.Contains)).Variables.Where(v => !set.Contains(v));
    }

    private static string Change(ProviderState state, Fault fault) => fault.Category switch
    {
        FaultCategory.Auth => $"{string.Join(", ", state.Account!.Keys.Variables.Select(Line))} with a key of your account at {state.Provider.Name}",
        FaultCategory.BadResponse or FaultCategory.Network or FaultCategory.Timeout when state.Account!.BaseAddress != state.Provider.DefaultAddress =>
            $"{state.Provider.BaseVariable}={state.Provider.DefaultAddress}, or take it away",
        FaultCategory.Network or FaultCategory.Timeout => "check the network; behind a proxy set HTTPS_PROXY=…",
        _ => Advice.For(fault),
    };
}
