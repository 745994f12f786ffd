using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Server.Cluster;

/// <summary>The tasks of one account that somebody waits for on this replica, by their names in Redis. Thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class SharedTasks(TimeProvider time)
{
    /// <summary>When Redis is back, replicas ask for leases spread over this time.</summary>
    private static readonly TimeSpan RejoinSpread = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<string, SharedTask> tasks = [];

    /// <summary>Not disposed: it holds nothing but memory.</summary>
    private SemaphoreSlim Awake { get; } = new(0, 1);

    /// <summary>How many tasks this replica polls, and how many it waits for in all.</summary>
    public (int Polled, int Watched) Count
    {
        get
        {
            var all = All();
            return (all.Count(static t => t.IsPolledHere), all.Length);
        }
    }

    public SharedTask Join(ProviderSearch search, KlingTask? read, Watcher watcher)
    {
        var name = RedisKeys.TaskOf(search.Name);
        lock (gate)
        {
            if (!tasks.TryGetValue(name, out var task)) tasks.Add(name, task = new(name, search, read, time));
            task.Add(watcher);
            return task;
        }
    }

    /// <returns>Whether nobody waits for the task any more.</returns>
    public bool Leave(SharedTask task, Watcher watcher)
    {
        lock (gate) return task.Remove(watcher) && tasks.Remove(task.Name);
    }

    /// <summary>Whether this replica may read a task with one of these names now.</summary>
    public bool MayRead(IReadOnlyList<SearchName> names)
    {
        lock (gate) return names.Any(name => tasks.TryGetValue(RedisKeys.TaskOf(name), out var task) && task.MayBeReadHere);
    }

    /// <summary>The tasks whose lease is to be taken or renewed now. Each is due again when it is told so.</summary>
    public SharedTask[] TakeDue()
    {
        var now = time.GetTimestamp();
        return [.. All().Where(task => task.TakeDue(now))];
    }

    /// <summary>Waits until the next task is due, <see cref="Wake"/> is called, or the time is up.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var due = time.GetElapsedTime(time.GetTimestamp(), All().Select(static t => t.DueAt).DefaultIfEmpty(long.MaxValue).Min());
        return Awake.WaitAsync(due < TimeSpan.Zero ? TimeSpan.Zero : due < longest ? due : longest, cancellationToken);
    }

    /// <summary>Something is due now. While the loop is awake, several calls count as one.</summary>
    public void Wake()
    {
        lock (gate)
        {
            if (Awake.CurrentCount == 0) Awake.Release();
        }
    }

    /// <summary>Redis is another one, so no lease of before counts.</summary>
    public void StartOver()
    {
        foreach (var task in All()) task.StartOver();
    }

    /// <summary>Redis is back. Polls go on as they are until the lease is taken, or is found to be another's.</summary>
    public void Rejoin()
    {
        foreach (var task in All())
            task.Rejoin(RejoinSpread * ((uint)HashCode.Combine(task.Name, this) / (double)uint.MaxValue));
    }

    private SharedTask[] All()
    {
        lock (gate) return [.. tasks.Values];
    }
}
