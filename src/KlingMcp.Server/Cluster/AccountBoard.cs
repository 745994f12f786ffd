using KlingMcp.Lookups;

namespace KlingMcp.Server.Cluster;

/// <summary>Where one account's replicas meet in Redis, and what concerns all its tasks: nudges and the provider's pauses.</summary>
internal sealed class AccountBoard(
    ProviderRuntime runtime, TaskPoller own, RedisLink link, ClusterAccount accounts, ClusterTiming timing, TimeProvider time)
{
    /// <summary>How often it is checked that Redis still holds the key of the account's name.</summary>
    private static readonly TimeSpan BetweenNames = TimeSpan.FromSeconds(10);

    private readonly string replica = Guid.NewGuid().ToString("N");
    private volatile TaskBoard? board;
    private long namedAt;

    /// <summary><see langword="null"/> until Redis has told the account's name.</summary>
    public TaskBoard? Board => board;

    /// <summary>Finds the account's name in Redis.</summary>
    /// <returns>Whether it is another name than before: Redis was replaced.</returns>
    public async Task<bool> FindAsync()
    {
        if (!link.IsUp && !await link.ProbeAsync()) return false;
        if (board is not null && namedAt != 0 && time.GetElapsedTime(namedAt) < BetweenNames) return false;
        if (await accounts.NameOfAsync(runtime.Account) is not { } name) return false;

        namedAt = time.GetTimestamp();
        if (name == board?.Keys.Account) return false;

        board = new(link, new(name), timing.Lease, replica);
        await ListenAsync(board);
        return true;
    }

    /// <summary>Redis was away, and may be another one now.</summary>
    public void Forget()
    {
        accounts.Forget();
        namedAt = 0;
    }

    /// <summary>Tells whoever polls a task that it has changed.</summary>
    public async Task NudgeAsync(string id)
    {
        if (board is not { } there || !await there.SayToAllAsync(ReplicaMessage.Nudge(id))) own.Nudge(id);
    }

    /// <summary>Tells the other replicas that the provider asked for a pause.</summary>
    public void SharePause(TimeSpan pause) => _ = board?.SharePauseAsync(pause);

    private async Task ListenAsync(TaskBoard there)
    {
        await link.TrySubscribeAsync(there.Keys.Channel, (_, text) =>
        {
            if (ReplicaMessage.Read(text) is { Kind: MessageKind.Nudge, Id: { } id }) own.Nudge(id);
            else if (ReplicaMessage.Read(text) is { Kind: MessageKind.Pause } pause) runtime.Pause.Join(pause.Pause);
        });
        if (await there.PauseAsync() is { } left) runtime.Pause.Join(left);
    }
}
