using KlingMcp.Domain;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Lookups;

/// <summary>Reads of one task at the same time share one request, which lives as long as anyone waits for it.</summary>
public sealed class SharedReadTests : IAsyncDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string Number = "842250903629086785";
    private readonly ProviderWorld world = new();
    private readonly TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerHarness server;

    public SharedReadTests()
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        server = new(world.Environment("piapi", "official"), new ManualTime());
    }

    [Fact]
    public async Task Fifty_lookups_at_the_same_time_make_one_request()
    {
        HoldAnswers();

        Task<CallToolResult>[] reads = [.. Enumerable.Range(0, 50).Select(_ => server.GetAsync(Id))];
        await AnswerWhenAllHaveAskedAsync();

        Assert.All(await Task.WhenAll(reads), static r => Assert.Equal("processing", r.At("status")));
        Assert.Equal(1, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_lookup_and_a_wait_share_a_request()
    {
        HoldAnswers();

        var waiting = server.Wait(Id);
        var read = server.GetAsync(Id);
        await AnswerWhenAllHaveAskedAsync();

        Assert.Equal("processing", (await read).At("status"));
        await Eventually.IsTrueAsync(() => waiting.Reports > 0);
        Assert.Equal(1, world.CountOf("piapi"));
    }

    [Theory]
    [InlineData(Number, "official:" + Number)]
    [InlineData("official:" + Number, Number)]
    public async Task A_bare_id_and_its_reference_share_a_request(string first, string second)
    {
        world.Add("official", Number, KlingTaskStatus.Processing);
        HoldAnswers();

        Task<CallToolResult>[] reads = [server.GetAsync(first), server.GetAsync(second)];
        await AnswerWhenAllHaveAskedAsync();

        Assert.All(await Task.WhenAll(reads), static r => Assert.Equal("processing", r.At("status")));
        Assert.Equal(1, world.CountOf("official"));
    }

    [Fact]
    public async Task A_number_is_looked_up_as_an_external_id_only_where_the_official_api_was_named()
    {
        world.Add("official", "933557962801545273", KlingTaskStatus.Processing, static t => t with { ExternalId = Number });
        world.Tasks[("official", Number)] = world.Tasks[("official", "933557962801545273")];
        HoldAnswers();

        var (bare, named) = (server.GetAsync(Number), server.GetAsync($"official:{Number}"));
        await AnswerWhenAllHaveAskedAsync();

        Assert.Equal("not_found", (await bare).At("error.category"));
        Assert.Equal("official:933557962801545273", (await named).At("task"));
    }

    [Fact]
    public async Task An_answer_is_not_kept_for_the_next_lookup()
    {
        await server.GetAsync(Id);
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);

        Assert.Equal("succeeded", (await server.GetAsync(Id)).At("status"));
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_shared_request_goes_on_when_the_lookup_that_began_it_is_cancelled()
    {
        HoldAnswers();
        using var stop = new CancellationTokenSource();
        var cancelled = server.GetAsync(Id, stop.Token);
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") == 1);
        var kept = server.GetAsync(Id);
        await server.Time.SettleAsync();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await AnswerWhenAllHaveAskedAsync();

        Assert.Equal("processing", (await kept).At("status"));
        Assert.Equal(1, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_shared_request_ends_with_its_last_lookup_and_a_later_lookup_makes_its_own()
    {
        TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        world.Overrides.Enqueue((_, exchange) => Interlocked.Increment(ref asked) == 1 ? WaitUntilGoneAsync(exchange, gone) : null);
        using var stop = new CancellationTokenSource();
        Task<CallToolResult>[] reads = [server.GetAsync(Id, stop.Token), server.GetAsync(Id, stop.Token)];
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") == 1);
        await server.Time.SettleAsync();

        await stop.CancelAsync();

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        foreach (var read in reads) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal("processing", (await server.GetAsync(Id)).At("status"));
    }

    [Fact]
    public async Task The_request_of_a_wait_ends_with_its_last_wait()
    {
        TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Overrides.Enqueue((_, exchange) => WaitUntilGoneAsync(exchange, gone));
        var (first, last) = (server.Wait(Id), server.Wait(Id));
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") == 1);
        await server.Time.SettleAsync();

        await first.Stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Result);
        await server.Time.SettleAsync();
        Assert.False(gone.Task.IsCompleted);
        await last.Stop.CancelAsync();

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        server.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Sixteen_requests_at_the_same_time_are_the_most_at_one_provider()
    {
        HoldAnswers();
        string[] ids = [.. Enumerable.Range(0, 50).Select(static _ => Guid.NewGuid().ToString())];
        foreach (var id in ids) world.Add("piapi", id, KlingTaskStatus.Processing);

        var reads = server.GetAsync(ids);
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") == 16);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        Assert.Equal(16, world.CountOf("piapi"));
        answer.SetResult();

        Assert.Equal(50, (await reads).List("tasks").Count);
        Assert.Equal(50, world.CountOf("piapi"));
    }

    public async ValueTask DisposeAsync()
    {
        answer.TrySetResult();
        await server.DisposeAsync();
        await world.DisposeAsync();
    }

    private static async Task WaitUntilGoneAsync(Exchange exchange, TaskCompletionSource gone)
    {
        await exchange.GoneAsync();
        gone.SetResult();
    }

    /// <summary>No request is answered until <see cref="AnswerWhenAllHaveAskedAsync"/>.</summary>
    private void HoldAnswers() => world.Gate = answer.Task;

    private async Task AnswerWhenAllHaveAskedAsync()
    {
        await Eventually.IsTrueAsync(() => world.Requests.Count > 0);
        await server.Time.SettleAsync();
        answer.SetResult();
    }
}
