using KlingMcp.Server.Cluster;
using KlingMcp.Tests.Support;
using Microsoft.Extensions.Logging;

namespace KlingMcp.Tests.Cluster;

/// <summary>Redis fails in every way that it can, and no wait fails for it.</summary>
public sealed class RedisFaultTests : IAsyncDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private const string Other = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

    private static readonly ClusterTiming ProbesOften = new() { Gone = TimeSpan.FromMilliseconds(200) };

    private readonly RunningTasks tasks = new();

    public ValueTask DisposeAsync() => tasks.DisposeAsync();

    [Fact]
    public async Task Waits_go_on_without_redis_with_one_warning_and_share_again_when_it_is_back()
    {
        await using var redis = await RedisServer.StartAsync();
        tasks.Add(Id);
        await using var replicas = await Replicas.StartAsync(2, tasks.Sharing(redis, pause: 0.5));
        Waiting[] waits = [replicas.Wait(0, Id, 50), replicas.Wait(1, Id, 50)];
        await Eventually.IsTrueAsync(() => waits.All(static w => w.Reports > 0) && replicas.Polled == 1);

        await redis.KillAsync();
        await Eventually.IsTrueAsync(() => replicas.Polled == 2);
        Assert.Equal(2, replicas.Log.Count(static l => l.Level is LogLevel.Warning));

        await redis.StartAgainAsync();
        await Eventually.IsTrueAsync(() => replicas.Polled == 1);
        tasks.Finish(Id);

        foreach (var wait in waits) Assert.Equal("succeeded", (await wait.AnswerAsync()).At("status"));
    }

    [Fact]
    public async Task A_redis_that_is_full_or_was_never_there_harms_no_wait()
    {
        await using var full = await RedisServer.StartAsync("--maxmemory", "1", "--maxmemory-policy", "noeviction");
        tasks.Add(Id);
        await using var replicas = await Replicas.StartAsync(1, tasks.Sharing(full, pause: 0.5));
        await replicas.AddAsync(tasks.Sharing(full, pause: 0.5).With("KLING_MCP_REDIS", "127.0.0.1:1"));

        Waiting[] waits = [replicas.Wait(0, Id), replicas.Wait(1, Id)];
        await Eventually.IsTrueAsync(() => waits.All(static w => w.Reports > 1));
        tasks.Finish(Id);

        foreach (var wait in waits) Assert.Equal("succeeded", (await wait.AnswerAsync()).At("status"));
    }

    [Fact]
    public async Task A_redis_that_fills_up_is_left_with_one_warning_and_used_again_when_it_has_room()
    {
        await using var redis = await RedisServer.StartAsync("--maxmemory-policy", "noeviction");
        tasks.Add(Id);
        tasks.Add(Other);
        await using var replicas = await Replicas.StartAsync(2, tasks.Sharing(redis, pause: 0.5), ProbesOften);
        await using var admin = await redis.ConnectAsync();
        Waiting[] waits = [replicas.Wait(0, Id), replicas.Wait(1, Id)];
        await Eventually.IsTrueAsync(() => waits.All(static w => w.Reports > 0) && replicas.Polled == 1);

        replicas.Log.Clear();

        // It answers, but takes nothing in.
        await admin.GetServers()[0].ConfigSetAsync("maxmemory", "1");
        Waiting[] more = [replicas.Wait(0, Other), replicas.Wait(1, Other)];
        await Eventually.IsTrueAsync(() => more.All(static w => w.Reports > 6) && replicas.Polled == 4);
        Assert.Equal(2, replicas.Log.Count(static l => l.Level is LogLevel.Warning));

        await admin.GetServers()[0].ConfigSetAsync("maxmemory", "0");
        await Eventually.IsTrueAsync(() => replicas.Polled == 2);
        tasks.Finish(Id);
        tasks.Finish(Other);

        foreach (var wait in (Waiting[])[.. waits, .. more]) Assert.Equal("succeeded", (await wait.AnswerAsync()).At("status"));
    }

    [Fact]
    public async Task A_redis_that_answers_nothing_for_a_while_harms_no_wait()
    {
        await using var redis = await RedisServer.StartAsync();
        tasks.Add(Id);
        await using var replicas = await Replicas.StartAsync(2, tasks.Sharing(redis, pause: 0.5));
        Waiting[] waits = [replicas.Wait(0, Id), replicas.Wait(1, Id)];
        await Eventually.IsTrueAsync(() => waits.All(static w => w.Reports > 0));

        await using var admin = await redis.ConnectAsync();
        await admin.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", "12000");
        await Eventually.IsTrueAsync(() => replicas.Polled == 2);
        await Eventually.IsTrueAsync(() => replicas.Polled == 1);
        tasks.Finish(Id);

        foreach (var wait in waits) Assert.Equal("succeeded", (await wait.AnswerAsync()).At("status"));
    }

    [Fact]
    public async Task Waits_go_on_when_redis_is_replaced_by_an_empty_one_at_once()
    {
        await using var redis = await RedisServer.StartAsync();
        tasks.Add(Id);
        await using var replicas = await Replicas.StartAsync(2, tasks.Sharing(redis, pause: 0.5));
        Waiting[] waits = [replicas.Wait(0, Id), replicas.Wait(1, Id)];
        await Eventually.IsTrueAsync(() => waits.All(static w => w.Reports > 0) && replicas.Polled == 1);

        await redis.KillAsync();
        await redis.StartAgainAsync();
        await using var admin = await redis.ConnectAsync();
        await Eventually.IsTrueAsync(() => replicas.Polled == 1 && admin.GetServers()[0].Keys(pattern: "*:lease").Any());
        tasks.Finish(Id);

        foreach (var wait in waits) Assert.Equal("succeeded", (await wait.AnswerAsync()).At("status"));
    }

    [Fact]
    public async Task A_redis_that_answers_too_late_counts_as_gone_with_one_warning_until_it_is_in_time_again()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = new DelayingProxy(redis.Address);
        tasks.Add(Id);
        await using var replicas = await Replicas.StartAsync(2, tasks.Sharing(redis, pause: 0.5).With("KLING_MCP_REDIS", proxy.Address));
        Waiting[] waits = [replicas.Wait(0, Id), replicas.Wait(1, Id)];
        await Eventually.IsTrueAsync(() => waits.All(static w => w.Reports > 0) && replicas.Polled == 1);
        replicas.Log.Clear();

        // Every answer comes, but not within the 250 ms that a call has.
        proxy.Delay = TimeSpan.FromMilliseconds(400);
        await Eventually.IsTrueAsync(() => replicas.Polled == 2);
        var reports = waits.Select(static w => w.Reports).ToArray();
        await Eventually.IsTrueAsync(() => waits.Zip(reports).All(static w => w.First.Reports > w.Second));
        Assert.Equal(2, replicas.Log.Count(static l => l.Level is LogLevel.Warning));

        proxy.Delay = TimeSpan.Zero;
        await Eventually.IsTrueAsync(() => replicas.Polled == 1);
        tasks.Finish(Id);

        foreach (var wait in waits) Assert.Equal("succeeded", (await wait.AnswerAsync()).At("status"));
    }
}
