using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Lookups;
using StackExchange.Redis;

namespace KlingMcp.Server.Cluster;

/// <summary>This part polls, publishes states for other replicas, and takes in theirs.</summary>
internal sealed partial class SharedPoller
{
    /// <summary>A poll is never given up for lack of time: it ends when its last watcher leaves.</summary>
    private static readonly TimeSpan NoDeadline = TimeSpan.FromDays(1);

    /// <summary>A poll whose step takes this much longer than it may is stuck.</summary>
    private static readonly TimeSpan StuckMargin = TimeSpan.FromSeconds(3);

    /// <summary>The longest that one read takes, retries included. A pause of the schedule is shorter.</summary>
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(60);

    /// <summary>Polls a task, for those who wait here and for the other replicas.</summary>
    private async Task PollAsync(SharedTask task)
    {
        CancellationTokenSource? poll;
        lock (gate) poll = task.Poll;
        if (poll is null) return;

        try
        {
            await foreach (var snapshot in own.WatchAsync(task.Search, task.Read, time.TimestampIn(NoDeadline), poll.Token))
                await TellAsync(task, poll, snapshot);
        }
        catch (OperationCanceledException)
        {
            // Another replica polls, or nobody waits any more.
        }
    }

    private async Task TellAsync(SharedTask task, CancellationTokenSource poll, Snapshot snapshot)
    {
        var (number, isShared) = (0, false);
        lock (gate)
        {
            if (task.Poll != poll) return;

            task.Tell(snapshot);
            task.Read = snapshot.Task;
            task.StuckAt = time.TimestampIn(LongestStep(snapshot));
            isShared = task.Polling is Polling.Here;
            if (isShared) number = ++task.Number;
        }

        if (!isShared || board is not { } there) return;

        var isLatest = await there.WriteAsync(task.Name, task.Epoch, number, SharedState.From(snapshot));
        lock (gate)
        {
            if (isLatest || task.Poll != poll || task.Polling is not Polling.Here) return;

            // Another replica took the lease and has published a later state.
            StopPoll_NeedsLock(task, Polling.Unknown);
        }

        Wake();
    }

    private static TimeSpan LongestStep(Snapshot snapshot) => (snapshot.NextIn ?? TimeSpan.Zero) + LongestRead + StuckMargin;

    /// <summary>Listens to whoever polls a task, and looks at its state now and then.</summary>
    private async Task FollowAsync(SharedTask task)
    {
        if (!link.IsUp || board is not { } there || task.Watchers.Count == 0) return;

        if (!task.IsSubscribed)
            task.IsSubscribed = await link.TrySubscribeAsync(there.Keys.ChannelOf(task.Name), (_, text) => Hear(task, text));
        if (task.Polling is not Polling.Elsewhere || !HasPassed(task.LookedAt, BetweenLooks)) return;

        var isFirst = task.LookedAt == 0;
        task.LookedAt = time.GetTimestamp();
        if (await there.ReadAsync(task.Name) is { } state) TakeIn(task, state, isFromChannel: false);
        if (isFirst) AskForRead(task);
    }

    private void Hear(SharedTask task, RedisValue text)
    {
        var message = ReplicaMessage.Read(text);
        if (message?.Kind is MessageKind.State) TakeIn(task, message, isFromChannel: true);
        else if (message?.Kind is MessageKind.ReadSoon && task.Polling is Polling.Here) own.ReadSoon(task.Search);
        else if (message?.Kind is MessageKind.Free && task.Polling is Polling.Elsewhere) Wake();
    }

    /// <summary>Takes in a state. One of the channel may be late, one that Redis keeps is the latest.</summary>
    private void TakeIn(SharedTask task, ReplicaMessage message, bool isFromChannel)
    {
        if (SharedState.Read(message.Json)?.ToSnapshot(runtime.Account, filter) is not { } snapshot) return;

        lock (gate)
        {
            if (task.Watchers.Count == 0 || task.Polling is Polling.Ending or Polling.Alone) return;
            if (task.Polling is Polling.Here)
            {
                if (message.Epoch <= task.Epoch) return;
                StopPoll_NeedsLock(task, Polling.Elsewhere);
            }

            var place = (message.Epoch, message.Number);
            if (place == task.Seen || (isFromChannel && place.CompareTo(task.Seen) < 0)) return;

            task.Seen = place;
            if (!snapshot.IsOver)
            {
                task.Tell(snapshot with { ResumesAt = snapshot.Fault?.RetryAfter is { } pause ? time.TimestampIn(pause) : null });
                return;
            }

            StopPoll_NeedsLock(task, Polling.Ending);
            task.Poll = new();
        }

        _ = EndAsync(task, snapshot);
    }

    /// <summary>
    /// Somebody saw the end. It is read once more, for the addresses and words that Redis does not hold. If the provider now says something
    /// else, this replica polls on.
    /// </summary>
    private async Task EndAsync(SharedTask task, Snapshot told)
    {
        CancellationTokenSource? poll;
        lock (gate) poll = task.Poll;
        if (poll is null) return;

        try
        {
            var result = await runtime.FindAsync(task.Search, RetryBudget.NoPauses, poll.Token);
            if (told.Fault is not null && result.Fault is { IsTransient: false } fault)
            {
                lock (gate) task.Tell(new(null, fault, IsOver: true, Reads: 0));
                return;
            }

            task.Read = result.Value;
            await PollAsync(task);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits any more.
        }
    }

    /// <summary>Listens to what concerns the whole account, and keeps the pause that the provider asked another replica for.</summary>
    private async Task ListenToAllAsync(TaskBoard there)
    {
        await link.TrySubscribeAsync(there.Keys.Channel, (_, text) =>
        {
            if (ReplicaMessage.Read(text) is { Kind: MessageKind.Nudge, Id: { } id }) own.Nudge(id);
            else if (ReplicaMessage.Read(text) is { Kind: MessageKind.Pause } pause) runtime.Pause.Join(pause.Pause);
        });
        if (await there.PauseAsync() is { } pause) runtime.Pause.Join(pause);
    }

    private void SharePause(TimeSpan pause) => _ = board?.SharePauseAsync(pause);
}
