using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>What became of one task that was asked for.</summary>
/// <param name="Asked">As the caller wrote it.</param>
/// <param name="Result">The task, or why there is none.</param>
internal sealed record LookupResult(string Asked, Result<KlingTask> Result)
{
    /// <summary>The state is older than the last read, which failed like this; <see langword="null"/> when it is fresh.</summary>
    public FaultCategory? LastReadError { get; init; }

    /// <summary>How long its provider wants to be left alone; <see langword="null"/> when it does not ask.</summary>
    public TimeSpan? Pause { get; init; }
}

/// <summary>How a wait ended.</summary>
/// <param name="Tasks">Each task, in the order asked.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="TimedOut">It ended before what it waited for.</param>
internal sealed record WaitResult(IReadOnlyList<LookupResult> Tasks, TimeSpan Elapsed, bool TimedOut);
