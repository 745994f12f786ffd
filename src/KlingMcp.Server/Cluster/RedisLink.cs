using KlingMcp.Domain;
using StackExchange.Redis;

namespace KlingMcp.Server.Cluster;

/// <summary>
/// The connection to Redis. A call has 250 ms. After three failures in a row nothing is asked for five seconds, and everybody goes on
/// without Redis, until it takes something in. Nothing here throws.
/// </summary>
internal sealed partial class RedisLink : IAsyncDisposable
{
    private const int MaxFailures = 3;

    /// <summary>For how long a probe is kept.</summary>
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(1);

    private readonly ClusterTiming timing;
    private readonly TimeProvider time;
    private readonly ILogger<RedisLink> logger;
    private readonly Task<ConnectionMultiplexer> connection;
    private readonly Lock gate = new();
    private int failures;
    private long retryAt;

    public RedisLink(ConfigurationOptions options, ClusterTiming timing, TimeProvider time, ILogger<RedisLink> logger)
    {
        (this.timing, this.time, this.logger) = (timing, time, logger);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry((int)TimeSpan.FromSeconds(1).TotalMilliseconds);
        options.HeartbeatInterval = TimeSpan.FromSeconds(1);
        options.ClientName = "kling-mcp-server";
        connection = ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>Called when Redis answers again.</summary>
    public event Action? Restored;

    /// <summary>False while Redis counts as gone.</summary>
    public bool IsUp
    {
        get
        {
            lock (gate) return failures < MaxFailures;
        }
    }

    /// <summary>Calls Redis.</summary>
    /// <returns>Whether it answered, and what.</returns>
    public async Task<(bool Answered, T? Value)> TryAsync<T>(Func<IDatabase, Task<T>> call) =>
        IsUp || await ProbeAsync() ? await CallAsync(call) : default;

    /// <summary>Listens on a channel. Repeats when the connection comes back.</summary>
    public async Task<bool> TrySubscribeAsync(RedisChannel channel, Action<RedisChannel, RedisValue> handler) =>
        (await TryAsync(async db =>
        {
            await db.Multiplexer.GetSubscriber().SubscribeAsync(channel, handler);
            return true;
        })).Answered;

    /// <summary>No longer listens. What still comes is the handler's to ignore.</summary>
    public Task UnsubscribeAsync(RedisChannel channel, Action<RedisChannel, RedisValue> handler) => TryAsync(async db =>
    {
        await db.Multiplexer.GetSubscriber().UnsubscribeAsync(channel, handler);
        return true;
    });

    /// <summary>Finds out whether Redis takes something in; while it counts as gone, once in five seconds.</summary>
    public async Task<bool> ProbeAsync()
    {
        if (!MayProbe() || !(await CallAsync(static db => db.StringSetAsync(RedisKeys.Probe, 1, ProbeTime))).Answered) return false;

        Restore();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (connection.IsCompletedSuccessfully) await (await connection).DisposeAsync();
    }

    private async Task<(bool Answered, T? Value)> CallAsync<T>(Func<IDatabase, Task<T>> call)
    {
        try
        {
            var redis = await connection.WaitAsync(timing.Call, time);
            var value = await call(redis.GetDatabase()).WaitAsync(timing.Call, time);
            lock (gate)
            {
                if (failures < MaxFailures) failures = 0;
            }

            return (true, value);
        }
        catch (Exception e) when (e is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException)
        {
            Fail(e);
            return default;
        }
    }

    private bool MayProbe()
    {
        lock (gate)
        {
            if (failures < MaxFailures) return true;
            if (time.GetTimestamp() < retryAt) return false;

            retryAt = time.TimestampIn(timing.Gone);
            return true;
        }
    }

    private void Restore()
    {
        lock (gate)
        {
            var wasGone = failures >= MaxFailures;
            failures = 0;
            if (!wasGone) return;
        }

        LogBack();
        Restored?.Invoke();
    }

    private void Fail(Exception reason)
    {
        lock (gate)
        {
            if (failures >= MaxFailures || ++failures < MaxFailures) return;

            retryAt = time.TimestampIn(timing.Gone);
        }

        LogGone(reason.GetType().Name);
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not answer ({Reason}). Until it does, this replica polls by itself, without history.")]
    private partial void LogGone(string reason);

    [LoggerMessage(LogLevel.Information, "Redis answers again. Polls are shared.")]
    private partial void LogBack();
}
