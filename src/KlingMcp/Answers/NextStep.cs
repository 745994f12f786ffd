using KlingMcp.Domain;

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
    /// <param name="now">The time.</param>
    public static string? For(KlingTask task, bool waited, FaultCategory? lastReadError, DateTimeOffset now)
    {
        List<string> steps = [];
        if (lastReadError is { } error) steps.Add($"The last reads failed ({error.Word}), so this state is older.");
        if (task.Status is KlingTaskStatus.Unknown) steps.Add("This state is new to kling-mcp; do not take it for success or failure.");
        if (!task.Status.IsFinal) steps.Add(waited ? "Not failed; call wait_for_kling_task again, do not resubmit." : "Not failed; call wait_for_kling_task, do not resubmit.");
        if (task.FoundBySearch) steps.Add("The provider's answer has a new shape: check that these outputs are the result.");
        if (OutputStep(task.Outputs, now) is { } step) steps.Add(step);
        if (task.Status is KlingTaskStatus.Succeeded && task.Advice is { } advice) steps.Add(advice);
        return steps.Count == 0 ? null : string.Join(' ', steps);
    }

    /// <summary>For several tasks.</summary>
    public static string? For(int running, bool waited) => running == 0 ? null
        : waited ? "Not failed; call wait_for_kling_tasks again, do not resubmit."
        : "Not failed; call wait_for_kling_tasks, do not resubmit.";

    /// <summary>What the addresses demand, also among several tasks.</summary>
    public static string? OutputStep(IReadOnlyList<KlingOutput> outputs, DateTimeOffset now) =>
        outputs.Any(o => MediaAddress.ExpiryOf(o.Url) <= now) ? $"The address has expired and is dead; {Kept}."
        : outputs.Any(static o => o.ShortLived) ? "Save it now: the address is short-lived."
        : null;
}
