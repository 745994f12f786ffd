using KlingMcp.Domain;

namespace KlingMcp.Answers;

/// <summary>
/// A task as an agent reads it. <see langword="null"/> means absent. The output schema of the tools is made from this type.
/// </summary>
internal sealed record TaskSummary
{
    /// <summary>What was asked for, where <see cref="Task"/> does not show it: an external id, an address.</summary>
    public string? Asked { get; init; }

    /// <summary>The full reference.</summary>
    public required string Task { get; init; }

    /// <summary>The provider's own id.</summary>
    public required string TaskId { get; init; }

    public required string Provider { get; init; }

    public required KlingTaskStatus Status { get; init; }

    /// <summary>The status will not change any more.</summary>
    public required bool Done { get; init; }

    /// <summary>The provider's own word for the status: with full detail, or when the status is unknown.</summary>
    public string? ProviderStatus { get; init; }

    public string? Kind { get; init; }

    public string? Model { get; init; }

    /// <summary>0–100.</summary>
    public int? Progress { get; init; }

    public int? EtaSeconds { get; init; }

    /// <summary>RFC 3339, UTC.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>RFC 3339, UTC.</summary>
    public string? FinishedAt { get; init; }

    public IReadOnlyList<OutputSummary>? Outputs { get; init; }

    /// <summary>Results that the provider counts, but gives no address for.</summary>
    public int? MissingOutputs { get; init; }

    /// <summary>Why the task failed.</summary>
    public ErrorSummary? Error { get; init; }

    /// <summary>With full detail.</summary>
    public string? ExternalId { get; init; }

    /// <summary>With full detail.</summary>
    public string? Prompt { get; init; }

    /// <summary>The video that the task extends or edits. With full detail.</summary>
    public string? Parent { get; init; }

    /// <summary>With its unit. With full detail.</summary>
    public string? Cost { get; init; }

    [WaitOnly]
    public int? WaitedSeconds { get; init; }

    [WaitOnly]
    public bool? TimedOut { get; init; }

    /// <summary>The longest wait of one call, when the wait was shortened to it.</summary>
    [WaitOnly]
    public int? ShortenedToSeconds { get; init; }

    /// <summary>The category of the fault of the last read, when the state is older than that read.</summary>
    [WaitOnly]
    public string? LastReadError { get; init; }

    /// <summary>What to do next.</summary>
    public string? Next { get; init; }

    /// <param name="task">The task.</param>
    /// <param name="isFull">Include the <c>detail=full</c> fields.</param>
    /// <param name="next">What to do next; <see langword="null"/> for nothing.</param>
    /// <param name="now">The time.</param>
    public static TaskSummary From(KlingTask task, bool isFull, string? next, DateTimeOffset now) => new()
    {
        Task = task.Reference.ToString(),
        TaskId = task.Reference.Id,
        Provider = task.Reference.Provider,
        Status = task.Status,
        Done = task.Status.IsFinal,
        ProviderStatus = (isFull || task.Status is KlingTaskStatus.Unknown) && task.ProviderStatus.Length > 0 ? task.ProviderStatus : null,
        Kind = task.Kind,
        Model = task.Model,
        Progress = task.Progress,
        EtaSeconds = task.EtaSeconds,
        CreatedAt = Times.ToRfc3339(task.CreatedAt),
        FinishedAt = Times.ToRfc3339(task.FinishedAt),
        Outputs = task.Outputs.Count > 0 ? [.. task.Outputs.Select(o => OutputSummary.From(o, isFull, now))] : null,
        MissingOutputs = task.MissingOutputs,
        Error = task.Failure is { } failure ? ErrorSummary.From(failure, task.Reference.Provider) : null,
        ExternalId = isFull ? task.ExternalId : null,
        Prompt = isFull ? task.Prompt : null,
        Parent = isFull ? task.Parent : null,
        Cost = isFull ? task.Cost : null,
        Next = next,
    };
}

/// <summary>An output of a task.</summary>
internal sealed record OutputSummary
{
    public required OutputType Type { get; init; }

    public string? Url { get; init; }

    /// <summary>The handle that a next step takes.</summary>
    public string? Id { get; init; }

    public double? DurationSeconds { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>Only when true.</summary>
    public bool? Watermarked { get; init; }

    /// <summary>Only when true: its id is no handle any more.</summary>
    public bool? Deleted { get; init; }

    /// <summary>The variable of the key that must go along with the address.</summary>
    public string? NeedsKey { get; init; }

    /// <summary>When the address stops working, as far as it says. RFC 3339, UTC.</summary>
    public string? ExpiresAt { get; init; }

    /// <summary>Only when true: the address has stopped working.</summary>
    public bool? Expired { get; init; }

    /// <summary>With full detail.</summary>
    public string? WatermarkedUrl { get; init; }

    /// <summary>With full detail.</summary>
    public string? CoverUrl { get; init; }

    /// <summary>With full detail.</summary>
    public string? WavUrl { get; init; }

    /// <summary>With full detail; always for a file, whose type it tells.</summary>
    public string? Name { get; init; }

    /// <param name="output">The output.</param>
    /// <param name="isFull">Include the <c>detail=full</c> fields.</param>
    /// <param name="now">The time, by which an address has expired or not.</param>
    public static OutputSummary From(KlingOutput output, bool isFull, DateTimeOffset now) => new()
    {
        Type = output.Type,
        Url = output.Url,
        Id = output.Id,
        DurationSeconds = output.DurationSeconds,
        Width = output.Width,
        Height = output.Height,
        Watermarked = output.Watermarked ? true : null,
        Deleted = output.Deleted ? true : null,
        NeedsKey = output.NeedsKey,
        ExpiresAt = Times.ToRfc3339(MediaAddress.ExpiryOf(output.Url)),
        Expired = MediaAddress.ExpiryOf(output.Url) <= now ? true : null,
        WatermarkedUrl = isFull ? output.WatermarkedUrl : null,
        CoverUrl = isFull ? output.CoverUrl : null,
        WavUrl = isFull ? output.WavUrl : null,
        Name = isFull || output.Type is OutputType.File ? output.Name : null,
    };
}
