using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>The latest tasks. The output schema of the tool is made from this type.</summary>
internal sealed record TaskListSummary
{
    /// <summary>Newest first.</summary>
    [BriefInSchema]
    public required IReadOnlyList<ListedTaskSummary> Tasks { get; init; }

    /// <summary>Gets the tasks that follow.</summary>
    public string? Cursor { get; init; }

    /// <summary>RFC 3339, UTC. When fewer tasks come than asked for: how far back was looked.</summary>
    public string? SearchedBackTo { get; init; }

    /// <summary>The providers that have no list.</summary>
    [BriefInSchema]
    public IReadOnlyList<NotListed>? NotListed { get; init; }

    /// <summary>The providers whose list could not be read.</summary>
    [BriefInSchema]
    public IReadOnlyList<FailedList>? Errors { get; init; }

    /// <summary>What to do next.</summary>
    public string? Next { get; init; }

    public static TaskListSummary From(ListResult list, Wording wording) => new()
    {
        Tasks = [.. list.Tasks.Select(ListedTaskSummary.From)],
        Cursor = list.Cursor,
        SearchedBackTo = Times.ToRfc3339(list.SearchedBackTo),
        NotListed = list.NotListed.Count > 0 ? list.NotListed : null,
        Errors = list.Faults.Count == 0 ? null
            : [.. list.Faults.Select(f => new FailedList(f.Provider ?? "", ErrorSummary.From(f, wording)))],
        Next = TaskListText.NextStep(list, wording),
    };
}

/// <summary>A task of a list. <see langword="null"/> means absent.</summary>
internal sealed record ListedTaskSummary
{
    /// <summary>The prompt is cut to this length, in UTF-16 units.</summary>
    private const int MaxPrompt = 60;

    /// <summary>The full reference.</summary>
    public required string Task { get; init; }

    public required KlingTaskStatus Status { get; init; }

    /// <summary>The status will not change any more.</summary>
    public required bool Done { get; init; }

    /// <summary>Where the provider tells none: the model.</summary>
    public string? Kind { get; init; }

    /// <summary>RFC 3339, UTC.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>RFC 3339, UTC.</summary>
    public string? FinishedAt { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>The beginning of the prompt.</summary>
    public string? Prompt { get; init; }

    /// <summary>How many.</summary>
    public int? Outputs { get; init; }

    /// <summary>Who tells of the task.</summary>
    public TaskSource Source { get; init; }

    public static ListedTaskSummary From(ListedTask listed) => new()
    {
        Task = listed.Task.Reference.ToString(),
        Status = listed.Task.Status,
        Done = listed.Task.Status.IsFinal,
        Kind = listed.Task.Kind ?? listed.Task.Model,
        CreatedAt = Times.ToRfc3339(listed.Task.CreatedAt),
        FinishedAt = Times.ToRfc3339(listed.Task.FinishedAt),
        ExternalId = listed.Task.ExternalId,
        Prompt = VisibleText.Clean(listed.Task.Prompt, MaxPrompt),
        Outputs = listed.Outputs,
        Source = listed.Source,
    };
}

/// <summary>A provider whose list could not be read.</summary>
internal sealed record FailedList(string Provider, ErrorSummary Error);
