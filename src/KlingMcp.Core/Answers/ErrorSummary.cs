using KlingMcp.Domain;

namespace KlingMcp.Answers;

/// <summary>Why a task failed, or why a lookup could not be made. <see langword="null"/> means absent.</summary>
internal sealed record ErrorSummary
{
    public required string Category { get; init; }

    public string? Provider { get; init; }

    public int? HttpStatus { get; init; }

    /// <summary>The provider's own code.</summary>
    public string? Code { get; init; }

    public string? Message { get; init; }

    /// <summary>Of a lookup: worth making again. Of a task: the same request may succeed if it is submitted again.</summary>
    public bool? Retryable { get; init; }

    public int? RetryAfterSeconds { get; init; }

    /// <summary>How often the provider was asked, when more than once.</summary>
    public int? Attempts { get; init; }

    /// <summary>The providers that were asked, when the caller did not name one.</summary>
    [BriefInSchema]
    public IReadOnlyList<AskedSummary>? Asked { get; init; }

    /// <summary>The tasks to choose from, when the id is ambiguous.</summary>
    [BriefInSchema]
    public IReadOnlyList<CandidateSummary>? Candidates { get; init; }

    /// <summary>What to do, in one sentence.</summary>
    public string? Hint { get; init; }

    /// <summary>A lookup that could not be made.</summary>
    public static ErrorSummary From(Fault fault, Wording wording) => new()
    {
        Category = fault.Category.Word,
        Provider = fault.Provider,
        HttpStatus = fault.HttpStatus,
        Code = fault.Code,
        Message = fault.ProviderText ?? Advice.Sentence(fault),
        Retryable = fault.IsTransient,
        RetryAfterSeconds = fault.RetryAfter is { } pause ? Seconds.Up(pause) : null,
        Attempts = fault.Attempts > 1 ? fault.Attempts : null,
        Asked = fault.Asked is { } asked ? [.. asked.Select(static a => new AskedSummary(a.Provider, a.Category.Word))] : null,
        Candidates = fault.Candidates is { } found ? [.. found.Select(CandidateSummary.From)] : null,
        Hint = Advice.For(fault, wording),
    };

    /// <summary>A failed task.</summary>
    public static ErrorSummary From(TaskFailure failure, string provider) => new()
    {
        Category = failure.Category.Word,
        Code = failure.Code,
        Message = failure.Message,
        Retryable = failure.Retryable,
        Hint = Advice.For(failure, provider),
    };
}

/// <summary>What one provider said in a search.</summary>
internal sealed record AskedSummary(string Provider, string Category);

/// <summary>A task that an ambiguous id may mean.</summary>
/// <param name="Task">The full reference.</param>
/// <param name="Status">Its status.</param>
/// <param name="CreatedAt">RFC 3339, UTC; <see langword="null"/> if not reported.</param>
internal sealed record CandidateSummary(string Task, KlingTaskStatus Status, string? CreatedAt)
{
    public static CandidateSummary From(KlingTask task) => new(task.Reference.ToString(), task.Status, Times.ToRfc3339(task.CreatedAt));

    /// <summary>The same as a line.</summary>
    public string Line() => $"{Status.Word} {Task}{(CreatedAt is { } time ? $", created {time}" : "")}";
}

/// <summary>The answer of a call that found nothing.</summary>
internal sealed record FailureSummary(ErrorSummary Error);
