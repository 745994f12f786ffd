using System.Runtime.CompilerServices;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Lookups;

/// <summary>Polls the tasks of one provider. All who wait for a task share its polls.</summary>
internal sealed class TaskPoller : ITaskPoller, IDisposable
{
    /// <summary>How long before a watcher's deadline its last read begins.</summary>
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(1);

    /// <summary>The pause before a read that was not permitted is tried again.</summary>
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMilliseconds(500);

    /// <summary>The shortest time between two reads of a task that are made because somebody says that it has changed.</summary>
    private static readonly TimeSpan BetweenNudges = TimeSpan.FromSeconds(5);

    private readonly ProviderRuntime runtime;
    private readonly PollSchedule schedule;
    private readonly LearnedDurations durations;
    private readonly TimeProvider time;
    private readonly long origin;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private readonly PollQueue<PolledTask> queue;
    private readonly OpenBatches openBatches = new();
    private readonly AccountDoubt doubt = new();

    /// <summary>By what was asked for, and once a task is found also by its own key.</summary>
    private readonly Dictionary<SearchName, PolledTask> tasks = [];

    public TaskPoller(ProviderRuntime runtime, PollSchedule schedule, LearnedDurations durations, TimeProvider time)
    {
        (this.runtime, this.schedule, this.durations, this.time) = (runtime, schedule, durations, time);
        queue = new(runtime.Account.Api.BatchSize);
        origin = time.GetTimestamp();
        timer = time.CreateTimer(
            static self => ((TaskPoller)self!).Advance(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Whether a task with these names may be read now; <see langword="null"/> for always. Another process may be the one that reads it.
    /// </summary>
    public Func<IReadOnlyList<SearchName>, bool>? MayRead { get; set; }

    private TimeSpan Now => time.GetElapsedTime(origin);

    public IDisposable OpenBatch() => openBatches.Open(Advance);

    public async IAsyncEnumerable<Snapshot> WatchAsync(
        ProviderSearch search, KlingTask? read, long deadline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _ = durations.RecallAsync();
        Watcher watcher = new(time.GetElapsedTime(origin, deadline) - LastLook);
        var task = Join(search, read, watcher);
        try
        {
            await foreach (var snapshot in watcher.ReadAsync(deadline, cancellationToken)) yield return snapshot;
        }
        finally
        {
            Leave(task, watcher);
        }
    }

    public void Nudge(string id)
    {
        lock (gate)
        {
            var now = Now;
            foreach (var task in tasks.Values.Where(t => t.MayBeReadEarly && t.IsKnownAs(id) && !(now - t.LastNudge < BetweenNudges)))
            {
                task.LastNudge = now;
                queue.BringForward(task, Later(now, task.LastRead + PollSchedule.Shortest));
            }
        }

        Advance();
    }

    /// <summary>Brings the next read of a task forward for somebody who joins or whose time is nearly up.</summary>
    public void ReadSoon(ProviderSearch search)
    {
        lock (gate)
        {
            if (tasks.TryGetValue(search.Name, out var task) && task.MayBeReadEarly)
                queue.BringForward(task, Later(Now, Soonest(task)));
        }

        Advance();
    }

    public void Dispose() => timer.Dispose();

    private PolledTask Join(ProviderSearch search, KlingTask? read, Watcher watcher)
    {
        PolledTask? task;
        lock (gate)
        {
            var sameTask = ProviderSearch.InOrder(runtime.Account, search.Keys[0]);
            if (tasks.TryGetValue(search.Name, out task) || tasks.TryGetValue(sameTask.Name, out task))
            {
                if (task.Latest.Reads > 0) watcher.Publish(task.Latest);
                task.Watchers.Add(watcher);
                if (read is not null) Observe_NeedsLock(task, read);
                else if (task.MayBeReadEarly) queue.BringForward(task, Later(Now, Soonest(task)));
            }
            else
            {
                task = new(search, Now);
                task.Watchers.Add(watcher);
                Register_NeedsLock(task, search.Name);
                if (read is null) queue.Add(task);
                else Observe_NeedsLock(task, read);
            }
        }

        Advance();
        return task;
    }

    private void Leave(PolledTask task, Watcher watcher)
    {
        lock (gate)
        {
            task.Watchers.Remove(watcher);
            if (task.Watchers.Count > 0) return;

            queue.Remove(task);
            foreach (var name in task.Names) tasks.Remove(name);
            if (doubt.Remove(task)) Resume_NeedsLock();
        }

        task.Stop.Cancel();
        Advance();
    }

    /// <summary>Starts the reads that are due and sets the timer for the next ones.</summary>
    private void Advance()
    {
        IReadOnlyList<PolledTask> due;
        lock (gate)
        {
            if (openBatches.Any) return;

            (due, var next) = queue.TakeDue(Now);
            var pause = next is { } at ? Later(at - Now, TimeSpan.FromMilliseconds(1)) : Timeout.InfiniteTimeSpan;
            timer.Change(pause, Timeout.InfiniteTimeSpan);
        }

        if (due.Count == 0) return;
        using (runtime.Loader.OpenBatch())
            foreach (var task in due) _ = ReadAsync(task);
    }

    private async Task ReadAsync(PolledTask task)
    {
        if (MayRead is { } mayRead && !mayRead(task.Names))
        {
            lock (gate)
            {
                if (task.Watchers.Count > 0) queue.Schedule(task, Now + RefusedPause, RefusedPause, rideFrom: null);
            }

            Advance();
            return;
        }

        Result<KlingTask> result;
        try
        {
            result = await runtime.FindAsync(SearchFor(task), RetryBudget.NoPauses, task.Stop.Token);
            if (result.Value is { Status.IsFinal: false }) await durations.RecallAsync();
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (gate)
        {
            if (task.Watchers.Count > 0) Observe_NeedsLock(task, result);
        }

        Advance();
    }

    /// <summary>Where to look now: not in the second place if a further recheck is made there in time.</summary>
    private ProviderSearch SearchFor(PolledTask task)
    {
        lock (gate)
        {
            var again = Now + task.History.FurtherRecheck;
            return task.Watchers.Any(w => again < w.LastLook) ? task.Search.WithoutFallback() : task.Search;
        }
    }

    /// <summary>Takes in what was read, plans the next read and tells the watchers.</summary>
    private void Observe_NeedsLock(PolledTask task, Result<KlingTask> result)
    {
        if (task.Latest.IsOver) return;

        var (now, isProber) = (Now, doubt.IsProber(task));
        (task.History, var next, var pause) = ContinueRule.After(task.History, result, task.Search.Width > 1, runtime.Account.Api.FreshFor);
        task.LastRead = now;
        if (result.IsSuccess) Found_NeedsLock(task, result.Value, now);

        var (state, fault) = (result.Value ?? task.Latest.Task, result.Fault);
        task.Latest = new(state, fault, next is NextRead.None, task.Latest.Reads + 1, ResumesAt(fault));
        if (next is NextRead.Scheduled) pause = PauseAfter(task, now);
        if (next is NextRead.None) queue.Remove(task);
        else if (next is not NextRead.RecheckAccount || !doubt.Add(task)) Schedule_NeedsLock(task, pause, now);
        if (next is not NextRead.None) task.Latest = task.Latest with { NextIn = pause };

        foreach (var watcher in task.Watchers) watcher.Publish(task.Latest);
        if (isProber) Confirm_NeedsLock(result);
    }

    /// <summary>The read that was to confirm a fault of the account has ended: the answer counts for all tasks in doubt.</summary>
    private void Confirm_NeedsLock(Result<KlingTask> result)
    {
        if (result.Fault is not { } fault || !ContinueRule.IsAboutAccount(fault.Category)) Resume_NeedsLock();
        else foreach (var task in doubt.Settle()) Observe_NeedsLock(task, fault);
    }

    /// <summary>Reads the tasks in doubt again.</summary>
    private void Resume_NeedsLock()
    {
        foreach (var task in doubt.Settle()) queue.Add(task);
    }

    private void Found_NeedsLock(PolledTask task, KlingTask found, TimeSpan now)
    {
        task.Search = ProviderSearch.For(runtime.Account, found.Reference);
        Register_NeedsLock(task, task.Search.Name);
        task.Estimate = ProviderEstimate.Update(task.Estimate, found.EtaSeconds, now - task.FirstSeen);
        durations.Learn(found);
    }

    private void Register_NeedsLock(PolledTask task, SearchName name)
    {
        if (tasks.TryAdd(name, task)) task.Names.Add(name);
    }

    private void Schedule_NeedsLock(PolledTask task, TimeSpan pause, TimeSpan now)
    {
        queue.Schedule(task, now + pause, pause, rideFrom: task.Latest.Fault is null ? Soonest(task) : null);
        if (!task.MayBeReadEarly) return;

        foreach (var watcher in task.Watchers.Where(w => w.LastLook > now))
            queue.BringForward(task, Later(watcher.LastLook, Soonest(task)));
    }

    private TimeSpan PauseAfter(PolledTask task, TimeSpan now)
    {
        var state = task.Latest.Task;
        var pause = schedule.PauseAfter(new(state?.Kind, time.GetUtcNow() - state?.CreatedAt, now - task.FirstSeen, task.Estimate));
        return task.Latest.Fault?.RetryAfter is { } asked ? Later(pause, asked) : pause;
    }

    private long? ResumesAt(Fault? fault) =>
        fault?.RetryAfter is { } pause ? time.TimestampIn(pause) : null;

    /// <summary>No two reads of a task are closer than the shortest pause of the schedule.</summary>
    private TimeSpan Soonest(PolledTask task) => task.LastRead + schedule.ShortestPause;

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
