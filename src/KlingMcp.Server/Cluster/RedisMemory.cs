using System.Text.Json;
using KlingMcp.Domain;
using KlingMcp.Memory;
using KlingMcp.Providers;
using StackExchange.Redis;

namespace KlingMcp.Server.Cluster;

/// <summary>
/// Remembers the tasks that any replica has seen, for lists of providers that do not list: of each account the latest 10,000, for 90 days.
/// Of a task it keeps what <see cref="SharedState"/> keeps, and how many outputs it has.
/// </summary>
internal sealed class RedisMemory(
    RedisLink link, ClusterAccount accounts, KlingMcp.Settings settings, TextFilter filter, TimeProvider time) : ITaskMemory
{
    /// <summary>Tasks looked through for those that a list wants.</summary>
    private const int MaxScanned = 1000;

    /// <summary>Finished tasks of each account, from which durations are learned.</summary>
    private const int MaxLearned = 100;

    /// <summary>Writes a task and drops the oldest beyond the limit, in one step.</summary>
    private const string Write = """
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
        if ARGV[4] == '1' then redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
        else redis.call('ZADD', KEYS[2], 'NX', ARGV[3], ARGV[1]) end
        local more = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[5])
        if more > 0 then
          local old = redis.call('ZPOPMIN', KEYS[2], more)
          for i = 1, #old, 2 do redis.call('HDEL', KEYS[1], old[i]) end
        end
        redis.call('PEXPIRE', KEYS[1], ARGV[6])
        redis.call('PEXPIRE', KEYS[2], ARGV[6])
        return 1
        """;

    public string? WhyOff => link.IsUp ? null : "Redis does not answer";

    public void Record(ProviderAccount account, KlingTask task, int? outputs)
    {
        if (WhyOff is null && TaskRow.Of(account, task, outputs, time.GetUtcNow(), filter) is { } row) _ = WriteAsync(row);
    }

    /// <summary>By the providers' own ids only: Redis keeps none of the callers'.</summary>
    public async Task<IReadOnlyList<RememberedTask>> FindAsync(IReadOnlyCollection<(ProviderAccount Account, string Id)> ids)
    {
        List<RememberedTask> found = [];
        foreach (var some in ids.GroupBy(static id => id.Account, static id => id.Id))
            found.AddRange(await ReadAsync(some.Key, [.. some.Select(static id => (RedisValue)id)]) ?? []);

        return found;
    }

    public async Task<IReadOnlyList<RememberedTask>?> LatestAsync(ProviderAccount account, LatestTasks wanted)
    {
        var oldest = Math.Max(
            (time.GetUtcNow() - MemoryStore.MaxAge).ToUnixTimeMilliseconds(), wanted.Since?.ToUnixTimeMilliseconds() ?? 0);
        double newest = wanted.Until?.ToUnixTimeMilliseconds() ?? double.PositiveInfinity;
        return await IdsAsync(account, oldest, newest, MaxScanned) is { } ids && await ReadAsync(account, ids) is { } tasks
            ? [.. tasks.Where(t => wanted.Statuses.Count == 0 || wanted.Statuses.Contains(t.Task.Status)).Take(wanted.Limit)]
            : null;
    }

    public async Task<IReadOnlyList<KlingTask>> FinishedAsync()
    {
        List<KlingTask> finished = [];
        foreach (var account in settings.Accounts)
        {
            var ids = await IdsAsync(account, 0, double.PositiveInfinity, MaxLearned) ?? [];
            var tasks = (await ReadAsync(account, ids) ?? []).Select(static t => t.Task);
            finished.AddRange(tasks.Where(static t => t is { CreatedAt: not null, FinishedAt: not null }).Reverse());
        }

        return finished;
    }

    /// <summary>Nothing is collected before it is written.</summary>
    public Task FlushAsync(TimeSpan limit) => Task.CompletedTask;

    private async Task WriteAsync(TaskRow row)
    {
        if (await KeysOfAsync(row.Account) is not { } keys) return;

        MemoryRow value = new(SharedState.From(row), row.Seen, row.Outputs);
        await link.TryAsync(db => db.ScriptEvaluateAsync(
            Write,
            [keys.Rows, keys.Order],
            [
                row.Reference.Id,
                JsonSerializer.Serialize(value, SharedJson.Default.MemoryRow),
                row.Created ?? row.Seen,
                row.Created is null ? 0 : 1,
                MemoryStore.MaxTasks,
                (long)MemoryStore.MaxAge.TotalMilliseconds,
            ]));
    }

    /// <summary>Newest first.</summary>
    private async Task<RedisValue[]?> IdsAsync(ProviderAccount account, double oldest, double newest, int most) =>
        await KeysOfAsync(account) is not { } keys ? null : (await link.TryAsync(
            db => db.SortedSetRangeByScoreAsync(keys.Order, oldest, newest, order: Order.Descending, take: most))).Value;

    private async Task<IReadOnlyList<RememberedTask>?> ReadAsync(ProviderAccount account, RedisValue[] ids)
    {
        if (ids.Length == 0) return [];
        if (await KeysOfAsync(account) is not { } keys) return null;

        var (answered, rows) = await link.TryAsync(db => db.HashGetAsync(keys.Rows, ids));
        return answered ? [.. rows!.Select(row => Read(account, row)).OfType<RememberedTask>()] : null;
    }

    private RememberedTask? Read(ProviderAccount account, string? json)
    {
        try
        {
            if (json is null || JsonSerializer.Deserialize(json, SharedJson.Default.MemoryRow) is not { } row) return null;

            return row.State.ToSnapshot(account, filter)?.Task is not { } task ? null : new(
                task with { SeenAt = SharedState.TimeOf(row.Seen) }, row.Outputs is >= 0 ? row.Outputs : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<RedisKeys?> KeysOfAsync(ProviderAccount account) =>
        await accounts.NameOfAsync(account) is { } name ? new(name) : null;
}

/// <summary>A task as it is remembered in Redis.</summary>
/// <param name="State">Its last state.</param>
/// <param name="Seen">When, in Unix milliseconds.</param>
/// <param name="Outputs">How many outputs it has; <see langword="null"/> when not known.</param>
internal sealed record MemoryRow(SharedState State, long Seen, int? Outputs);
