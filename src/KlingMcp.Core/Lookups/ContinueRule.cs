using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>What a wait has seen of a task so far, as far as <see cref="ContinueRule"/> needs it.</summary>
/// <param name="HasState">A state of the task was read.</param>
/// <param name="Rechecks">Reads in a row that only confirmed an answer, up to the last read.</param>
/// <param name="BadResponses">Unusable answers in a row, up to the last read.</param>
internal readonly record struct ReadHistory(bool HasState, int Rechecks, int BadResponses)
{
    /// <summary>
    /// The next read is a recheck, and if it confirms the answer, another one follows after this pause; <see langword="null"/> for none.
    /// </summary>
    public TimeSpan? FurtherRecheck { get; init; }
}

/// <summary>What a wait does after a read.</summary>
internal enum NextRead
{
    /// <summary>Nothing: the task is final, or the fault will not pass.</summary>
    None,

    /// <summary>The next read follows the poll schedule.</summary>
    Scheduled,

    /// <summary>The answer may be premature or a mistake, so it is read again after a pause of its own.</summary>
    Recheck,

    /// <summary>The same, for a fault that concerns the account: one read answers for all tasks of the account.</summary>
    RecheckAccount,
}

/// <summary>Decides whether a wait goes on after a read. Pure, and the only place that decides it.</summary>
internal static class ContinueRule
{
    /// <summary>A wait goes on through this many unusable answers in a row.</summary>
    public const int MaxBadResponses = 3;

    /// <summary>A new task may be invisible at first: seconds until "not found" is checked again, the last of them repeated.</summary>
    private static readonly int[] NotFoundPauses = [2, 4, 8];

    /// <summary>After a state was read, any other fault may be a mistake: seconds until it is checked again.</summary>
    private static readonly int[] DoubtPauses = [2, 4];

    /// <param name="before">The history before this read.</param>
    /// <param name="result">What was read.</param>
    /// <param name="isKindSearch">The read was a search over kinds, which is repeated only once.</param>
    /// <param name="freshFor">
    /// For how long "not found" is checked as long as no state was read; <see langword="null"/> for the usual time.
    /// </param>
    /// <returns>The history including this read, what follows, and after which pause if it is a recheck.</returns>
    public static (ReadHistory History, NextRead Next, TimeSpan Pause) After(
        ReadHistory before, Result<KlingTask> result, bool isKindSearch = false, TimeSpan? freshFor = null)
    {
        if (result.IsSuccess)
        {
            var next = result.Value.Status.IsFinal ? NextRead.None : NextRead.Scheduled;
            return (new(HasState: true, Rechecks: 0, BadResponses: 0), next, default);
        }

        var category = result.Fault.Category;
        var history = before with
        {
            BadResponses = category is FaultCategory.BadResponse ? before.BadResponses + 1 : 0,
            FurtherRecheck = null,
        };
        if (category.IsTransient || history.BadResponses is > 0 and <= MaxBadResponses) return (history, NextRead.Scheduled, default);

        var pauses = category switch
        {
            FaultCategory.BadResponse => [],
            _ when before.HasState => IsAboutAccount(category) ? DoubtPauses.AsSpan(0, 1) : DoubtPauses,
            FaultCategory.NotFound => isKindSearch ? NotFoundPauses.AsSpan(0, 1) : ChecksWithin(freshFor ?? LookupApi.DefaultFreshFor),
            _ => [],
        };
        if (before.Rechecks >= pauses.Length) return (history, NextRead.None, default);

        var rechecks = before.Rechecks + 1;
        history = history with
        {
            Rechecks = rechecks,
            FurtherRecheck = rechecks < pauses.Length ? TimeSpan.FromSeconds(pauses[rechecks]) : null,
        };
        var recheck = before.HasState && IsAboutAccount(category) ? NextRead.RecheckAccount : NextRead.Recheck;
        return (history, recheck, TimeSpan.FromSeconds(pauses[before.Rechecks]));
    }

    /// <summary>The pauses until a fresh task must be visible.</summary>
    private static int[] ChecksWithin(TimeSpan freshFor)
    {
        List<int> pauses = [];
        for (var checkedFor = 0; checkedFor < freshFor.TotalSeconds; checkedFor += pauses[^1])
            pauses.Add(NotFoundPauses[Math.Min(pauses.Count, NotFoundPauses.Length - 1)]);

        return [.. pauses];
    }

    /// <summary>Whether a fault concerns the key and not the task.</summary>
    public static bool IsAboutAccount(FaultCategory category) =>
        category is FaultCategory.Auth or FaultCategory.Permission or FaultCategory.InsufficientCredit;
}
