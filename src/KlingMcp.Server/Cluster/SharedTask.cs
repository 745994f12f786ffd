using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Server.Cluster;

/// <summary>Who polls a task, as this replica sees it.</summary>
internal enum Polling
{
    /// <summary>Not known yet.</summary>
    Unknown,

    /// <summary>This replica has the lease.</summary>
    Here,

    /// <summary>Another replica has the lease.</summary>
    Elsewhere,

    /// <summary>Every replica by itself, because Redis does not answer.</summary>
    Alone,

    /// <summary>Somebody saw the end, and this replica reads it for those who wait here.</summary>
    Ending,
}

/// <summary>A task that somebody waits for on this replica. Guarded by the lock of its <see cref="SharedPoller"/>.</summary>
/// <param name="name">Its name in Redis.</param>
/// <param name="search">Where it is.</param>
/// <param name="read">Its state if it was read just now; <see langword="null"/> otherwise.</param>
internal sealed class SharedTask(string name, ProviderSearch search, KlingTask? read)
{
    public string Name => name;

    public ProviderSearch Search => search;

    /// <summary>The state that a poll begins with.</summary>
    public KlingTask? Read { get; set; } = read;

    public List<Watcher> Watchers { get; } = [];

    public Snapshot Latest { get; private set; } = Snapshot.Unread;

    public Polling Polling { get; set; }

    /// <summary>The poll of this replica; <see langword="null"/> while another polls.</summary>
    public CancellationTokenSource? Poll { get; set; }

    public long Epoch { get; set; }

    /// <summary>Counts the states of the epoch that this replica wrote.</summary>
    public int Number { get; set; }

    /// <summary>The last state that was taken in.</summary>
    public (long Epoch, int Number) Seen { get; set; }

    /// <summary>Timestamp until which the lease is surely held.</summary>
    public long HeldUntil { get; set; }

    /// <summary>Timestamp from which on the poll counts as stuck, and the lease is let go.</summary>
    public long StuckAt { get; set; }

    /// <summary>Timestamp from which on the lease may be taken.</summary>
    public long TakeFrom { get; set; }

    /// <summary>Timestamp of the last look at the state in Redis.</summary>
    public long LookedAt { get; set; }

    /// <summary>Timestamp of the last request to read soon.</summary>
    public long AskedAt { get; set; }

    public bool IsSubscribed { get; set; }

    /// <summary>Tells those who wait here. The count of reads is this replica's own.</summary>
    public void Tell(Snapshot snapshot)
    {
        Latest = snapshot with { Reads = Latest.Reads + 1, Task = snapshot.Task ?? Latest.Task };
        foreach (var watcher in Watchers) watcher.Publish(Latest);
    }
}
