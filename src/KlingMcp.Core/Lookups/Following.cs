using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>One task of a wait: what is known of it so far.</summary>
/// <param name="query">Which task.</param>
/// <param name="changed">Called after every read.</param>
internal sealed class Following(TaskQuery query, Action changed)
{
    /// <summary>Between two searches for a task that could not be found because of a fault that passes.</summary>
    private static readonly TimeSpan SearchPause = TimeSpan.FromSeconds(3);

    private volatile WatchState state = WatchState.Begun;

    /// <summary>What is known.</summary>
    public WatchState State => state;

    /// <summary>Nothing more will be learned of it in time: it is over, or its provider wants a longer pause than is left.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>The task is final.</summary>
    public bool IsFinal => state is { IsOver: true, Task: not null, Fault: null };

    /// <summary>The task as last read, unless a fault ended the reading or nothing was ever read.</summary>
    public LookupResult Result => state switch
    {
        { Task: { } task, Fault: var fault, IsOver: false } => new(query.Asked, task) { LastReadError = fault?.Category, Pause = fault?.RetryAfter },
        { Task: { } task, Fault: null } => new(query.Asked, task),
        { Fault: { } fault } => new(query.Asked, fault),
        _ => new(query.Asked, Fault.OutOfTime(query.Provider?.Name)),
    };

    /// <summary>Finds the task and watches it until it is settled or time is up.</summary>
    public async Task RunAsync(TaskFinder finder, CallDeadline deadline, TimeProvider time)
    {
        try
        {
            if (finder.Direct(query) is var (desk, key))
                await WatchAsync(finder, desk, key, read: null, deadline, time);
            else if (await FindAsync(finder, deadline, time) is var (place, task))
                await WatchAsync(finder, place, new(task.Reference.Id, task.Reference.Kind, IdScope.Own), task, deadline, time);
        }
        catch (OperationCanceledException)
        {
            // time is up, or the caller is gone: what is known is known
        }
        catch (Exception e)
        {
            Learn(new(null, Fault.Unexpected(e), IsOver: true, state.Polls, null), settled: true);
        }
    }

    /// <summary>Searches, again after a fault that passes; <see langword="null"/> when there is nothing to watch.</summary>
    private async Task<(ProviderRuntime Desk, KlingTask Task)?> FindAsync(TaskFinder finder, CallDeadline deadline, TimeProvider time)
    {
        var badResponses = 0;
        for (var searches = 1; ; searches++)
        {
            var (reading, desk) = await finder.FindAsync(query, deadline);
            if (reading.IsSuccess)
            {
                Learn(new(reading.Value, null, reading.Value.Status.IsFinal, searches, null), settled: reading.Value.Status.IsFinal);
                return reading.Value.Status.IsFinal ? null : (desk!, reading.Value);
            }

            // what was said before time ran out tells more than that it did
            if (deadline.Token.IsCancellationRequested && state.Fault is not null) return null;

            var fault = reading.Fault;
            badResponses = fault.Category is FaultCategory.BadResponse ? badResponses + 1 : 0;
            var secondLook = fault.Category is FaultCategory.NotFound && searches == 1;
            var goesOn = secondLook || fault.IsTransient || badResponses is > 0 and <= Watcher.BadResponsesInARow;
            var pause = secondLook ? Watcher.SecondLook : fault.RetryAfter ?? SearchPause;
            Learn(new(null, fault, !goesOn, searches, null), settled: !goesOn || pause >= deadline.Left);
            if (IsSettled) return null;

            await Task.Delay(pause, time, deadline.Token);
        }
    }

    private async Task WatchAsync(TaskFinder finder, ProviderRuntime desk, TaskKey key, KlingTask? read, CallDeadline deadline, TimeProvider time)
    {
        var watch = desk.Watcher.Join(key, read);
        try
        {
            while (true)
            {
                var seen = watch.State;
                var tooLong = seen.ResumesAt is { } timestamp && time.GetElapsedTime(time.GetTimestamp(), timestamp) >= deadline.Left;
                if (seen.Polls > 0) Learn(seen with { Fault = seen.Fault is { } fault ? finder.Told(fault, desk, query).Fault : null }, settled: seen.IsOver || tooLong);
                if (IsSettled) return;

                desk.Watcher.LookOnceMore(watch, deadline.Left);
                await watch.ChangedAfter(seen).WaitAsync(deadline.Token);
            }
        }
        finally
        {
            desk.Watcher.Leave(watch);
        }
    }

    private void Learn(WatchState next, bool settled)
    {
        state = next;
        IsSettled = settled;
        changed();
    }
}
