using System.Runtime.CompilerServices;
using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Server.Cluster;

/// <summary>
/// Watches the tasks of one account together with other replicas. Of all replicas on which somebody waits for a task, the one that has its
/// lease polls it and tells the others. Without Redis each polls by itself. This part is what those who wait see.
/// </summary>
internal sealed partial class SharedPoller : ITaskPoller, IDisposable
{
    private static readonly TimeSpan BetweenRequests = TimeSpan.FromSeconds(1);

    /// <summary>How long before a watcher's deadline a fresh state is asked for.</summary>
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(1.2);

    private readonly ProviderRuntime runtime;
    private readonly TaskPoller own;
    private readonly RedisLink link;
    private readonly ClusterAccount accounts;
    private readonly ClusterTiming timing;
    private readonly TextFilter filter;
    private readonly TimeProvider time;
    private readonly string replica = Guid.NewGuid().ToString("N");
    private readonly Lock gate = new();
    private readonly Dictionary<string, SharedTask> tasks = [];
    private readonly OpenBatches openBatches = new();

    public SharedPoller(
        ProviderRuntime runtime,
        TaskPoller own,
        RedisLink link,
        ClusterAccount accounts,
        ClusterTiming timing,
        TextFilter filter,
        TimeProvider time)
    {
        (this.runtime, this.own, this.link, this.accounts) = (runtime, own, link, accounts);
        (this.timing, this.filter, this.time) = (timing, filter, time);
        own.MayRead = MayRead;
        link.Restored += Rejoin;
        runtime.Pause.Begun += SharePause;
        _ = RunAsync();
    }

    /// <summary>How many tasks this replica polls, and how many it waits for in all.</summary>
    public (int Polled, int Watched) Count
    {
        get
        {
            lock (gate) return (tasks.Values.Count(static t => t.Poll is not null), tasks.Count);
        }
    }

    public IDisposable OpenBatch() => openBatches.Open(Wake);

    public async IAsyncEnumerable<Snapshot> WatchAsync(
        ProviderSearch search, KlingTask? read, long deadline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Watcher watcher = new(default);
        var task = Join(search, read, watcher);
        try
        {
            var left = time.GetElapsedTime(time.GetTimestamp(), deadline) - LastLook;
            await using var lastLook = left > TimeSpan.Zero
                ? time.CreateTimer(_ => AskForRead(task), null, left, Timeout.InfiniteTimeSpan)
                : null;
            await foreach (var snapshot in watcher.ReadAsync(deadline, cancellationToken)) yield return snapshot;
        }
        finally
        {
            Leave(task, watcher);
        }
    }

    /// <summary>Passed on through Redis to the replica that polls the task.</summary>
    public void Nudge(string id) => _ = NudgeAsync(id);

    public void Dispose()
    {
        link.Restored -= Rejoin;
        runtime.Pause.Begun -= SharePause;
        stop.Cancel();
        stop.Dispose();
    }

    private async Task NudgeAsync(string id)
    {
        if (board is not { } there || !await there.SayToAllAsync(ReplicaMessage.Nudge(id))) own.Nudge(id);
    }

    private SharedTask Join(ProviderSearch search, KlingTask? read, Watcher watcher)
    {
        var name = RedisKeys.TaskOf(search.Name);
        SharedTask? task;
        lock (gate)
        {
            if (tasks.TryGetValue(name, out task))
            {
                if (task.Latest.Reads > 0) watcher.Publish(task.Latest);
            }
            else
            {
                tasks.Add(name, task = new(name, search, read));
            }

            task.Watchers.Add(watcher);
        }

        if (task.Polling is Polling.Unknown) Wake();
        else AskForRead(task);
        return task;
    }

    private void Leave(SharedTask task, Watcher watcher)
    {
        bool hadLease;
        lock (gate)
        {
            task.Watchers.Remove(watcher);
            if (task.Watchers.Count > 0) return;

            tasks.Remove(task.Name);
            hadLease = task.Polling is Polling.Here;
            StopPoll_NeedsLock(task, Polling.Unknown);
        }

        _ = ForgetAsync(task, hadLease);
    }

    /// <summary>The lease is let go at once, so that others need not wait for its end.</summary>
    private async Task ForgetAsync(SharedTask task, bool hadLease)
    {
        if (board is not { } there) return;
        if (hadLease) await there.ReleaseAsync(task.Name);

        // Somebody may have joined meanwhile, and listens on the same channel.
        bool isGone;
        lock (gate) isGone = !tasks.ContainsKey(task.Name);
        if (isGone && task.IsSubscribed) await link.UnsubscribeAsync(there.Keys.ChannelOf(task.Name));
    }

    /// <summary>Somebody joined, or runs out of time: asks whoever polls the task for a read, at most once a second.</summary>
    private void AskForRead(SharedTask task)
    {
        lock (gate)
        {
            if (task.Polling is Polling.Elsewhere)
            {
                if (HasPassed(task.AskedAt, BetweenRequests) && board is { } there)
                {
                    task.AskedAt = time.GetTimestamp();
                    _ = there.SayAsync(task.Name, ReplicaMessage.ReadSoon);
                }

                return;
            }
        }

        own.ReadSoon(task.Search);
    }

    private bool HasPassed(long since, TimeSpan pause) => since == 0 || time.GetElapsedTime(since) >= pause;
}
