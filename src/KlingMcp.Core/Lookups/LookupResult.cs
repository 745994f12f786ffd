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
internal sealed record WaitResult(IReadOnlyList<LookupResult> Tasks, TimeSpan Elapsed, bool TimedOut)
{
    /// <summary>
    /// The longest wait of one call, when a longer one was asked for; <see langword="null"/> when the wait was not shortened.
    /// </summary>
    public TimeSpan? ShortenedTo { get; init; }

    /// <summary><see cref="ShortenedTo"/> in seconds, if that is why the wait timed out.</summary>
    public int? ShortenedToSeconds => TimedOut && ShortenedTo is { } longest ? (int)longest.TotalSeconds : null;
}
