using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>Waits for the same task share its polls.</summary>
public sealed class SharedWaitTests : IAsyncDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private readonly ProviderWorld world = new();

    [Fact]
    public async Task Four_hundred_waits_for_one_task_make_one_request_a_poll()
    {
        world.AddFinishingAfter("piapi", Id, reads: 3);
        await using ServerHarness server = new(world.Polling(8, "piapi"), new ManualTime());
        Waiting[] waits = [.. Enumerable.Range(0, 400).Select(_ => server.Wait(Id))];

        for (var poll = 1; poll <= 3; poll++)
        {
            await Eventually.IsTrueAsync(() => waits.All(w => w.Reports >= poll));
            Assert.Equal(poll, world.CountOf("piapi"));
            server.Time.Advance(TimeSpan.FromSeconds(7.5));
            Assert.Equal(poll, world.CountOf("piapi"));
            server.Time.Advance(TimeSpan.FromSeconds(0.5));
        }

        foreach (var wait in waits) Assert.Equal("succeeded", (await wait.AnswerAsync()).At("status"));
        Assert.Equal(4, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_hundred_waits_that_join_later_make_one_more_read_at_most()
    {
        await using var server = await StartWithReadAsync(TimeSpan.FromSeconds(1.5));
        Assert.Equal(1, world.CountOf("piapi"));

        Waiting[] joined = [.. Enumerable.Range(0, 100).Select(_ => server.Wait(Id))];

        await Eventually.IsTrueAsync(() => joined.All(static j => j.Reports >= 1));
        await server.Time.SettleAsync();
        Assert.InRange(world.CountOf("piapi"), 1, 2);
    }

    [Fact]
    public async Task Waits_that_join_right_after_a_read_cause_the_next_one_a_second_after_it()
    {
        await using var server = await StartWithReadAsync(TimeSpan.FromSeconds(0.2));

        Waiting[] joined = [server.Wait(Id), server.Wait(Id), server.Wait(Id)];
        await Eventually.IsTrueAsync(() => joined.All(static j => j.Reports >= 1));
        await server.Time.SettleAsync();
        server.Time.Advance(TimeSpan.FromSeconds(0.7));
        await server.Time.SettleAsync();
        Assert.Equal(1, world.CountOf("piapi"));

        server.Time.Advance(TimeSpan.FromSeconds(0.2));
        await Eventually.IsTrueAsync(() => joined.All(static j => j.Reports >= 2));
        await server.Time.SettleAsync();
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(2)]
    public async Task A_wait_that_joins_after_not_found_does_not_bring_the_next_read_forward(int seconds)
    {
        await using ServerHarness server = new(world.Environment("piapi"), new ManualTime());
        var first = server.Wait(Id);
        await Eventually.IsTrueAsync(() => first.Reports == 1);
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);
        server.Time.Advance(TimeSpan.FromSeconds(0.5));
        _ = server.Wait(Id, seconds);
        await server.Time.SettleAsync();

        server.Time.Advance(TimeSpan.FromSeconds(1.4));
        await server.Time.SettleAsync();
        Assert.Equal(1, world.CountOf("piapi"));
        server.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("succeeded", (await first.AnswerAsync()).At("status"));
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_bare_id_and_its_reference_share_the_polls()
    {
        const string Number = "842250903629086785";
        world.Add("official", Number, KlingTaskStatus.Processing);
        await using ServerHarness server = new(world.Polling(3, "official"), new ManualTime());
        var bare = server.Wait(Number);
        await Eventually.IsTrueAsync(() => bare.Reports == 1);
        server.Time.Advance(TimeSpan.FromSeconds(0.5));
        var named = server.Wait($"official:{Number}");
        await Eventually.IsTrueAsync(() => named.Reports == 1);

        for (var poll = 2; poll <= 4; poll++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(3));
            await Eventually.IsTrueAsync(() => bare.Reports >= poll && named.Reports >= poll);
        }

        Assert.Equal(4, world.CountOf("official"));
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    /// <summary>A server without a fixed pause, where one wait has read the running task a while ago.</summary>
    private async Task<ServerHarness> StartWithReadAsync(TimeSpan ago)
    {
        ServerHarness server = new(world.Environment("piapi"), new ManualTime());
        world.Add("piapi", Id, KlingTaskStatus.Processing, t => t with { CreatedAt = server.Time.GetUtcNow() });
        var first = server.Wait(Id);
        await Eventually.IsTrueAsync(() => first.Reports >= 1);
        server.Time.Advance(ago);
        return server;
    }
}
