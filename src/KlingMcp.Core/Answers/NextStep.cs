using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>
/// What an agent should do next, if anything. Each sentence is complete by itself: some hosts show the model nothing else.
/// </summary>
internal static class NextStep
{
    /// <summary>Running tasks that are named. Beyond this, their number is given.</summary>
    private const int MaxNamed = 10;

    /// <summary>How long providers keep results.</summary>
    private const string Kept = "results are kept 30 days";

    /// <summary>For one task; <see langword="null"/> when there is nothing to do.</summary>
    /// <param name="found">The outcome of its lookup.</param>
    /// <param name="task">The task.</param>
    /// <param name="wait">How the wait ended; <see langword="null"/> for a lookup.</param>
    /// <param name="now">The time.</param>
    /// <param name="savesFiles">Whether the caller can save outputs with a tool.</param>
    public static string? For(LookupResult found, KlingTask task, WaitResult? wait, DateTimeOffset now, bool savesFiles = false)
    {
        var running = task.Status.IsFinal ? null
            : $"{Waited(wait)}Not failed; call wait_for_kling_task{Again(wait)}{WhenToCall(found.Pause)}, do not resubmit.";
        return Join(StepsOf(task, running, found.LastReadError, now, savesFiles).Concat(NotesOf([found])));
    }

    /// <summary>For several tasks. What holds for many is said once.</summary>
    /// <param name="results">The outcome of each lookup.</param>
    /// <param name="wait">How the wait ended; <see langword="null"/> for a lookup.</param>
    /// <param name="now">The time.</param>
    /// <param name="savesFiles">Whether the caller can save outputs with a tool.</param>
    public static string? For(IReadOnlyList<LookupResult> results, WaitResult? wait, DateTimeOffset now, bool savesFiles = false)
    {
        string[] unknown = AllUnknown(results) is { } sentence ? [sentence] : [];
        string[] running = Running(results, wait) is { } step ? [step] : [];
        return Join([.. unknown, .. running, .. results
            .Where(static r => r.Result.IsSuccess)
            .SelectMany(r => StepsOf(r.Result.Value!, running: null, r.LastReadError, now, savesFiles)).Distinct(), .. NotesOf(results)]);
    }

    private static IEnumerable<string> NotesOf(IEnumerable<LookupResult> results) =>
        results.Select(static r => r.Note).OfType<string>().Distinct().Select(static note => $"Note: {note}.");

    private static string? Running(IReadOnlyList<LookupResult> results, WaitResult? wait)
    {
        string[] running = [.. results.Select(static r => r.Result.Value).OfType<KlingTask>()
            .Where(static t => !t.Status.IsFinal).Select(static t => t.Reference.ToString())];
        var (again, when) = (Again(wait), WhenToCall(results.Max(static r => r.Pause)));
        var call = $"call wait_for_kling_tasks{again}{when}";
        if (running.Length == 0) return wait?.TimedOut is true ? $"{Waited(wait)}Not failed; {call}, do not resubmit." : null;
        if (running.Length == results.Count) return $"{Waited(wait)}Not failed; {call}, do not resubmit.";

        var (subject, pronoun) = running.Length == 1 ? ("The running one has", "it") : ("The running ones have", "them");
        var names = running.Length <= MaxNamed ? string.Join(", ", running) : $"the {running.Length} of them";
        return $"{Waited(wait)}{subject} not failed: call wait_for_kling_tasks{again} with {pronoun} ({names}){when}, do not resubmit.";
    }

    /// <summary>When no id of a batch is known, the key is more likely to be wrong than every id.</summary>
    private static string? AllUnknown(IReadOnlyList<LookupResult> results) =>
        results.Count > 1 && results.All(static r => r.Result.Fault?.Category is FaultCategory.NotFound)
            ? $"All {results.Count} are unknown to this account: probably another key."
            : null;

    private static string? Join(IEnumerable<string> steps) => string.Join(' ', steps) is { Length: > 0 } text ? text : null;

    private static string Waited(WaitResult? wait) => wait is not { TimedOut: true } ? ""
        : wait.ShortenedToSeconds is { } longest ? $"Waited {Seconds.Round(wait.Elapsed)} s (a call waits {longest} s at most). "
        : $"Waited {Seconds.Round(wait.Elapsed)} s. ";

    private static string Again(WaitResult? wait) => wait is null ? "" : " again";

    private static string WhenToCall(TimeSpan? pause) => pause is { } asked ? $" in {Seconds.Up(asked)} s, as its provider wants" : "";

    /// <param name="task">The task.</param>
    /// <param name="running">What to do while it runs; <see langword="null"/> when it does not, or when that is said elsewhere.</param>
    /// <param name="lastReadError">Why the last read failed; <see langword="null"/> when the state is fresh.</param>
    /// <param name="now">The time.</param>
    /// <param name="savesFiles">Whether the caller can save outputs with a tool.</param>
    private static IEnumerable<string> StepsOf(
        KlingTask task, string? running, FaultCategory? lastReadError, DateTimeOffset now, bool savesFiles)
    {
        if (lastReadError is { } error) yield return $"The last reads failed ({error.Word}), so this state is older.";
        if (task.Status is KlingTaskStatus.Unknown) yield return "This state is new to kling-mcp; do not take it for success or failure.";
        if (task.IsOtherModel) yield return $"This is not a Kling task: its model is \"{task.Model}\".";
        if (running is not null) yield return running;
        if (task.FoundBySearch) yield return "The provider's answer has a new shape: check that these outputs are the result.";
        if (OutputStep(task.Outputs, now, savesFiles) is { } step) yield return step;
        if (task.Status is KlingTaskStatus.Succeeded && task.Advice is { } advice) yield return advice;
    }

    private static string? OutputStep(IReadOnlyList<KlingOutput> outputs, DateTimeOffset now, bool savesFiles) =>
        outputs.Any(o => MediaAddress.ExpiryOf(o.Url) <= now)
            ? $"The address has expired and is dead; {Kept}. detail=full still gives the prompt."
        : outputs.Any(static o => o.ShortLived)
            ? savesFiles ? "Short-lived: save_kling_outputs keeps it." : "Save it now: the address is short-lived."
        : null;
}
