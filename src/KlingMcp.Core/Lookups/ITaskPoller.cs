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

    /// <summary>Collects the watchers that join until it is disposed, so that their first reads share requests.</summary>
    public IDisposable OpenBatch();

    /// <summary>
    /// Brings the next read of a task forward because somebody says that it has changed. Nothing happens if nobody waits for the task, or
    /// if the same was said within the last five seconds.
    /// </summary>
    /// <param name="id">An id under which the task was asked for or found.</param>
    public void Nudge(string id);
}

/// <summary>Lets several processes share the polls of their tasks.</summary>
internal interface IPollSharing
{
    /// <summary>The poller that those who wait use.</summary>
    /// <param name="runtime">The account.</param>
    /// <param name="own">Polls in this process.</param>
    public ITaskPoller Share(ProviderRuntime runtime, TaskPoller own);
}

/// <summary>What is known of a watched task.</summary>
/// <param name="Task">The last state read; <see langword="null"/> before the first.</param>
/// <param name="Fault">Why the last read failed; <see langword="null"/> when it did not.</param>
/// <param name="IsOver">No further read follows: the task is final, or the fault will not pass.</param>
/// <param name="Reads">How many reads there were.</param>
/// <param name="ResumesAt">Timestamp until which the provider does not want to be asked; <see langword="null"/> for none.</param>
internal sealed record Snapshot(KlingTask? Task, Fault? Fault, bool IsOver, int Reads, long? ResumesAt = null)
{
    /// <summary>How long after this snapshot the next read is planned; <see langword="null"/> when none is, or it is not known.</summary>
    public TimeSpan? NextIn { get; init; }

    /// <summary>Nothing was read yet.</summary>
    public static Snapshot Unread { get; } = new(null, null, IsOver: false, Reads: 0);

    /// <summary>The task reached a final state.</summary>
    public bool IsFinal => this is { IsOver: true, Task: not null, Fault: null };
}
