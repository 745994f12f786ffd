using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Providers;
using StackExchange.Redis;

namespace KlingMcp.Server.Cluster;

/// <summary>Listens to what other replicas say of a task, and asks the one that polls it for a read.</summary>
internal sealed class Follower(
    ProviderAccount owner,
    TaskPoller own,
    RedisLink link,
    AccountBoard account,
    PollRunner runner,
    SharedTasks tasks,
    TextFilter filter,
    TimeProvider time)
{
    public async Task ListenAsync(SharedTask task, TaskBoard board)
    {
        var channel = board.Keys.ChannelOf(task.Name);
        if (task.Subscription is { } known && known.Channel.Equals(channel)) return;

        await StopListeningAsync(task);
        Subscription subscription = new(channel, (_, text) => Hear(task, text));
        if (await link.TrySubscribeAsync(channel, subscription.Handler)) task.Subscription = subscription;

        // It was closed meanwhile.
        if (task.Polling is Polling.Closed) await StopListeningAsync(task);
    }

    public async Task StopListeningAsync(SharedTask task)
    {
        if (task.Subscription is { } old) await link.UnsubscribeAsync(old.Channel, old.Handler);
        task.Subscription = null;
    }

    /// <summary>Takes in a state. One of the channel may be late, one that Redis keeps is the latest.</summary>
    public void TakeIn(SharedTask task, ReplicaMessage message, bool isFromChannel)
    {
        if (SharedState.Read(message.Json)?.ToSnapshot(owner, filter) is not { } snapshot) return;

        if (snapshot.Fault?.RetryAfter is { } pause) snapshot = snapshot with { ResumesAt = time.TimestampIn(pause) };
        if (task.Hear(message, snapshot, isFromChannel) is { } end) runner.End(task, end, snapshot);
    }

    /// <summary>Somebody joined, or runs out of time: asks whoever polls the task for a read.</summary>
    public void AskForRead(SharedTask task)
    {
        if (task.Polling is not Polling.Elsewhere) own.ReadSoon(task.Search);
        else if (account.Board is { } board && task.MayAsk()) _ = board.SayAsync(task.Name, ReplicaMessage.ReadSoon);
    }

    private void Hear(SharedTask task, RedisValue text)
    {
        switch (ReplicaMessage.Read(text))
        {
            case { Kind: MessageKind.State } state:
                TakeIn(task, state, isFromChannel: true);
                break;
            case { Kind: MessageKind.ReadSoon } when task.Polling is Polling.Here:
                own.ReadSoon(task.Search);
                break;
            case { Kind: MessageKind.Free } when task.Polling is not Polling.Here:
                task.DueIn(TimeSpan.Zero);
                tasks.Wake();
                break;
        }
    }
}
