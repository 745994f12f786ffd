using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>The providers. The output schema of the tool is made from this type.</summary>
internal sealed record ProvidersSummary(IReadOnlyList<ProviderSummary> Providers);

/// <summary>A provider as an agent reads it. <see langword="null"/> means absent.</summary>
internal sealed record ProviderSummary
{
    public required string Provider { get; init; }

    /// <summary>Has a key.</summary>
    public required bool Configured { get; init; }

    /// <summary>The variables of the key.</summary>
    public required string Variable { get; init; }

    /// <summary>Only when it was changed.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Finds tasks by the caller's own ids. Only when true.</summary>
    public bool? ExternalIds { get; init; }

    /// <summary>Lists the account's tasks. Only when true.</summary>
    public bool? ListsTasks { get; init; }

    /// <summary>Only when keys were tried.</summary>
    public KeyState? Key { get; init; }

    /// <summary>What the account has left, with its unit. Only when keys were verified and the provider reports it.</summary>
    public string? Balance { get; init; }

    /// <summary>RFC 3339, UTC: when that was so.</summary>
    public string? AsOf { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Hint { get; init; }

    /// <summary>The same facts as a line.</summary>
    /// <param name="now">The time: a balance of this very minute is shown without one.</param>
    public string Line(DateTimeOffset now) =>
        $"{Provider}: {(Configured ? $"ready ({Variable})" : "no key")}"
        + (BaseUrl is null ? "" : ", custom address")
        + (Key is { } key ? $", key {key.ToString().ToLowerInvariant()}" : "")
        + (Balance is null ? "" : $", balance {BalanceText.Of(Balance, AsOf, now)}")
        + (ExternalIds is true ? ", takes your own external ids" : "")
        + (ListsTasks is true ? ", lists tasks" : "")
        + (Hint is { } hint ? $". {hint}" : "");

    public static ProviderSummary From(ProviderState state, Wording wording) => new()
    {
        Provider = state.Provider.Name,
        Configured = state.Account is not null,
        Variable = state.Account?.KeyVariables ?? state.Provider.KeyVariables,
        BaseUrl = state.Account is { } account && account.BaseAddress != state.Provider.DefaultAddress ? account.BaseAddress : null,
        ExternalIds = state.Provider.ExternalIds ? true : null,
        ListsTasks = (state.Account?.Lists ?? state.Provider.Keys[0].Api.Lists).Count > 0 ? true : null,
        Key = state.Key,
        Balance = state.Balance?.Text,
        AsOf = Times.ToRfc3339(state.Balance?.AsOf),
        Hint = HintFor(state, wording),
    };

    private static string? HintFor(ProviderState state, Wording wording) =>
        state.Problem
        ?? (state.Account is null ? $"Set {state.Provider.KeyVariables}."
            : state.Fault is { } fault ? $"{fault.Category.Word}: {Advice.For(fault, wording)}"
            : null);
}
