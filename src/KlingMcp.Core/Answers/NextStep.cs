using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>What an agent has to do now, if anything.</summary>
internal static class NextStep
{
    /// <summary>How long providers keep results.</summary>
    private const string Kept = "results are kept 30 days";

    /// <summary>For a task: <see langword="null"/> when there is nothing to do.</summary>
    /// <param name="task">The task.</param>
    /// <param name="waited">The answer is a wait's.</param>
    /// <param name="lastReadError">The state is older than the last read.</param>
    /// <param name="pause">How long its provider wants to be left alone; <see langword="null"/> for not at all.</param>
    /// <param name="now">The time.</param>
    public static string? For(KlingTask task, bool waited, FaultCategory? lastReadError, TimeSpan? pause, DateTimeOffset now)
    {
        var running = task.Status.IsFinal ? null : $"Not failed; call wait_for_kling_task{(waited ? " again" : "")}{WhenToCall(pause)}, do not resubmit.";
        string[] steps = [.. StepsOf(task, running, lastReadError, now)];
        return steps.Length == 0 ? null : string.Join(' ', steps);
    }

    private static string WhenToCall(TimeSpan? pause) => pause is { } asked ? $" in {Seconds.Up(asked)} s, as its provider wants" : "";

    /// <summary>What is special about this task, and, unless that is said elsewhere, what to do while it runs.</summary>
    private static IEnumerable<string> StepsOf(KlingTask task, string? running, FaultCategory? lastReadError, DateTimeOffset now)
    {
        if (lastReadError is { } error) yield return $"The last reads failed ({error.Word}), so this state is older.";
        if (task.Status is KlingTaskStatus.Unknown) yield return "This state is new to kling-mcp; do not take it for success or failure.";
        if (running is not null) yield return running;
        if (task.FoundBySearch) yield return "The provider's answer has a new shape: check that these outputs are the result.";
        if (OutputStep(task.Outputs, now) is { } step) yield return step;
        if (task.Status is KlingTaskStatus.Succeeded && task.Advice is { } advice) yield return advice;
    }

    /// <summary>For several tasks: what holds for many is said once.</summary>
    /// <param name="looked">All that were asked for.</param>
    /// <param name="waited">The answer is a wait's.</param>
    /// <param name="timedOut">Its time was up; some may not even have been read.</param>
    /// <param name="now">The time.</param>
    public static string? For(IReadOnlyList<LookupResult> looked, bool waited, bool timedOut, DateTimeOffset now)
    {
        string[] running = !timedOut && looked.All(static l => l.Result.Value?.Status.IsFinal is not false) ? []
            : [$"Not failed; call wait_for_kling_tasks{(waited ? " again" : "")}{WhenToCall(looked.Max(static l => l.Pause))}, do not resubmit."];
        string[] steps = [.. running, .. looked.Where(static l => l.Result.IsSuccess).SelectMany(l => StepsOf(l.Result.Value!, null, l.LastReadError, now)).Distinct()];
        return steps.Length == 0 ? null : string.Join(' ', steps);
    }

    /// <summary>What the addresses demand.</summary>
    private static string? OutputStep(IReadOnlyList<KlingOutput> outputs, DateTimeOffset now) =>
        outputs.Any(o => MediaAddress.ExpiryOf(o.Url) <= now) ? $"The address has expired and is dead; {Kept}."
        : outputs.Any(static o => o.ShortLived) ? "Save it now: the address is short-lived."
        : null;
}
