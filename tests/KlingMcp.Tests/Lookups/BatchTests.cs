using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>The official API takes up to twenty ids in one request.</summary>
public sealed class BatchTests : IAsyncDisposable
{
    private readonly ProviderWorld world = new();
    private readonly ServerHarness server;

    public BatchTests() => server = new(world.Polling(10, "official").With("KLING_MCP_MAX_WAIT_SECONDS", "3600"), new ManualTime());

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(45, 3)]
    public async Task A_wait_makes_one_request_for_each_twenty_tasks(int tasks, int requests)
    {
        var ids = AddRunning(tasks);
        var waiting = server.Wait(ids, 3600);

        for (var poll = 1; poll <= 3; poll++)
        {
            await AdvanceUntilAsync(() => world.CountOf("official") >= poll * requests);

            // All answers must have arrived before the clock moves on, or the next poll falls apart.
            await server.Time.SettleAsync();
            Assert.Equal(poll * requests, world.CountOf("official"));
        }

        foreach (var id in ids) world.Add("official", id, KlingTaskStatus.Succeeded);
        await AdvanceUntilAsync(() => waiting.Result.IsCompleted);
        Assert.Equal(ids, (await waiting.AnswerAsync()).List("tasks").Select(static t => t.GetProperty("task_id").GetString()));
        Assert.All(world.Requests, static r => Assert.InRange(r.Target.Split(',').Length, 1, 20));
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_cancel_the_request_it_shares_with_another()
    {
        var ids = AddRunning(2);
        var (leaving, staying) = (server.Wait(ids[0]), server.Wait(ids[1]));
        await Eventually.IsTrueAsync(() => leaving.Reports == 1 && staying.Reports == 1);
        var before = world.CountOf("official");
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Gate = answer.Task;
        world.Add("official", ids[1], KlingTaskStatus.Succeeded);
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.IsTrueAsync(() => world.CountOf("official") == before + 1);
        Assert.Equal(2, world.Requests[before].Target.Split(',').Length);

        await leaving.Stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.Result);
        await server.Time.SettleAsync();
        answer.SetResult();

        Assert.Equal("succeeded", (await staying.AnswerAsync()).At("status"));
        Assert.Equal(before + 1, world.CountOf("official"));
    }

    [Fact]
    public async Task A_lookup_of_many_makes_one_request_for_each_twenty_tasks()
    {
        var ids = AddRunning(45);

        Assert.Equal(ids, (await server.GetAsync(ids)).List("tasks").Select(static t => t.GetProperty("task_id").GetString()));
        Assert.Equal(3, world.CountOf("official"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(200)]
    public async Task A_batch_that_is_refused_is_asked_one_by_one(int status)
    {
        var ids = AddRunning(5);
        world.Overrides.Enqueue((request, exchange) =>
            request.Target.Contains(',', StringComparison.Ordinal) || request.Target.EndsWith(ids[2], StringComparison.Ordinal)
                ? exchange.SendAsync(status, """{"code":1201,"message":"one of them cannot be"}""")
                : null);

        var answer = await server.GetAsync(ids);

        Assert.Equal([ids[0], ids[1], ids[3], ids[4]], answer.List("tasks").Select(static t => t.GetProperty("task_id").GetString()));
        Assert.Equal((ids[2], "invalid_input"), (answer.At("errors.0.asked"), answer.At("errors.0.error.category")));
        Assert.Equal(6, world.CountOf("official"));
    }

    [Fact]
    public async Task An_unknown_id_does_not_spoil_the_others()
    {
        const string Unknown = "933000000000009999";
        var ids = AddRunning(3);

        var answer = await server.GetAsync([ids[0], Unknown, ids[1], ids[2]]);

        Assert.Equal(ids, answer.List("tasks").Select(static t => t.GetProperty("task_id").GetString()));
        Assert.Equal((Unknown, "not_found"), (answer.At("errors.0.asked"), answer.At("errors.0.error.category")));
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await world.DisposeAsync();
    }

    private Task AdvanceUntilAsync(Func<bool> happened) =>
        server.Time.AdvanceUntilAsync(happened, TimeSpan.FromMinutes(10), TimeSpan.FromMilliseconds(500));

    private string[] AddRunning(int count)
    {
        string[] ids =
            [.. Enumerable.Range(0, count).Select(static i => (933_000_000_000_000_000 + i).ToString(CultureInfo.InvariantCulture))];
        foreach (var id in ids) world.Add("official", id, KlingTaskStatus.Processing);
        return ids;
    }
}
