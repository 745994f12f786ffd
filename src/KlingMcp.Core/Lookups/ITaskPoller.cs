using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>Watches tasks for those who wait for them.</summary>
internal interface ITaskPoller
{
    /// <summary>
    /// The states of a task as they become known, beginning with the current one. A slow reader misses intermediate states, never the last.
    /// Ends after the last state: the task is final, a fault will not pass, or the provider wants a longer pause than the watcher has.
    /// </summary>
    /// <param name="search">Where the task is.</param>
    /// <param name="read">Its state if it was read just now; <see langword="null"/> to have it read.</param>
    /// <param name="deadline">Timestamp at which the watcher's time is up. One more read is made shortly before.</param>
    /// <param name="cancellationToken">Leaves. Polling ends when the last watcher of the task has left.</param>
    public IAsyncEnumerable<Snapshot> WatchAsync(
        ProviderSearch search, KlingTask? read, long deadline, CancellationToken cancellationToken);
}

/// <summary>What is known of a watched task.</summary>
/// <param name="Task">The last state read; <see langword="null"/> before the first.</param>
/// <param name="Fault">Why the last read failed; <see langword="null"/> when it did not.</param>
/// <param name="IsOver">No further read follows: the task is final, or the fault will not pass.</param>
/// <param name="Reads">How many reads there were.</param>
/// <param name="ResumesAt">Timestamp until which the provider does not want to be asked; <see langword="null"/> for none.</param>
internal sealed record Snapshot(KlingTask? Task, Fault? Fault, bool IsOver, int Reads, long? ResumesAt = null)
{
    /// <summary>Nothing was read yet.</summary>
    public static Snapshot Unread { get; } = new(null, null, IsOver: false, Reads: 0);

    /// <summary>The task reached a final state.</summary>
    public bool IsFinal => this is { IsOver: true, Task: not null, Fault: null };
}
