using StackExchange.Redis;

namespace KlingMcp.Server.Cluster;

/// <summary>The leases and states of one account's tasks in Redis. All expiry is Redis's own time.</summary>
/// <param name="link">The connection.</param>
/// <param name="keys">The names.</param>
/// <param name="lease">For how long a replica that says nothing keeps a task.</param>
/// <param name="replica">This process, among all that share the Redis.</param>
internal sealed class TaskBoard(RedisLink link, RedisKeys keys, TimeSpan lease, string replica)
{
    /// <summary>A state outlives the next poll by this much.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>An epoch outlives every state of it.</summary>
    private static readonly TimeSpan EpochTime = TimeSpan.FromHours(1);

    /// <summary>
    /// Takes a free lease, which increments the epoch, in one step. Otherwise tells what is left of it, and the last state.
    /// </summary>
    private const string Take = """
        if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
          local epoch = redis.call('INCR', KEYS[2])
          redis.call('PEXPIRE', KEYS[2], ARGV[3])
          return {epoch}
        end
        local state = redis.call('HMGET', KEYS[3], 'e', 'n', 's')
        return {0, redis.call('PTTL', KEYS[1]), state[1], state[2], state[3]}
        """;

    /// <summary>
    /// A state of a lower epoch, or an earlier one of the same, is refused, and so is one that is not final after one that is.
    /// </summary>
    private const string Write = """
        local old = redis.call('HMGET', KEYS[1], 'e', 'n', 'f')
        if old[1] then
          local e, n = tonumber(old[1]), tonumber(old[2])
          local epoch, number = tonumber(ARGV[1]), tonumber(ARGV[2])
          if epoch < e or (epoch == e and number <= n) or (old[3] == '1' and ARGV[3] ~= '1') then return 0 end
        end
        redis.call('HSET', KEYS[1], 'e', ARGV[1], 'n', ARGV[2], 'f', ARGV[3], 's', ARGV[4])
        redis.call('PEXPIRE', KEYS[1], ARGV[5])
        redis.call('PUBLISH', ARGV[6], ARGV[7])
        return 1
        """;

    public RedisKeys Keys => keys;

    /// <summary>Takes the lease of a task, if it is free.</summary>
    /// <returns><see langword="null"/> if Redis does not answer.</returns>
    public async Task<LeaseAnswer?> TakeAsync(string task)
    {
        var (answered, values) = await link.TryAsync(db => db.ScriptEvaluateAsync(
            Take,
            [keys.Lease(task), keys.Epoch(task), keys.State(task)],
            [replica, (long)lease.TotalMilliseconds, (long)EpochTime.TotalMilliseconds]));
        return answered ? LeaseAnswer.Read((RedisValue[])values!) : null;
    }

    /// <summary>Keeps the lease, if it is still ours.</summary>
    public Task<(bool Answered, bool IsOurs)> RenewAsync(string task) =>
        link.TryAsync(db => db.LockExtendAsync(keys.Lease(task), replica, lease));

    /// <summary>Lets the lease go, if it is still ours, and tells those who wait.</summary>
    public async Task ReleaseAsync(string task)
    {
        await link.TryAsync(db => db.LockReleaseAsync(keys.Lease(task), replica));
        await SayAsync(task, ReplicaMessage.Free);
    }

    /// <summary>Writes a state, and tells those who wait.</summary>
    /// <returns>False if a later one is there.</returns>
    public async Task<bool> WriteAsync(string task, long epoch, int number, SharedState state)
    {
        var json = state.ToJson();
        var keep = Margin + TimeSpan.FromMilliseconds(state.NextIn ?? 0);
        var (answered, value) = await link.TryAsync(db => db.ScriptEvaluateAsync(
            Write,
            [keys.State(task)],
            [
                epoch,
                number,
                state.IsOver ? 1 : 0,
                json,
                (long)keep.TotalMilliseconds,
                (string)keys.ChannelOf(task)!,
                ReplicaMessage.State(epoch, number, json),
            ]));
        return !answered || (long)value! == 1;
    }

    public Task SayAsync(string task, string message) => link.TryAsync(db => db.PublishAsync(keys.ChannelOf(task), message));

    /// <summary>Tells all replicas that serve the account.</summary>
    public async Task<bool> SayToAllAsync(string message) =>
        (await link.TryAsync(db => db.PublishAsync(keys.Channel, message))).Answered;

    /// <summary>What is left of the pause that the provider asked for; <see langword="null"/> for none.</summary>
    public async Task<TimeSpan?> PauseAsync() => (await link.TryAsync(db => db.KeyTimeToLiveAsync(keys.Pause))).Value;

    /// <summary>Tells all replicas, also those that start later, that the provider asked for a pause.</summary>
    public async Task SharePauseAsync(TimeSpan pause)
    {
        await link.TryAsync(db => db.StringSetAsync(keys.Pause, 1, pause));
        await SayToAllAsync(ReplicaMessage.PauseFor(pause));
    }
}

/// <summary>What Redis says when a lease is asked for.</summary>
/// <param name="Epoch">How often it was taken, this time included; 0 if another replica has it.</param>
/// <param name="Left">How long that replica keeps it unless it renews it.</param>
/// <param name="State">The last state; <see langword="null"/> for none, or one that cannot be read.</param>
internal sealed record LeaseAnswer(long Epoch, TimeSpan Left = default, ReplicaMessage? State = null)
{
    public static LeaseAnswer Read(RedisValue[] values) => values is [var none, var left, var epoch, var number, var json]
        ? new((long)none, TimeSpan.FromMilliseconds(Math.Max(0, (long)left)), StateOf(epoch, number, json))
        : new((long)values[0]);

    private static ReplicaMessage? StateOf(RedisValue epoch, RedisValue number, RedisValue json) =>
        epoch.HasValue && epoch.TryParse(out long e) && number.TryParse(out int n)
            ? new(MessageKind.State) { Epoch = e, Number = n, Json = json }
            : null;
}
