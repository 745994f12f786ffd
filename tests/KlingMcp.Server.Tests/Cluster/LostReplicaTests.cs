using KlingMcp.Domain;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Client;

namespace KlingMcp.Tests.Cluster;

/// <summary>Replicas as processes: one that polls is killed or stands still, and another goes on.</summary>
public sealed class LostReplicaTests : IAsyncDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private readonly ProviderWorld world = new();
    private volatile bool isFinished;

    public LostReplicaTests() => world.Tasks[("piapi", Id)] = () =>
    {
        var made = new DateTimeOffset(2026, 11, 22, 11, 59, 0, TimeSpan.Zero);
        var status = isFinished ? KlingTaskStatus.Succeeded : KlingTaskStatus.Processing;
        return new(Id, status, made, made.AddSeconds(30)) { Url = $"https://media.example/{Id}.mp4" };
    };

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("KILL")]
    [InlineData("STOP")]
    public async Task Another_replica_goes_on_and_no_call_of_it_fails(string signal)
    {
        await using var redis = await RedisServer.StartAsync();
        var environment = world.Polling(1, "piapi").With("KLING_MCP_REDIS", redis.Address);
        await using var first = await ServerProcess.StartAsync(environment);
        await using var second = await ServerProcess.StartAsync(environment);
        await using McpClient firstClient = await first.ConnectAsync(), secondClient = await second.ConnectAsync();
        using CancellationTokenSource stop = new();
        var firstWait = firstClient.CallAsync("wait_for_kling_task", Wait, stop.Token);
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") > 0);
        var secondWait = secondClient.CallAsync("wait_for_kling_task", Wait);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        await first.SignalAsync(signal);
        var before = world.CountOf("piapi");
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") > before + 1);
        isFinished = true;

        Assert.Equal("succeeded", (await secondWait).At("status"));
        if (signal == "STOP")
        {
            // It finds that it has lost the task, and answers what the other one saw.
            await first.SignalAsync("CONT");
            Assert.Equal("succeeded", (await firstWait).At("status"));
        }
        else
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => firstWait);
        }
    }

    private const string Wait = $$"""{"task_id":"{{Id}}","timeout_seconds":45}""";
}
