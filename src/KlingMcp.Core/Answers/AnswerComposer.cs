using System.Text.Json;
using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>Makes the answers of the five tools.</summary>
/// <param name="time">The clock, for ages and for addresses that have expired.</param>
/// <param name="sandbox">The providers are pretended, and every answer says so.</param>
/// <param name="clean">Strikes keys out of what a caller or a setting wrote; <see langword="null"/> where there are none.</param>
internal sealed class AnswerComposer(TimeProvider time, bool sandbox = false, Func<string, string?>? clean = null)
{
    /// <summary>The last touch, whoever carries the answer.</summary>
    public Answer Finished(Answer answer) => sandbox ? SandboxMark.On(answer) : answer;

    /// <summary>A call whose arguments are wrong, or any other fault of the whole call.</summary>
    public Answer Failure(Fault fault)
    {
        var told = Told(fault);
        return new(TaskText.Of(told), JsonSerializer.SerializeToElement(new(Summarize.Error(told)), AnswersJson.Default.FailureSummary), IsError: true);
    }

    /// <summary>One task.</summary>
    public Answer One(LookupResult looked, bool full) => looked.Result.IsSuccess ? Task(looked, looked.Result.Value, full, null) : Failure(looked.Result.Fault);

    /// <summary>One task that was waited for.</summary>
    public Answer One(WaitResult waited) => waited.Tasks[0] is { Result: { IsSuccess: true, Value: { } task } } looked ? Task(looked, task, full: false, waited) : Failure(waited.Tasks[0].Result.Fault!);

    /// <summary>Several tasks.</summary>
    /// <param name="looked">Each, in the order asked.</param>
    /// <param name="full">Also what few need.</param>
    /// <param name="waited">How the wait ended; <see langword="null"/> for a lookup.</param>
    public Answer Many(IReadOnlyList<LookupResult> looked, bool full, WaitResult? waited)
    {
        var now = time.GetUtcNow();
        var found = looked.Where(static l => l.Result.IsSuccess).Select(l => (LookupResult: l, Task: l.Result.Value!)).ToArray();
        var failed = looked.Where(static l => !l.Result.IsSuccess).Select(l => (Asked: Asked(l) ?? "", Fault: Told(l.Result.Fault!))).ToArray();
        var finished = found.Count(static f => f.Task.Status.IsFinal);
        var next = NextStep.For(looked, waited is not null, waited?.TimedOut is true, now);

        TaskSummary[] summaries = [.. found.Select(f => Item(f.LookupResult, f.Task, full))];
        var batch = new BatchSummary
        {
            Tasks = summaries,
            Errors = [.. failed.Select(static f => new FailedLookup(f.Asked, Summarize.Error(f.Fault)))],
            Finished = finished,
            Running = found.Length - finished,
            FailedLookups = failed.Length,
            WaitedSeconds = waited is null ? null : Seconds.Round(waited.Elapsed),
            TimedOut = waited?.TimedOut,
            Next = next,
        };

        string[] lines =
        [
            $"{Count(looked.Count, "task")}: {finished} finished, {found.Length - finished} running, {Count(failed.Length, "failed lookup")}.{(next is null ? "" : $" {next}")}",
            .. found.Zip(summaries, (f, summary) => $"{AskedAs(summary)}{TaskText.Of(f.Task, summary, next: null, now)}"),
            .. failed.Select(static f => $"{f.Asked}: {TaskText.Of(f.Fault)}"),
        ];
        return new(string.Join('\n', lines), JsonSerializer.SerializeToElement(batch, AnswersJson.Default.BatchSummary), IsError: found.Length == 0);
    }

    /// <summary>The providers.</summary>
    public Answer Providers(IReadOnlyList<ProviderState> states)
    {
        ProviderSummary[] summaries = [.. states.Select(ProviderSummaries.Of).Select(s => s with { BaseUrl = s.BaseUrl is { } address ? Clean(address) : null })];
        return new(
            string.Join('\n', summaries.Select(ProviderSummaries.Line)),
            JsonSerializer.SerializeToElement(new(summaries), AnswersJson.Default.ProvidersSummary),
            IsError: false);
    }

    private Answer Task(LookupResult looked, KlingTask task, bool full, WaitResult? waited)
    {
        var now = time.GetUtcNow();
        var next = NextStep.For(task, waited is not null, looked.LastReadError, looked.Pause, now);
        var summary = Summarize.Task(task, full, next) with
        {
            WaitedSeconds = waited is null ? null : Seconds.Round(waited.Elapsed),
            TimedOut = waited?.TimedOut,
            LastReadError = looked.LastReadError?.Word,
        };
        return new(TaskText.Of(task, summary, next, now), JsonSerializer.SerializeToElement(summary, AnswersJson.Default.TaskSummary), IsError: false);
    }

    /// <summary>A task among several: what is to be done is said once, at the root.</summary>
    private TaskSummary Item(LookupResult looked, KlingTask task, bool full)
    {
        var summary = Summarize.Task(task, full, next: null);
        return summary with
        {
            Asked = looked.Asked.Trim() == summary.Task ? null : Asked(looked),
            LastReadError = looked.LastReadError?.Word,
        };
    }

    /// <summary>As the caller wrote it, fit to be repeated.</summary>
    private string? Asked(LookupResult looked) => VisibleText.Clean(Clean(looked.Asked), 160);

    /// <summary>A fault's own words may quote the caller's.</summary>
    private Fault Told(Fault fault) => fault.Message is { } message ? fault with { Message = Clean(message) } : fault;

    private string? Clean(string text) => clean is null ? text : clean(text);

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    /// <summary>In the text an id is not told twice: only what cannot be recognised in the reference.</summary>
    private static string AskedAs(TaskSummary summary) =>
        summary.Asked is { } asked && !summary.Task.EndsWith(asked, StringComparison.Ordinal) && !asked.Contains(summary.TaskId, StringComparison.Ordinal) ? $"{asked} = " : "";
}
