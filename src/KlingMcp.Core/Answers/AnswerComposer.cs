using System.Text.Json;
using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>Makes the answers of the tools.</summary>
/// <param name="time">The clock, for ages and for addresses that have expired.</param>
/// <param name="sandbox">The providers are simulated, and every answer says so.</param>
/// <param name="filter">Removes keys from text of a caller or a setting; <see langword="null"/> when there are no keys.</param>
internal sealed class AnswerComposer(TimeProvider time, bool sandbox = false, TextFilter? filter = null)
{
    /// <summary>In characters. What a caller wrote is repeated up to here.</summary>
    private const int MaxAsked = 160;

    /// <summary>Adds the sandbox notice.</summary>
    public Answer Finish(Answer answer) => sandbox ? SandboxMark.On(answer) : answer;

    /// <summary>A call that found nothing, or whose arguments are wrong.</summary>
    public Answer Failure(Fault fault)
    {
        var clean = WithoutKeys(fault);
        var model = new FailureSummary(ErrorSummary.From(clean));
        return new(FaultText.Of(clean), JsonSerializer.SerializeToElement(model, AnswersJson.Default.FailureSummary), IsError: true);
    }

    /// <summary>One task.</summary>
    /// <param name="found">The outcome of its lookup.</param>
    /// <param name="isFull">Include the <c>detail=full</c> fields.</param>
    public Answer One(LookupResult found, bool isFull) => One(found, isFull, wait: null);

    /// <summary>One task that was waited for.</summary>
    /// <inheritdoc cref="One(LookupResult, bool)"/>
    public Answer One(WaitResult wait, bool isFull = false) => One(wait.Tasks[0], isFull, wait);

    /// <summary>Several tasks.</summary>
    /// <param name="results">The outcome of each, in the order asked.</param>
    /// <param name="isFull">Include the <c>detail=full</c> fields.</param>
    /// <param name="wait">How the wait ended; <see langword="null"/> for a lookup.</param>
    public Answer Many(IReadOnlyList<LookupResult> results, bool isFull, WaitResult? wait)
    {
        var now = time.GetUtcNow();
        var found = results.Where(static r => r.Result.IsSuccess)
            .Select(r => (Task: r.Result.Value!, Summary: Item(r, r.Result.Value!, isFull, now), Asked: AskedAs(r))).ToArray();
        var failed = results.Where(static r => !r.Result.IsSuccess)
            .Select(r => (Asked: Repeat(r) ?? "", Fault: WithoutKeys(r.Result.Fault!))).ToArray();
        var next = NextStep.For(results, wait, now);
        var batch = BatchSummary.From(
            [.. found.Select(static f => f.Summary)],
            [.. failed.Select(static f => new FailedLookup(f.Asked, ErrorSummary.From(f.Fault)))],
            wait,
            next);

        // Errors come last. The same reason is given once for all ids that have it.
        string[] lines =
        [
            $"{batch.Counts()}{(next is null ? "" : $" {next}")}",
            .. found.Select(f => TaskText.Of(f.Task, f.Summary, f.Asked, next: null, now)),
            .. failed.GroupBy(static f => FaultText.Of(f.Fault), static f => f.Asked)
                .Select(static same => $"{string.Join(", ", same)}: {same.Key}"),
        ];
        var structured = JsonSerializer.SerializeToElement(batch, AnswersJson.Default.BatchSummary);
        return new(string.Join('\n', lines), structured, IsError: found.Length == 0);
    }

    /// <summary>The latest tasks. An error only if nobody could be asked.</summary>
    public Answer List(Result<ListResult> listed)
    {
        if (listed.Value is not { } list) return Failure(listed.Fault!);
        if (list is { Tasks: [], NotListed: [], Faults: [var only] }) return Failure(only);

        var clean = list with { Faults = [.. list.Faults.Select(WithoutKeys)] };
        var summary = TaskListSummary.From(clean);
        var isError = list.Tasks.Count == 0 && list.NotListed.Count == 0 && list.Faults.Count > 0 && list.Cursor is null;
        return new(
            TaskListText.Of(clean, summary, time.GetUtcNow()),
            JsonSerializer.SerializeToElement(summary, AnswersJson.Default.TaskListSummary),
            isError);
    }

    /// <summary>The same in parts, for a person.</summary>
    public TaskListing Listing(ListResult list)
    {
        var clean = list with { Faults = [.. list.Faults.Select(WithoutKeys)] };
        return new(TaskListText.LinesOf(clean, TaskListSummary.From(clean), time.GetUtcNow()), TaskListText.NotesOn(clean));
    }

    /// <summary>The providers.</summary>
    public Answer Providers(IReadOnlyList<ProviderState> states)
    {
        ProviderSummary[] summaries =
        [
            .. states.Select(ProviderSummary.From).Select(s => s with { BaseUrl = s.BaseUrl is { } address ? Redact(address) : null }),
        ];
        var structured = JsonSerializer.SerializeToElement(new(summaries), AnswersJson.Default.ProvidersSummary);
        return new(string.Join('\n', summaries.Select(s => s.Line(time.GetUtcNow()))), structured, IsError: false);
    }

    private Answer One(LookupResult found, bool isFull, WaitResult? wait)
    {
        if (found.Result is not { IsSuccess: true, Value: { } task }) return Failure(found.Result.Fault!);

        var now = time.GetUtcNow();
        var next = NextStep.For(found, task, wait, now);
        var asked = AskedAs(found);
        var summary = TaskSummary.From(task, isFull, next, now) with
        {
            Asked = asked,
            LastReadError = found.LastReadError?.Word,
            WaitedSeconds = wait is null ? null : Seconds.Round(wait.Elapsed),
            TimedOut = wait?.TimedOut,
            ShortenedToSeconds = wait?.ShortenedToSeconds,
        };
        var structured = JsonSerializer.SerializeToElement(summary, AnswersJson.Default.TaskSummary);
        return new(TaskText.Of(task, summary, asked, next, now), structured, IsError: false);
    }

    /// <summary>A task among several. What to do next is said once, for all of them.</summary>
    private TaskSummary Item(LookupResult found, KlingTask task, bool isFull, DateTimeOffset now)
    {
        var summary = TaskSummary.From(task, isFull, next: null, now);
        return summary with
        {
            Asked = found.Asked.Trim() == summary.Task ? null : Repeat(found),
            LastReadError = found.LastReadError?.Word,
        };
    }

    /// <summary>What was asked for; <see langword="null"/> when the reference shows it.</summary>
    private string? AskedAs(LookupResult found) =>
        found.Result.Value!.Reference.ToString().EndsWith(found.Asked.Trim(), StringComparison.OrdinalIgnoreCase) ? null : Repeat(found);

    /// <summary>What the caller wrote, fit to be repeated.</summary>
    private string? Repeat(LookupResult found) => VisibleText.Clean(Redact(found.Asked), MaxAsked);

    /// <summary>The message and the advice of a fault may quote the caller.</summary>
    private Fault WithoutKeys(Fault fault) =>
        fault with { Message = Redact(fault.Message), Hint = RedactAdvice(fault.Hint), MoreHint = RedactAdvice(fault.MoreHint) };

    private string? Redact(string? text) => filter is null || text is null ? text : filter.CleanLine(text);

    private string? RedactAdvice(string? text) => filter is null || text is null ? text : filter.CleanAdvice(text);
}
