using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>The providers as an agent reads them.</summary>
internal static class ProviderSummaries
{
    /// <summary>One provider.</summary>
    public static ProviderSummary Of(ProviderState state) => new()
    {
        Provider = state.Provider.Name,
        Configured = state.Account is not null,
        Variable = state.Account?.KeyVariables ?? state.Provider.KeyVariables,
        BaseUrl = state.Account is { } account && account.BaseAddress != state.Provider.DefaultAddress ? account.BaseAddress : null,
        ExternalIds = state.Provider.ExternalIds ? true : null,
        Key = state.Key switch
        {
            null => null,
            KeyState.Accepted => "accepted",
            KeyState.Refused => "refused",
            _ => "unknown",
        },
        Hint = state.Problem ?? (state.Account is null ? $"Set {state.Provider.KeyVariables}." : state.Fault is { } fault ? $"{fault.Category.Word}: {Advice.For(fault)}" : null),
    };

    /// <summary>The same as a line.</summary>
    public static string Line(ProviderSummary summary) =>
        $"{summary.Provider}: {(summary.Configured ? $"ready ({summary.Variable})" : "no key")}"
        + (summary.BaseUrl is { } address ? $", at {address}" : "")
        + (summary.Key is { } key ? $", key {key}" : "")
        + (summary.ExternalIds is true ? ", takes your own external ids" : "")
        + (summary.Hint is { } hint ? $". {hint}" : "");
}
