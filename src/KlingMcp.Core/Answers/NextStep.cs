using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>
/// What the caller should do next, if anything. Each sentence is complete by itself: some hosts show the model nothing else.
/// </summary>
internal static class NextStep
{
    /// <summary>How long providers keep results.</summary>
    private const string Kept = "results are kept 30 days";

    /// <summary>For one task; <see langword="null"/> when there is nothing to do.</summary>
    /// <param name="found">The outcome of its lookup.</param>
    /// <param name="task">The task.</param>
    /// <param name="wait">How the wait ended; <see langword="null"/> for a lookup.</param>
    /// <param name="now">The time.</param>
    /// <param name="wording">The wording for who reads it.</param>
    public static string? For(LookupResult found, KlingTask task, WaitResult? wait, DateTimeOffset now, Wording wording)
    {
        var running = task.Status.IsFinal ? null
            : Waited(wait) + wording.WaitFor(task.Reference.ToString(), wait is not null, WhenToCall(found.Pause));
        return Join(StepsOf(task, running, found.LastReadError, now, wording).Concat(NotesOf([found])));
    }

    /// <summary>For several tasks. What holds for many is said once.</summary>
    /// <param name="results">The outcome of each lookup.</param>
    /// <param name="wait">How the wait ended; <see langword="null"/> for a lookup.</param>
    /// <param name="now">The time.</param>
    /// <param name="wording">The wording for who reads it.</param>
    public static string? For(IReadOnlyList<LookupResult> results, WaitResult? wait, DateTimeOffset now, Wording wording)
    {
        string[] unknown = AllUnknown(results) is { } sentence ? [sentence] : [];
        string[] running = Running(results, wait, wording) is { } step ? [step] : [];
        return Join([.. unknown, .. running, .. results
            .Where(static r => r.Result.IsSuccess)
            .SelectMany(r => StepsOf(r.Result.Value!, running: null, r.LastReadError, now, wording)).Distinct(), .. NotesOf(results)]);
    }

    private static IEnumerable<string> NotesOf(IEnumerable<LookupResult> results) =>
        results.Select(static r => r.Note).OfType<string>().Distinct().Select(static note => $"Note: {note}.");

    private static string? Running(IReadOnlyList<LookupResult> results, WaitResult? wait, Wording wording)
    {
        string[] running = [.. results.Select(static r => r.Result.Value).OfType<KlingTask>()
            .Where(static t => !t.Status.IsFinal).Select(static t => t.Reference.ToString())];
        var (again, when) = (wait is not null, WhenToCall(results.Max(static r => r.Pause)));
        if (running.Length == 0)
        {
            string[] asked = [.. results.Select(static r => r.Asked)];
            return wait?.TimedOut is true ? Waited(wait) + wording.WaitForAll(asked, again, when) : null;
        }

        return Waited(wait) + (running.Length == results.Count
            ? wording.WaitForAll(running, again, when)
            : wording.WaitForSome(running, again, when));
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

    private static string WhenToCall(TimeSpan? pause) => pause is { } asked ? $" in {Seconds.Up(asked)} s, as its provider asks" : "";

    /// <param name="task">The task.</param>
    /// <param name="running">What to do while it runs; <see langword="null"/> when it does not, or when that is said elsewhere.</param>
    /// <param name="lastReadError">Why the last read failed; <see langword="null"/> when the state is fresh.</param>
    /// <param name="now">The time.</param>
    /// <param name="wording">The wording for who reads it.</param>
    private static IEnumerable<string> StepsOf(
        KlingTask task, string? running, FaultCategory? lastReadError, DateTimeOffset now, Wording wording)
    {
        if (lastReadError is { } error) yield return $"The last reads failed ({error.Word}), so this state is older.";
        if (task.Status is KlingTaskStatus.Unknown) yield return "This state is new to kling-mcp; do not take it for success or failure.";
        if (task.IsOtherModel) yield return $"This is not a Kling task: its model is \"{task.Model}\".";
        if (running is not null) yield return running;
        if (task.FoundBySearch) yield return "The provider's answer has a new shape: check that these outputs are the result.";
        if (OutputStep(task.Outputs, now, wording) is { } step) yield return step;
        if (task.Status is KlingTaskStatus.Succeeded && task.Advice is { } advice) yield return advice;
    }

    private static string? OutputStep(IReadOnlyList<KlingOutput> outputs, DateTimeOffset now, Wording wording) =>
        outputs.Any(o => MediaAddress.ExpiryOf(o.Url) <= now)
            ? $"The address has expired and is dead; {Kept}. {wording.FullDetail} still gives the prompt."
        : outputs.Any(static o => o.ShortLived) ? wording.ShortLived
        : null;
}
