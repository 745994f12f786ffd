using KlingMcp.Domain;
using KlingMcp.Lookups;

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

    public required int Succeeded { get; init; }

    public required int Failed { get; init; }

    public required int Cancelled { get; init; }

    /// <summary>How many tasks are not final.</summary>
    public required int Running { get; init; }

    public required int FailedLookups { get; init; }

    [WaitOnly]
    public int? WaitedSeconds { get; init; }

    [WaitOnly]
    public bool? TimedOut { get; init; }

    /// <summary>The longest wait of one call, when the wait was shortened to it.</summary>
    [WaitOnly]
    public int? ShortenedToSeconds { get; init; }

    /// <summary>What to do next, for all of them.</summary>
    public string? Next { get; init; }

    /// <summary>The counts in words: <c>2 succeeded, 1 failed, 1 running, 0 not looked up.</c></summary>
    public string Counts() =>
        $"{Succeeded} succeeded, {Failed} failed, {(Cancelled > 0 ? $"{Cancelled} cancelled, " : "")}"
        + $"{Running} running, {FailedLookups} not looked up.";

    /// <param name="tasks">The tasks that were found, in the order asked.</param>
    /// <param name="errors">The ids that could not be looked up.</param>
    /// <param name="wait">How the wait ended; <see langword="null"/> for a lookup.</param>
    /// <param name="next">What to do next; <see langword="null"/> for nothing.</param>
    public static BatchSummary From(
        IReadOnlyList<TaskSummary> tasks, IReadOnlyList<FailedLookup> errors, WaitResult? wait, string? next) => new()
        {
            Tasks = tasks,
            Errors = errors,
            Succeeded = tasks.Count(static t => t.Status is KlingTaskStatus.Succeeded),
            Failed = tasks.Count(static t => t.Status is KlingTaskStatus.Failed),
            Cancelled = tasks.Count(static t => t.Status is KlingTaskStatus.Cancelled),
            Running = tasks.Count(static t => !t.Done),
            FailedLookups = errors.Count,
            WaitedSeconds = wait is null ? null : Seconds.Round(wait.Elapsed),
            TimedOut = wait?.TimedOut,
            ShortenedToSeconds = wait?.ShortenedToSeconds,
            Next = next,
        };
}

/// <summary>An id that could not be looked up.</summary>
internal sealed record FailedLookup(string Asked, ErrorSummary Error);
