using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>The outcome for one task that was asked for.</summary>
/// <param name="Asked">What the caller wrote.</param>
/// <param name="Result">The task, or the fault.</param>
internal sealed record LookupResult(string Asked, Result<KlingTask> Result)
{
    /// <summary>Why the last read failed, when the state is older than that read; <see langword="null"/> when the state is fresh.</summary>
    public FaultCategory? LastReadError { get; init; }

    /// <summary>How long the provider does not want to be asked; <see langword="null"/> for no pause.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>What the answer says about the words of the call; <see langword="null"/> for nothing.</summary>
    public string? Note { get; init; }
}

/// <summary>The outcome of a wait.</summary>
/// <param name="Tasks">Each task, in the order asked.</param>
/// <param name="Elapsed">How long the wait took.</param>
/// <param name="TimedOut">It ended before what it waited for happened.</param>
internal sealed record WaitResult(IReadOnlyList<LookupResult> Tasks, TimeSpan Elapsed, bool TimedOut);
