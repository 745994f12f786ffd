using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>The official API takes twenty ids a request.</summary>
public sealed class BatchTests : IAsyncDisposable
{
    private readonly ProviderWorld world = new();
    private readonly ServiceHarness house;

    public BatchTests() => house = new(ServiceHarness.Polling(world, 10, "official"));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(45, 3)]
    public async Task A_wait_makes_as_few_requests_a_poll_as_it_can(int tasks, int requests)
    {
        var ids = Running(tasks);
        var waiting = house.Wait(TimeSpan.FromHours(1), ids);

        for (var poll = 1; poll <= 3; poll++)
        {
            await house.Time.AdvanceUntilAsync(() => world.CountOf("official") >= poll * requests, TimeSpan.FromMinutes(10), TimeSpan.FromMilliseconds(500));

            // all that travel together must have arrived before the clock goes on, or they fall apart
            await house.Time.SettleAsync();
            Assert.Equal(poll * requests, world.CountOf("official"));
        }

        foreach (var id in ids) world.Add("official", id, KlingTaskStatus.Succeeded);
        await house.Time.AdvanceUntilAsync(() => waiting.Result.IsCompleted, TimeSpan.FromMinutes(10), TimeSpan.FromMilliseconds(500));
        Assert.Equal(ids, (await waiting.Result).Tasks.Select(static t => t.Result.Value!.Reference.Id));
        Assert.All(world.Requests, static r => Assert.InRange(r.Target.Split(',').Length, 1, 20));
    }

    [Fact]
    public async Task Who_leaves_takes_nothing_from_those_who_share_the_request()
    {
        var ids = Running(2);
        var (leaving, staying) = (house.Wait(ids[0]), house.Wait(ids[1]));
        await Eventually.IsTrueAsync(() => leaving.Reports == 1 && staying.Reports == 1);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Gate = answer.Task;
        world.Add("official", ids[1], KlingTaskStatus.Succeeded);
        house.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.IsTrueAsync(() => world.CountOf("official") == 3);
        Assert.Equal(2, world.Requests[2].Target.Split(',').Length);

        await leaving.Stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.Result);
        answer.SetResult();

        Assert.Equal(KlingTaskStatus.Succeeded, (await staying.OneAsync()).Result.Value!.Status);
        Assert.Equal(3, world.CountOf("official"));
    }

    [Fact]
    public async Task A_lookup_of_many_shares_requests_too()
    {
        var ids = Running(45);

        Assert.Equal(ids, (await house.GetAsync(ids)).Select(static t => t.Result.Value!.Reference.Id));
        Assert.Equal(3, world.CountOf("official"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(200)]
    public async Task A_batch_that_is_refused_is_asked_one_by_one(int status)
    {
        var ids = Running(5);
        world.Overrides.Enqueue((request, exchange) => request.Target.Contains(',', StringComparison.Ordinal) || request.Target.EndsWith(ids[2], StringComparison.Ordinal)
            ? exchange.SendAsync(status, """{"code":1201,"message":"one of them cannot be"}""")
            : null);

        var looked = await house.GetAsync(ids);

        Assert.Equal([true, true, false, true, true], looked.Select(static t => t.Result.IsSuccess));
        Assert.Equal(FaultCategory.InvalidInput, looked[2].Result.Fault!.Category);
        Assert.Equal(6, world.CountOf("official"));
    }

    [Fact]
    public async Task An_id_that_is_not_known_spoils_nothing()
    {
        var ids = Running(3);

        var looked = await house.GetAsync([ids[0], "933000000000009999", ids[1], ids[2]]);

        Assert.Equal([true, false, true, true], looked.Select(static t => t.Result.IsSuccess));
        Assert.Equal(FaultCategory.NotFound, looked[1].Result.Fault!.Category);
    }

    public async ValueTask DisposeAsync()
    {
        house.Dispose();
        await world.DisposeAsync();
    }

    private string[] Running(int count)
    {
        string[] ids = [.. Enumerable.Range(0, count).Select(static i => (933_000_000_000_000_000 + i).ToString(CultureInfo.InvariantCulture))];
        foreach (var id in ids) world.Add("official", id, KlingTaskStatus.Processing);
        return ids;
    }
}
