using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>Reads of one task at the same time are one request, which lives as long as anyone waits for it.</summary>
public sealed class SharedReadTests : IAsyncDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private readonly ProviderWorld world = new();
    private readonly TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServiceHarness house;

    public SharedReadTests()
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        house = new(world.Environment("piapi"));
    }

    [Fact]
    public async Task Who_comes_while_a_read_is_under_way_gets_its_answer()
    {
        HoldAnswers();

        Task<Result<KlingTask>>[] reads = [.. Enumerable.Range(0, 50).Select(_ => house.GetAsync(Id))];
        answer.SetResult();

        Assert.All(await Task.WhenAll(reads), static r => Assert.Equal(KlingTaskStatus.Processing, r.Value!.Status));
        Assert.Equal(1, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_read_and_a_wait_share_a_request_too()
    {
        HoldAnswers();

        var waiting = house.Wait(Id);
        var read = house.GetAsync(Id);
        answer.SetResult();

        Assert.True((await read).IsSuccess);
        await Eventually.IsTrueAsync(() => waiting.Reports > 0);
        Assert.Equal(1, world.CountOf("piapi"));
    }

    [Theory]
    [InlineData("842250903629086785", "official:842250903629086785")]
    [InlineData("official:842250903629086785", "842250903629086785")]
    public async Task A_bare_id_and_its_reference_share_a_request(string first, string second)
    {
        world.Add("official", "842250903629086785", KlingTaskStatus.Processing);
        using var official = new ServiceHarness(world.Environment("official"));
        HoldAnswers();

        Task<Result<KlingTask>>[] reads = [official.GetAsync(first), official.GetAsync(second)];
        answer.SetResult();

        Assert.All(await Task.WhenAll(reads), static r => Assert.Equal(KlingTaskStatus.Processing, r.Value!.Status));
        Assert.Equal(1, world.CountOf("official"));
    }

    [Fact]
    public async Task Who_names_the_official_api_still_has_the_id_asked_for_as_his_own()
    {
        using var official = new ServiceHarness(world.Environment("official"));
        world.Tasks[("official", "842250903629086785")] = static () =>
            new("933557962801545273", KlingTaskStatus.Processing, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch) { ExternalId = "842250903629086785" };
        HoldAnswers();

        var (bare, named) = (official.GetAsync("842250903629086785"), official.GetAsync("official:842250903629086785"));
        answer.SetResult();

        Assert.Equal(FaultCategory.NotFound, (await bare).Fault!.Category);
        Assert.Equal("official:933557962801545273", (await named).Value!.Reference.ToString());
    }

    [Fact]
    public async Task No_answer_is_kept()
    {
        await house.GetAsync(Id);
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);

        Assert.Equal(KlingTaskStatus.Succeeded, (await house.GetAsync(Id)).Value!.Status);
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_shared_read_does_not_die_with_its_first_waiter()
    {
        HoldAnswers();
        using var first = new CancellationTokenSource();
        var given = house.GetAsync(Id, first.Token);
        var kept = house.GetAsync(Id);
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") == 1);

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        answer.SetResult();

        Assert.True((await kept).IsSuccess);
        Assert.Equal(1, world.CountOf("piapi"));
    }

    [Fact]
    public async Task It_dies_with_its_last_and_who_comes_then_has_a_new_one()
    {
        TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        world.Overrides.Enqueue((_, exchange) => Interlocked.Increment(ref asked) == 1 ? LeaveAsync(exchange) : null);
        using var stop = new CancellationTokenSource();
        Task<Result<KlingTask>>[] reads = [house.GetAsync(Id, stop.Token), house.GetAsync(Id, stop.Token)];
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") == 1);

        await stop.CancelAsync();

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        foreach (var read in reads) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.True((await house.GetAsync(Id)).IsSuccess);

        async Task LeaveAsync(Exchange exchange)
        {
            await exchange.GoneAsync();
            gone.SetResult();
        }
    }

    [Fact]
    public async Task The_request_of_a_wait_dies_with_its_last_waiter()
    {
        TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Overrides.Enqueue(async (_, exchange) =>
        {
            await exchange.GoneAsync();
            gone.SetResult();
        });
        var (first, last) = (house.Wait(Id), house.Wait(Id));
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") == 1);

        await first.Stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Result);
        Assert.False(gone.Task.IsCompleted);
        await last.Stop.CancelAsync();

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        house.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Requests_under_way_at_one_provider_are_limited()
    {
        HoldAnswers();
        string[] ids = [.. Enumerable.Range(0, 50).Select(static _ => Guid.NewGuid().ToString())];
        foreach (var id in ids) world.Add("piapi", id, KlingTaskStatus.Processing);

        var reads = house.GetAsync(ids);
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") == 16);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        Assert.Equal(16, world.CountOf("piapi"));
        answer.SetResult();

        Assert.All(await reads, static r => Assert.True(r.Result.IsSuccess));
        Assert.Equal(50, world.CountOf("piapi"));
    }

    public async ValueTask DisposeAsync()
    {
        answer.TrySetResult();
        house.Dispose();
        await world.DisposeAsync();
    }

    /// <summary>No request is answered until <see cref="answer"/> is set.</summary>
    private void HoldAnswers() => world.Gate = answer.Task;
}
