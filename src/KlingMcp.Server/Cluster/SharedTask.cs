using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Server.Cluster;

/// <summary>A task that somebody waits for on this replica: who waits, who polls it, and what is known of it. Thread-safe.</summary>
/// <param name="name">Its name in Redis.</param>
/// <param name="search">Where it is.</param>
/// <param name="read">Its state if it was read just now; <see langword="null"/> otherwise.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedTask(string name, ProviderSearch search, KlingTask? read, TimeProvider time)
{
    private const int MaxFailures = 3;

    private static readonly TimeSpan BetweenRequests = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<Watcher> watchers = [];
    private Snapshot latest = Snapshot.Unread;
    private LocalPoll? poll;
    private (long Epoch, int Number) heard;
    private long dueAt;
    private long restsUntil;
    private long askedAt;
    private int failures;

    public string Name => name;

    public ProviderSearch Search => search;

    public Polling Polling { get; private set; }

    /// <summary>The last state that this replica read; <see langword="null"/> for none.</summary>
    public KlingTask? Read { get; private set; } = read;

    /// <summary>Where this replica listens to the others; <see langword="null"/> while it does not.</summary>
    public Subscription? Subscription { get; set; }

    /// <summary>Whether a poll runs on this replica.</summary>
    public bool IsPolledHere
    {
        get
        {
            lock (gate) return poll is not null;
        }
    }

    /// <summary>The poll for which this replica has the lease; <see langword="null"/> if it has not.</summary>
    public LocalPoll? LeasedPoll
    {
        get
        {
            lock (gate) return Polling is Polling.Here ? poll : null;
        }
    }

    /// <summary>Whether this replica may read it now: nobody else does.</summary>
    public bool MayBeReadHere
    {
        get
        {
            lock (gate)
                return Polling is Polling.Alone or Polling.Ending || (Polling is Polling.Here && time.GetTimestamp() < poll?.Lease?.Until);
        }
    }

    /// <summary>Timestamp at which its lease is to be taken or renewed.</summary>
    public long DueAt
    {
        get
        {
            lock (gate) return Polling is Polling.Ending or Polling.Closed ? long.MaxValue : Math.Max(dueAt, restsUntil);
        }
    }

    public void Add(Watcher watcher)
    {
        lock (gate)
        {
            watchers.Add(watcher);
            if (latest.Reads > 0) watcher.Publish(latest);
        }
    }

    /// <returns>Whether it was the last.</returns>
    public bool Remove(Watcher watcher)
    {
        lock (gate) return watchers.Remove(watcher) && watchers.Count == 0;
    }

    /// <summary>Ends the poll.</summary>
    /// <returns>Whether this replica had the lease.</returns>
    public bool Close()
    {
        lock (gate)
        {
            var hadLease = Polling is Polling.Here;
            Stop_NeedsLock(Polling.Closed);
            return hadLease;
        }
    }

    /// <summary>Whether it is due. If so it is not due again until it is told so.</summary>
    public bool TakeDue(long now)
    {
        lock (gate)
        {
            if (DueAt > now) return false;

            dueAt = long.MaxValue;
            return true;
        }
    }

    /// <summary>It is due after a pause, or before if something else said so.</summary>
    public void DueIn(TimeSpan pause)
    {
        lock (gate) dueAt = Math.Min(dueAt, time.TimestampIn(pause));
    }

    /// <summary>It is not due before a pause is over, whatever happens.</summary>
    public void Rest(TimeSpan pause)
    {
        lock (gate) (dueAt, restsUntil) = (0, time.TimestampIn(pause));
    }

    /// <summary>This replica has taken the lease.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="begun">The poll that is to run; <see langword="null"/> if one runs already.</param>
    /// <returns>False if it is no longer wanted.</returns>
    public bool TryHold(Lease lease, out LocalPoll? begun)
    {
        lock (gate)
        {
            begun = null;
            if (Polling is Polling.Ending or Polling.Closed) return false;

            (Polling, failures) = (Polling.Here, 0);
            begun = Begin_NeedsLock();
            poll!.Lease = lease;
            return true;
        }
    }

    /// <summary>This replica no longer has the lease. It is due at once.</summary>
    public void Lose(Lease lease)
    {
        lock (gate)
        {
            if (poll?.Lease != lease) return;

            Stop_NeedsLock(Polling.Unknown);
            dueAt = 0;
        }
    }

    /// <summary>Another replica has the lease.</summary>
    /// <returns>Whether this was not known.</returns>
    public bool Follow()
    {
        lock (gate)
        {
            if (Polling is Polling.Elsewhere or Polling.Ending or Polling.Closed) return false;

            Stop_NeedsLock(Polling.Elsewhere);
            failures = 0;
            return true;
        }
    }

    /// <summary>A call for its lease failed.</summary>
    /// <returns>Whether to try again before this replica polls it alone.</returns>
    public bool MayTryAgain()
    {
        lock (gate) return ++failures < MaxFailures;
    }

    /// <summary>Redis does not answer.</summary>
    /// <returns>The poll that is to run; <see langword="null"/> if one runs already.</returns>
    public LocalPoll? PollAlone()
    {
        lock (gate)
        {
            if (Polling is Polling.Ending or Polling.Closed) return null;

            Polling = Polling.Alone;
            if (poll is not null) poll.Lease = null;
            return Begin_NeedsLock();
        }
    }

    /// <summary>Redis is another one, so no lease of before counts.</summary>
    public void StartOver()
    {
        lock (gate)
        {
            if (Polling is Polling.Ending or Polling.Closed) return;

            if (Polling is not Polling.Alone) Stop_NeedsLock(Polling.Unknown);
            (heard, dueAt) = (default, 0);
        }
    }

    /// <summary>Redis is back. The lease is taken after a pause.</summary>
    public void Rejoin(TimeSpan pause)
    {
        lock (gate) heard = default;
        Rest(pause);
    }

    /// <summary>Tells those who wait here what a poll of this replica read.</summary>
    /// <returns>What to tell the other replicas with; <see langword="null"/> if the poll is not shared, or not the current one.</returns>
    public (Lease Lease, int Number)? Tell(LocalPoll by, Snapshot snapshot)
    {
        lock (gate)
        {
            if (poll != by) return null;

            Publish_NeedsLock(snapshot);
            Read = snapshot.Task;
            poll.Step(snapshot, time);
            return poll.Lease is { } lease ? (lease, ++lease.Number) : null;
        }
    }

    /// <summary>
    /// Tells those who wait here what another replica read. A state of the channel may be late, one that Redis keeps is the latest.
    /// </summary>
    /// <param name="state">The epoch and number.</param>
    /// <param name="snapshot">The state itself.</param>
    /// <param name="isFromChannel">Where it is from.</param>
    /// <returns>If it is the end: the poll that is to read it for those who wait here; <see langword="null"/> otherwise.</returns>
    public LocalPoll? Hear(ReplicaMessage state, Snapshot snapshot, bool isFromChannel)
    {
        lock (gate)
        {
            if (Polling is Polling.Alone or Polling.Ending or Polling.Closed) return null;
            if (Polling is Polling.Here)
            {
                if (state.Epoch <= poll?.Lease?.Epoch) return null;
                Stop_NeedsLock(Polling.Elsewhere);
            }

            var place = (state.Epoch, state.Number);
            if (place == heard || (isFromChannel && place.CompareTo(heard) < 0)) return null;

            heard = place;
            if (!snapshot.IsOver)
            {
                Publish_NeedsLock(snapshot);
                return null;
            }

            Stop_NeedsLock(Polling.Ending);
            return Begin_NeedsLock();
        }
    }

    /// <summary>Whether the replica that polls may be asked for a read now: at most once a second.</summary>
    public bool MayAsk()
    {
        lock (gate)
        {
            if (askedAt != 0 && time.GetElapsedTime(askedAt) < BetweenRequests) return false;

            askedAt = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>The count of reads is this replica's own.</summary>
    private void Publish_NeedsLock(Snapshot snapshot)
    {
        latest = snapshot with { Reads = latest.Reads + 1, Task = snapshot.Task ?? latest.Task };
        foreach (var watcher in watchers) watcher.Publish(latest);
    }

    private LocalPoll? Begin_NeedsLock()
    {
        if (poll is not null) return null;

        poll = new();
        poll.Step(latest, time);
        return poll;
    }

    private void Stop_NeedsLock(Polling then)
    {
        Polling = then;
        poll?.Stop();
        poll = null;
    }
}
