namespace KlingMcp.Lookups;

/// <summary>
/// Decides which tasks are read next. Pure: times are handed in, measured from any fixed origin. Where the provider takes several ids, a
/// request takes along tasks that are not due yet; where it takes one, reads that fall due together are spread over their pause.
/// </summary>
/// <param name="batchSize">How many ids one request takes.</param>
internal sealed class PollQueue<T>(int batchSize)
    where T : notnull
{
    /// <summary>
    /// Reads that fall due together are spread over this part of their pause. The rest is room for reads that fall between.
    /// </summary>
    private const double Spread = 0.5;

    private readonly Dictionary<T, Entry> entries = [];
    private readonly PriorityQueue<Entry, TimeSpan> scheduled = new();
    private readonly PriorityQueue<Entry, TimeSpan> urgent = new();
    private TimeSpan lastRead;
    private double readsPerSecond;

    /// <summary>Adds a task that has not been read yet. It is due at once.</summary>
    public void Add(T item) => Enqueue(entries[item] = new(item), TimeSpan.Zero, urgent);

    /// <summary>Plans the next read of a task.</summary>
    /// <param name="item">The task; added if it is new.</param>
    /// <param name="due">When it is due.</param>
    /// <param name="pause">The pause before it, which decides how far reads are spread.</param>
    /// <param name="rideFrom">From when on it may be part of a request that is sent anyway; <see langword="null"/> for never.</param>
    public void Schedule(T item, TimeSpan due, TimeSpan pause, TimeSpan? rideFrom)
    {
        if (!entries.TryGetValue(item, out var entry)) entries[item] = entry = new(item);

        entry.RideFrom = rideFrom;
        SetRate(entry, 1 / pause.TotalSeconds);
        Enqueue(entry, due, scheduled);
    }

    /// <summary>Moves a planned read forward, if that makes it earlier. Somebody waits for it, so it is not spread.</summary>
    public void BringForward(T item, TimeSpan to)
    {
        if (entries.TryGetValue(item, out var entry) && entry.Due is { } due && to < due) Enqueue(entry, to, urgent);
    }

    /// <summary>Forgets a task.</summary>
    public void Remove(T item)
    {
        if (!entries.Remove(item, out var entry)) return;

        entry.Due = null;
        SetRate(entry, 0);
    }

    /// <summary>Takes the tasks to read now. Each stays known, unplanned, until it is scheduled again or removed.</summary>
    /// <param name="now">The time.</param>
    /// <returns>The tasks, and when to call again; <see langword="null"/> when nothing is planned.</returns>
    public (IReadOnlyList<T> Due, TimeSpan? Next) TakeDue(TimeSpan now)
    {
        List<T> due = [];
        while (Peek(urgent) is { } entry && entry.Due <= now) Take(entry, due);

        while (Peek(scheduled) is { } entry && EarliestStart(entry) <= now)
        {
            Take(entry, due);
            lastRead = now;
        }

        if (due.Count % batchSize > 0) TakeRiders(due, batchSize - (due.Count % batchSize), now);

        var next = Peek(urgent)?.Due;
        if (Peek(scheduled) is { } later && (next is null || EarliestStart(later) < next)) next = EarliestStart(later);
        return (due, next);
    }

    /// <summary>When a scheduled read may start: not right after the one before, unless they share a request.</summary>
    private TimeSpan EarliestStart(Entry entry)
    {
        var due = entry.Due!.Value;
        if (batchSize > 1 || readsPerSecond <= 0) return due;

        var spaced = lastRead + TimeSpan.FromSeconds(Spread / readsPerSecond);
        return spaced > due ? spaced : due;
    }

    private void TakeRiders(List<T> due, int places, TimeSpan now)
    {
        List<Entry> staying = [];
        while (places > 0 && Peek(scheduled) is { } entry)
        {
            if (entry.RideFrom <= now)
            {
                Take(entry, due);
                places--;
            }
            else
            {
                scheduled.Dequeue();
                staying.Add(entry);
            }
        }

        foreach (var entry in staying) scheduled.Enqueue(entry, entry.Due!.Value);
    }

    private static void Enqueue(Entry entry, TimeSpan due, PriorityQueue<Entry, TimeSpan> queue)
    {
        entry.Due = due;
        queue.Enqueue(entry, due);
    }

    /// <summary>The next entry of a queue. Entries that were planned anew or removed in the meantime are dropped.</summary>
    private static Entry? Peek(PriorityQueue<Entry, TimeSpan> queue)
    {
        while (queue.TryPeek(out var entry, out var planned))
        {
            if (entry.Due == planned) return entry;
            queue.Dequeue();
        }

        return null;
    }

    private static void Take(Entry entry, List<T> due)
    {
        entry.Due = null;
        due.Add(entry.Item);
    }

    private void SetRate(Entry entry, double rate)
    {
        readsPerSecond += rate - entry.Rate;
        entry.Rate = rate;
    }

    private sealed class Entry(T item)
    {
        public T Item { get; } = item;

        /// <summary><see langword="null"/> while no read is planned.</summary>
        public TimeSpan? Due { get; set; }

        public TimeSpan? RideFrom { get; set; }

        /// <summary>Reads per second that this task adds.</summary>
        public double Rate { get; set; }
    }
}
