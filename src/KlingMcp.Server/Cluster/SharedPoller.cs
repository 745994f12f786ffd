using System.Runtime.CompilerServices;
using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Server.Cluster;

/// <summary>
/// Watches the tasks of one account together with other replicas. Of all replicas on which somebody waits for a task, the one that has its
/// lease polls it and tells the others. Without Redis each polls by itself.
/// <para>
/// Those who wait join here. <see cref="LeaseLoop"/> decides who polls, <see cref="PollRunner"/> polls and tells the other replicas,
/// <see cref="Follower"/> takes in what they tell, and <see cref="SharedTask"/> tells those who wait.
/// </para>
/// </summary>
internal sealed class SharedPoller : ITaskPoller, IDisposable
{
    /// <summary>How long before a watcher's deadline a fresh state is asked for.</summary>
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(1.2);

    private readonly ProviderRuntime runtime;
    private readonly RedisLink link;
    private readonly AccountBoard account;
    private readonly SharedTasks tasks;
    private readonly Follower follower;
    private readonly TimeProvider time;
    private readonly OpenBatches openBatches = new();
    private readonly CancellationTokenSource stop = new();

    public SharedPoller(
        ProviderRuntime runtime,
        TaskPoller own,
        RedisLink link,
        ClusterAccount accounts,
        ClusterTiming timing,
        TextFilter filter,
        TimeProvider time)
    {
        (this.runtime, this.link, this.time) = (runtime, link, time);
        tasks = new(time);
        account = new(runtime, own, link, accounts, timing, time);
        PollRunner runner = new(runtime, own, account, tasks, time);
        follower = new(runtime.Account, own, link, account, runner, tasks, filter, time);
        own.MayRead = tasks.MayRead;
        link.Restored += Rejoin;
        runtime.Pause.Begun += account.SharePause;
        _ = new LeaseLoop(tasks, account, follower, runner, link, timing, time).RunAsync(stop.Token);
    }

    /// <summary>How many tasks this replica polls, and how many it waits for in all.</summary>
    public (int Polled, int Watched) Count => tasks.Count;

    public IDisposable OpenBatch() => openBatches.Open(Wake);

    /// <summary>
    /// A task may be asked for in several ways. Once its own key is known everybody watches it under that, so that it has one lease.
    /// </summary>
    public async IAsyncEnumerable<Snapshot> WatchAsync(
        ProviderSearch search, KlingTask? read, long deadline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ProviderSearch? own = null;
        KlingTask? found = null;
        await foreach (var snapshot in WatchOneAsync(search, read, deadline, cancellationToken))
        {
            yield return snapshot;
            (own, found) = (OwnSearch(search, snapshot), snapshot.Task);
            if (own is not null) break;
        }

        if (own is null) yield break;

        await foreach (var snapshot in WatchOneAsync(own, found, deadline, cancellationToken)) yield return snapshot;
    }

    /// <summary>Passed on through Redis to the replica that polls the task.</summary>
    public void Nudge(string id) => _ = account.NudgeAsync(id);

    public void Dispose()
    {
        link.Restored -= Rejoin;
        runtime.Pause.Begun -= account.SharePause;
        stop.Cancel();
        stop.Dispose();
    }

    /// <summary>The search by a running task's own key; <see langword="null"/> if it is searched so already.</summary>
    private ProviderSearch? OwnSearch(ProviderSearch search, Snapshot snapshot)
    {
        if (snapshot is not { IsOver: false, Fault: null, Task: { } found }) return null;

        var own = ProviderSearch.For(runtime.Account, found.Reference) with { KlingOnly = search.KlingOnly };
        return RedisKeys.TaskOf(own.Name) == RedisKeys.TaskOf(search.Name) ? null : own;
    }

    private async IAsyncEnumerable<Snapshot> WatchOneAsync(
        ProviderSearch search, KlingTask? read, long deadline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Watcher watcher = new(default);
        var task = tasks.Join(search, read, watcher);
        if (task.Polling is Polling.Unknown) Wake();
        else follower.AskForRead(task);

        try
        {
            var left = time.GetElapsedTime(time.GetTimestamp(), deadline) - LastLook;
            await using var lastLook = left > TimeSpan.Zero
                ? time.CreateTimer(_ => follower.AskForRead(task), null, left, Timeout.InfiniteTimeSpan)
                : null;
            await foreach (var snapshot in watcher.ReadAsync(deadline, cancellationToken)) yield return snapshot;
        }
        finally
        {
            if (tasks.Leave(task, watcher)) _ = CloseAsync(task);
        }
    }

    /// <summary>Nobody waits here any more. The lease is let go at once, so that others need not wait for its end.</summary>
    private async Task CloseAsync(SharedTask task)
    {
        if (task.Close() && account.Board is { } board) await board.ReleaseAsync(task.Name);
        await follower.StopListeningAsync(task);
    }

    /// <summary>Tasks that begin to be watched while a batch is open wait for its end, so that their first reads share requests.</summary>
    private void Wake()
    {
        if (!openBatches.Any) tasks.Wake();
    }

    private void Rejoin()
    {
        account.Forget();
        tasks.Rejoin();
    }
}
