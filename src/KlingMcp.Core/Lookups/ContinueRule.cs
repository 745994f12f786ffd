using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>What a wait has seen of a task so far, as far as <see cref="ContinueRule"/> needs it.</summary>
/// <param name="HasState">A state of the task was read.</param>
/// <param name="NotFound">Answers "not found" before any state was read.</param>
/// <param name="BadResponses">Unusable answers in a row, up to the last read.</param>
internal readonly record struct ReadHistory(bool HasState, int NotFound, int BadResponses);

/// <summary>What a wait does after a read.</summary>
internal enum NextRead
{
    /// <summary>Nothing: the task is final, or the fault will not pass.</summary>
    None,

    /// <summary>The next read follows the poll schedule.</summary>
    Scheduled,

    /// <summary>The next read follows after <see cref="ContinueRule.RecheckPause"/>, because the answer may be premature.</summary>
    Recheck,
}

/// <summary>Decides whether a wait goes on after a read. Pure, and the only place that decides it.</summary>
internal static class ContinueRule
{
    /// <summary>A new task may be invisible for a moment, so a first "not found" is checked once more after this pause.</summary>
    public static readonly TimeSpan RecheckPause = TimeSpan.FromSeconds(2);

    /// <summary>A wait goes on through this many unusable answers in a row.</summary>
    public const int MaxBadResponses = 3;

    /// <param name="before">The history before this read.</param>
    /// <param name="result">What was read.</param>
    /// <returns>The history including this read, and what follows.</returns>
    public static (ReadHistory History, NextRead Next) After(ReadHistory before, Result<KlingTask> result)
    {
        if (result.IsSuccess)
            return (before with { HasState = true, BadResponses = 0 }, result.Value.Status.IsFinal ? NextRead.None : NextRead.Scheduled);

        var category = result.Fault.Category;
        var history = before with
        {
            NotFound = before.NotFound + (category is FaultCategory.NotFound ? 1 : 0),
            BadResponses = category is FaultCategory.BadResponse ? before.BadResponses + 1 : 0,
        };
        return (history, category switch
        {
            FaultCategory.NotFound when !history.HasState && history.NotFound == 1 => NextRead.Recheck,
            FaultCategory.BadResponse when history.BadResponses <= MaxBadResponses => NextRead.Scheduled,
            _ when category.IsTransient => NextRead.Scheduled,
            _ => NextRead.None,
        });
    }
}
