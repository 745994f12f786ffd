using KlingMcp.Domain;
using KlingMcp.Server.Cluster;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Cluster;

/// <summary>What replicas remember of tasks, for lists of providers that do not list.</summary>
public sealed class SharedMemoryTests : IAsyncDisposable
{
    private const string Id = "0f8fad5bd9cb469fa16570867728950e";

    /// <summary>A busy machine must not look like a lost Redis.</summary>
    private static readonly ClusterTiming Patient = new() { Call = TimeSpan.FromSeconds(20) };

    private readonly ProviderWorld world = new();

    public SharedMemoryTests() => world.Add("kie", Id, KlingTaskStatus.Succeeded);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_task_that_one_replica_has_seen_is_listed_by_another()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var replicas = await StartAsync(redis, memory: "on");

        await Eventually.IsTrueAsync(() => ListAsync(replicas).GetAwaiter().GetResult().List("tasks").Count == 1);

        var listed = (await ListAsync(replicas)).List("tasks")[0];
        Assert.Equal($"kie:{Id}", listed.GetProperty("task").GetString());
        Assert.Equal("succeeded", listed.GetProperty("status").GetString());
    }

    [Fact]
    public async Task With_the_memory_switched_off_nothing_is_remembered_in_redis_either()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var replicas = await StartAsync(redis, memory: "off");

        Assert.Contains("KLING_MCP_MEMORY is off", (await ListAsync(replicas)).Text(), StringComparison.Ordinal);
    }

    /// <summary>Two replicas, of which the first has seen the task.</summary>
    private async Task<Replicas> StartAsync(RedisServer redis, string memory)
    {
        var environment = world.Environment("kie").With("KLING_MCP_REDIS", redis.Address).With("KLING_MCP_MEMORY", memory);
        var replicas = await Replicas.StartAsync(2, environment, Patient);
        var seen = await replicas.CallAsync(0, "get_kling_task", $$"""{"task_id":"{{Id}}"}""");
        Assert.Equal("succeeded", seen.At("status"));
        return replicas;
    }

    private static Task<CallToolResult> ListAsync(Replicas replicas) =>
        replicas.CallAsync(1, "list_kling_tasks", """{"provider":"kie"}""");
}
