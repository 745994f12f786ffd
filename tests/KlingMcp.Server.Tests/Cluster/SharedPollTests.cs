using System.Collections.Concurrent;
using KlingMcp.Domain;
using KlingMcp.Server.Cluster;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cluster;

/// <summary>Replicas that share a real Redis poll each task once in all, and go on by themselves without it.</summary>
public sealed class SharedPollTests : IAsyncDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    /// <summary>For tests that count reads: a busy machine must not look like a lost Redis or a dead replica.</summary>
    private static readonly ClusterTiming Patient = new() { Call = TimeSpan.FromSeconds(20), Lease = TimeSpan.FromSeconds(30) };

    private readonly RunningTasks tasks = new();

    public ValueTask DisposeAsync() => tasks.DisposeAsync();

    [Fact]
    public async Task A_thousand_waits_for_fifty_tasks_on_three_replicas_make_one_poll_a_task()
    {
        await using var redis = await RedisServer.StartAsync();
        string[] ids = [.. Enumerable.Range(0, 50).Select(static _ => Guid.NewGuid().ToString())];
        foreach (var id in ids) tasks.Add(id);
        await using var replicas = await Replicas.StartAsync(3, tasks.Sharing(redis, pause: 600), Patient);

        Waiting[] waits = [.. Enumerable.Range(0, 1000).Select(i => replicas.Wait(i % 3, ids[i % 50], seconds: 50))];
        await Eventually.IsTrueAsync(() => replicas.Polled == 50 && tasks.World.CountOf("piapi") >= 50 && replicas.Watched == 150);
        Assert.Equal(50, tasks.World.CountOf("piapi"));

        foreach (var id in ids) tasks.Finish(id);
        foreach (var (index, id) in ids.Index()) replicas.Nudge(index % 3, id);

        Assert.All(await Task.WhenAll(waits.Select(static w => w.Result)), static answer =>
        {
            Assert.Equal("succeeded", answer.At("status"));
            Assert.StartsWith("https://media.example/", answer.At("outputs.0.url"), StringComparison.Ordinal);
        });

        // The first read, the one that saw the end, and one at each of the two other replicas.
        Assert.Equal(200, tasks.World.CountOf("piapi"));
    }

    [Fact]
    public async Task A_wait_that_joins_elsewhere_learns_the_state_and_who_polls_reads_again_for_it()
    {
        await using var redis = await RedisServer.StartAsync();
        tasks.Add(Id);
        await using var replicas = await Replicas.StartAsync(2, tasks.Sharing(redis, pause: null), Patient);
        var first = replicas.Wait(0, Id);
        await Eventually.IsTrueAsync(() => first.Reports > 0);

        var second = replicas.Wait(1, Id);
        await Eventually.IsTrueAsync(() => second.Reports > 0);
        tasks.Finish(Id);

        Assert.Equal("succeeded", (await second.AnswerAsync()).At("status"));
        Assert.Equal("succeeded", (await first.AnswerAsync()).At("status"));
    }

    [Fact]
    public async Task A_task_asked_for_by_its_id_and_by_its_reference_is_polled_once()
    {
        await using var redis = await RedisServer.StartAsync();
        tasks.Add(Id);
        await using var replicas = await Replicas.StartAsync(2, tasks.Sharing(redis, pause: 600), Patient);

        Waiting[] waits = [replicas.Wait(0, Id), replicas.Wait(1, $"piapi:{Id}")];
        await Eventually.IsTrueAsync(() => waits.All(static w => w.Reports > 0));

        Assert.Equal((1, 2), (replicas.Polled, replicas.Watched));
        tasks.Finish(Id);
        replicas.Nudge(0, Id);
        foreach (var wait in waits) Assert.Equal("succeeded", (await wait.AnswerAsync()).At("status"));
    }

    [Fact]
    public async Task A_task_whose_kind_had_to_be_searched_is_polled_once_with_those_who_knew_the_kind()
    {
        await using var redis = await RedisServer.StartAsync();
        const string Video = "842250903629086785";
        tasks.Add(Video, "cometapi");
        await using var replicas = await Replicas.StartAsync(2, tasks.Sharing(redis, pause: 600, "cometapi"), Patient);
        var first = replicas.Wait(0, Video);
        await Eventually.IsTrueAsync(() => first.Reports > 0 && replicas.Polled == 1);
        var kind = (await replicas.CallAsync(0, "get_kling_task", $$"""{"task_id":"{{Video}}"}""")).At("task");

        var second = replicas.Wait(1, kind!);
        await Eventually.IsTrueAsync(() => second.Reports > 0);

        Assert.Equal((1, 2), (replicas.Polled, replicas.Watched));
    }

    [Fact]
    public async Task When_the_last_wait_of_who_polls_leaves_another_replica_goes_on_at_once()
    {
        await using var redis = await RedisServer.StartAsync();
        tasks.Add(Id);
        await using var replicas = await Replicas.StartAsync(2, tasks.Sharing(redis, pause: 600), Patient);
        var first = replicas.Wait(0, Id);
        await Eventually.IsTrueAsync(() => first.Reports > 0);
        var second = replicas.Wait(1, Id);
        await Eventually.IsTrueAsync(() => second.Reports > 0);
        Assert.Equal((1, 0), (replicas.PolledBy(0), replicas.PolledBy(1)));

        await first.Stop.CancelAsync();

        // The lease would last for 30 s.
        await Eventually.IsTrueAsync(() => (replicas.PolledBy(0), replicas.PolledBy(1)) == (0, 1));
        tasks.Finish(Id);
        replicas.Nudge(0, Id);
        Assert.Equal("succeeded", (await second.AnswerAsync()).At("status"));
    }

    [Fact]
    public async Task Accounts_with_different_keys_share_nothing()
    {
        await using var redis = await RedisServer.StartAsync();
        tasks.Add(Id);
        await using var replicas = await Replicas.StartAsync(1, tasks.Sharing(redis, pause: 600), Patient);
        await replicas.AddAsync(tasks.Sharing(redis, pause: 600).With("PIAPI_API_KEY", "another-key-of-the-tests"), Patient);

        Waiting[] waits = [replicas.Wait(0, Id), replicas.Wait(1, Id)];
        await Eventually.IsTrueAsync(() => waits.All(static w => w.Reports > 0));

        Assert.Equal((1, 1), (replicas.PolledBy(0), replicas.PolledBy(1)));
        Assert.Equal(2, tasks.World.CountOf("piapi"));
    }

    [Fact]
    public async Task Redis_holds_no_key_prompt_or_address_and_no_caller_can_be_told_from_it()
    {
        await using var redis = await RedisServer.StartAsync();
        tasks.World.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var replicas = await Replicas.StartAsync(2, tasks.Sharing(redis, pause: 600), Patient);
        await using var spy = await redis.ConnectAsync();
        ConcurrentQueue<string> seen = new();
        await spy.GetSubscriber().SubscribeAsync(
            StackExchange.Redis.RedisChannel.Pattern("*"), (channel, message) => seen.Enqueue($"{channel} {message}"));
        Waiting[] waits = [replicas.Wait(0, Id), replicas.Wait(1, Id)];
        await Eventually.IsTrueAsync(() => waits.All(static w => w.Reports > 0));
        tasks.World.Add("piapi", Id, KlingTaskStatus.Succeeded);
        replicas.Nudge(0, Id);
        foreach (var wait in waits) Assert.Equal("succeeded", (await wait.AnswerAsync()).At("status"));

        foreach (var key in spy.GetServers()[0].Keys().ToArray())
        {
            var dump = (byte[]?)await spy.GetDatabase().KeyDumpAsync(key) ?? [];
            seen.Enqueue($"{key} {System.Text.Encoding.Latin1.GetString(dump)}");
        }

        Assert.Contains(seen, static text => text.Contains("succeeded", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(seen, static text =>
            text.Contains("canary", StringComparison.Ordinal) || text.Contains("media.example", StringComparison.Ordinal)
            || text.Contains("127.0.0.1", StringComparison.Ordinal) || text.Contains("http", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pause_that_the_provider_asks_one_replica_for_is_kept_by_all()
    {
        await using var redis = await RedisServer.StartAsync();
        tasks.Add(Id);
        await using var replicas = await Replicas.StartAsync(2, tasks.Sharing(redis, pause: 600), Patient);
        Waiting[] waits = [replicas.Wait(0, Id), replicas.Wait(1, Id)];
        await Eventually.IsTrueAsync(() => waits.All(static w => w.Reports > 0));
        var refusals = 0;
        tasks.World.Overrides.Enqueue((_, exchange) =>
            Interlocked.Increment(ref refusals) == 1 ? exchange.SendAsync(429, "{}", "Retry-After: 300") : null);
        Assert.Equal("rate_limited", (await GetAsync(0)).At("error.category"));

        // Only the first replica was refused.
        await Eventually.IsTrueAsync(
            () => GetAsync(1).GetAwaiter().GetResult().Text().Contains("so it was not asked", StringComparison.Ordinal));

        Task<ModelContextProtocol.Protocol.CallToolResult> GetAsync(int replica) =>
            replicas.CallAsync(replica, "get_kling_task", $$"""{"task_id":"{{Id}}"}""");
    }
}
