using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>What an agent should do next, if anything.</summary>
internal static class NextStep
{
    /// <summary>How long providers keep results.</summary>
    private const string Kept = "results are kept 30 days";

    /// <summary>For one task; <see langword="null"/> when there is nothing to do.</summary>
    /// <param name="found">The outcome of its lookup.</param>
    /// <param name="task">The task.</param>
    /// <param name="isWait">The answer is that of a wait.</param>
    /// <param name="now">The time.</param>
    public static string? For(LookupResult found, KlingTask task, bool isWait, DateTimeOffset now)
    {
        var running = task.Status.IsFinal ? null
            : $"Not failed; call wait_for_kling_task{(isWait ? " again" : "")}{WhenToCall(found.Pause)}, do not resubmit.";
        return Join(StepsOf(task, running, found.LastReadError, now).Concat(NotesOf([found])));
    }

    /// <summary>For several tasks. What holds for many is said once.</summary>
    /// <param name="results">The outcome of each lookup.</param>
    /// <param name="wait">How the wait ended; <see langword="null"/> for a lookup.</param>
    /// <param name="now">The time.</param>
    public static string? For(IReadOnlyList<LookupResult> results, WaitResult? wait, DateTimeOffset now)
    {
        var isRunning = wait?.TimedOut is true || results.Any(static r => r.Result.Value?.Status.IsFinal is false);
        string[] running = isRunning
            ? [$"Not failed; call wait_for_kling_tasks{(wait is null ? "" : " again")}{WhenToCall(results.Max(static r => r.Pause))}, do not resubmit."]
            : [];
        return Join(running.Concat(results
            .Where(static r => r.Result.IsSuccess)
            .SelectMany(r => StepsOf(r.Result.Value!, running: null, r.LastReadError, now)).Distinct()).Concat(NotesOf(results)));
    }

    private static IEnumerable<string> NotesOf(IEnumerable<LookupResult> results) =>
        results.Select(static r => r.Note).OfType<string>().Distinct().Select(static note => $"Note: {note}.");

    private static string? Join(IEnumerable<string> steps) => string.Join(' ', steps) is { Length: > 0 } text ? text : null;

    private static string WhenToCall(TimeSpan? pause) => pause is { } asked ? $" in {Seconds.Up(asked)} s, as its provider wants" : "";

    /// <param name="task">The task.</param>
    /// <param name="running">What to do while it runs; <see langword="null"/> when it does not, or when that is said elsewhere.</param>
    /// <param name="lastReadError">Why the last read failed; <see langword="null"/> when the state is fresh.</param>
    /// <param name="now">The time.</param>
    private static IEnumerable<string> StepsOf(KlingTask task, string? running, FaultCategory? lastReadError, DateTimeOffset now)
    {
        if (lastReadError is { } error) yield return $"The last reads failed ({error.Word}), so this state is older.";
        if (task.Status is KlingTaskStatus.Unknown) yield return "This state is new to kling-mcp; do not take it for success or failure.";
        if (running is not null) yield return running;
        if (task.FoundBySearch) yield return "The provider's answer has a new shape: check that these outputs are the result.";
        if (OutputStep(task.Outputs, now) is { } step) yield return step;
        if (task.Status is KlingTaskStatus.Succeeded && task.Advice is { } advice) yield return advice;
    }

    private static string? OutputStep(IReadOnlyList<KlingOutput> outputs, DateTimeOffset now) =>
        outputs.Any(o => MediaAddress.ExpiryOf(o.Url) <= now) ? $"The address has expired and is dead; {Kept}."
        : outputs.Any(static o => o.ShortLived) ? "Save it now: the address is short-lived."
        : null;
}
