namespace KlingMcp.Answers;

/// <summary>Several tasks. The output schema of the tools is made from this type.</summary>
internal sealed record BatchSummary
{
    /// <summary>The tasks that were found, in the order asked.</summary>
    [BriefInSchema]
    public required IReadOnlyList<TaskSummary> Tasks { get; init; }

    /// <summary>The ids that could not be looked up.</summary>
    [BriefInSchema]
    public required IReadOnlyList<FailedLookup> Errors { get; init; }

    /// <summary>How many tasks are final.</summary>
    public required int Finished { get; init; }

    public required int Running { get; init; }

    public required int FailedLookups { get; init; }

    [WaitOnly]
    public int? WaitedSeconds { get; init; }

    [WaitOnly]
    public bool? TimedOut { get; init; }

    /// <summary>What to do next, for all of them.</summary>
    public string? Next { get; init; }
}

/// <summary>An id that could not be looked up.</summary>
internal sealed record FailedLookup(string Asked, ErrorSummary Error);
