using KlingMcp.Domain;
using KlingMcp.Server.Cluster;
using KlingMcp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace KlingMcp.Tests.Cluster;

/// <summary>Leases and states in a real Redis.</summary>
public class TaskBoardTests
{
    private const string Name = "task";

    private static readonly ClusterTiming Patient = new() { Call = TimeSpan.FromSeconds(20) };
    private static readonly SharedState Running = new(KlingTaskStatus.Processing, IsOver: false) { Id = "1" };
    private static readonly SharedState Ended = new(KlingTaskStatus.Succeeded, IsOver: true) { Id = "1" };

    [Fact]
    public async Task One_replica_has_a_lease_and_each_taking_counts()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = LinkTo(redis);
        var (a, b) = (BoardOf(link, "a"), BoardOf(link, "b"));

        Assert.Equal(1, (await a.TakeAsync(Name))?.Epoch);
        Assert.Equal(0, (await b.TakeAsync(Name))?.Epoch);
        Assert.Equal((true, true), await a.RenewAsync(Name));
        Assert.Equal((true, false), await b.RenewAsync(Name));
        await b.ReleaseAsync(Name);
        Assert.Equal(0, (await b.TakeAsync(Name))?.Epoch);
        await a.ReleaseAsync(Name);
        Assert.Equal(2, (await b.TakeAsync(Name))?.Epoch);
        Assert.Equal((true, false), await a.RenewAsync(Name));
    }

    [Fact]
    public async Task A_lease_that_is_not_renewed_ends_by_itself()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = LinkTo(redis);
        TaskBoard a = new(link, new("account"), TimeSpan.FromMilliseconds(50), "a"), b = BoardOf(link, "b");
        await a.TakeAsync(Name);

        await Eventually.IsTrueAsync(() => b.TakeAsync(Name).GetAwaiter().GetResult()?.Epoch == 2);
    }

    [Fact]
    public async Task A_state_of_a_former_holder_and_one_that_is_late_do_not_win()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = LinkTo(redis);
        var board = BoardOf(link, "a");

        Assert.True(await board.WriteAsync(Name, epoch: 2, number: 1, Running));
        Assert.False(await board.WriteAsync(Name, epoch: 1, number: 9, Running));
        Assert.False(await board.WriteAsync(Name, epoch: 1, number: 9, Ended));
        Assert.False(await board.WriteAsync(Name, epoch: 2, number: 1, Ended));
        Assert.True(await board.WriteAsync(Name, epoch: 2, number: 2, Ended));
        Assert.False(await board.WriteAsync(Name, epoch: 3, number: 1, Running));

        await board.TakeAsync(Name);
        var seen = (await BoardOf(link, "b").TakeAsync(Name))?.State;
        Assert.Equal((2, 2), seen is null ? default : (seen.Epoch, seen.Number));
    }

    [Fact]
    public async Task Who_does_not_get_the_lease_learns_what_is_left_of_it()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = LinkTo(redis);
        await BoardOf(link, "a").TakeAsync(Name);

        var answer = await BoardOf(link, "b").TakeAsync(Name);

        Assert.InRange(answer!.Left, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(60));
        Assert.Null(answer.State);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"status":"processing","is_over":false,"id":"../x"}""")]
    [InlineData("""{"status":"processing","is_over":false}""")]
    [InlineData("""{"status":"no such status","is_over":true,"id":"1"}""")]
    public void A_value_that_cannot_be_read_counts_as_absent(string json)
    {
        var account = KlingMcp.Settings.Read(
            static name => name == "PIAPI_API_KEY" ? "a-key" : null, Providers.ProviderCatalog.All).Accounts[0];

        Assert.Null(SharedState.Read(json)?.ToSnapshot(account, new TextFilter()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("n")]
    [InlineData("s1:2")]
    [InlineData("s-1:2:{}")]
    [InlineData("p-1")]
    [InlineData("p99999999999999999999")]
    public void A_message_that_nobody_says_is_ignored(string text) => Assert.Null(ReplicaMessage.Read(text));

    private static RedisLink LinkTo(RedisServer redis) => new(
        ConfigurationOptions.Parse(redis.Address), Patient, TimeProvider.System, NullLogger<RedisLink>.Instance);

    private static TaskBoard BoardOf(RedisLink link, string replica) => new(link, new("account"), TimeSpan.FromSeconds(60), replica);
}
