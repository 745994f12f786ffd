using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>A wait for an id that several providers may know, with eight seconds between polls.</summary>
public sealed class SearchingWaitTests : IAsyncDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string Hex = "e989621f54392584b05867f87b160672";
    private const string Number = "842250903629086785";
    private readonly ProviderWorld world = new();
    private int atGoApi;

    [Fact]
    public async Task A_task_that_runs_is_watched_only_where_it_was_found()
    {
        world.AddFinishingAfter("piapi", Id, reads: 2);
        await using var server = Start("goapi", "piapi");
        var waiting = server.Wait(Id);

        await AdvanceAfterEachPollAsync(server, waiting, 8, 8);

        Assert.Equal($"piapi:{Id}", (await waiting.AnswerAsync()).At("task"));
        Assert.Equal((1, 3), (world.CountOf("goapi"), world.CountOf("piapi")));
    }

    [Fact]
    public async Task A_task_that_is_over_is_answered_at_once()
    {
        world.Add("goapi", Id, KlingTaskStatus.Succeeded);
        await using var server = Start("goapi", "piapi");

        Assert.Equal("succeeded", (await server.Wait(Id).AnswerAsync()).At("status"));
        Assert.Equal(2, world.Requests.Count);
    }

    [Fact]
    public async Task An_id_that_nobody_knows_is_searched_for_again_after_2_4_and_8_seconds()
    {
        await using var server = Start("goapi", "piapi");
        var waiting = server.Wait(Id);
        await ReportedAsync(server, waiting, 1);
        server.Time.Advance(TimeSpan.FromSeconds(1.9));
        await server.Time.SettleAsync();
        Assert.Equal(2, world.Requests.Count);
        server.Time.Advance(TimeSpan.FromSeconds(0.1));
        await ReportedAsync(server, waiting, 2);
        server.Time.Advance(TimeSpan.FromSeconds(4));
        await ReportedAsync(server, waiting, 3);
        server.Time.Advance(TimeSpan.FromSeconds(8));

        var answer = await waiting.AnswerAsync();

        Assert.Equal("not_found", answer.At("error.category"));
        Assert.Equal("goapi", answer.At("error.asked.0.provider"));
        Assert.Equal("piapi", answer.At("error.asked.1.provider"));
        Assert.Equal((4, 4), (world.CountOf("goapi"), world.CountOf("piapi")));
    }

    [Fact]
    public async Task A_task_that_becomes_visible_late_is_found_and_watched()
    {
        await using var server = Start("goapi", "piapi");
        var waiting = server.Wait(Id);
        await AdvanceAfterEachPollAsync(server, waiting, 2);
        await ReportedAsync(server, waiting, 2);
        world.AddFinishingAfter("goapi", Id, reads: 1);

        server.Time.Advance(TimeSpan.FromSeconds(4));
        await ReportedAsync(server, waiting, 3);
        server.Time.Advance(TimeSpan.FromSeconds(8));

        Assert.Equal($"goapi:{Id}", (await waiting.AnswerAsync()).At("task"));
        Assert.Equal((4, 3), (world.CountOf("goapi"), world.CountOf("piapi")));
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData("Retry-After: 7", 7)]
    public async Task A_fault_that_passes_is_searched_through_after_three_seconds_or_when_the_provider_says(string? header, int pause)
    {
        world.Overrides.Enqueue((request, exchange) => IsFirstAtGoApi(request) ? exchange.SendAsync(503, "{}", ToHeaders(header)) : null);
        await using var server = Start("goapi", "piapi");
        var waiting = server.Wait(Id);
        await ReportedAsync(server, waiting, 1);
        world.Add("goapi", Id, KlingTaskStatus.Succeeded);

        server.Time.Advance(TimeSpan.FromSeconds(pause - 0.1));
        await server.Time.SettleAsync();
        Assert.Equal(2, world.Requests.Count);
        server.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("succeeded", (await waiting.AnswerAsync()).At("status"));
        Assert.Equal(4, world.Requests.Count);
    }

    [Fact]
    public async Task A_pause_longer_than_the_time_left_ends_the_wait_with_the_fault()
    {
        world.Overrides.Enqueue((request, exchange) => IsFirstAtGoApi(request) ? exchange.SendAsync(503, "{}") : null);
        await using var server = Start("goapi", "piapi");

        var answer = await server.Wait(Id, seconds: 2).AnswerAsync();

        Assert.Equal("provider_unavailable", answer.At("error.category"));
        Assert.Equal(2, world.Requests.Count);
    }

    [Fact]
    public async Task A_fault_from_before_the_time_ran_out_is_told_instead_of_the_time_out()
    {
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Overrides.Enqueue((request, exchange) =>
            IsFirstAtGoApi(request) ? exchange.SendAsync(503, "{}") : world.CountOf("goapi") > 1 ? never.Task : null);
        await using var server = Start("goapi", "piapi");
        var waiting = server.Wait(Id, seconds: 10);
        await AdvanceAfterEachPollAsync(server, waiting, 3);
        await Eventually.IsTrueAsync(() => world.CountOf("goapi") == 2);
        await server.Time.SettleAsync();

        server.Time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal("provider_unavailable", (await waiting.AnswerAsync()).At("error.category"));
        never.SetResult();
    }

    [Fact]
    public async Task After_the_usual_time_only_a_provider_whose_tasks_show_late_is_asked_again()
    {
        await using var server = Start("kie", "goapi");
        var waiting = server.Wait(Hex);
        await AdvanceAfterEachPollAsync(server, waiting, 2, 4, 8, 8);
        await ReportedAsync(server, waiting, 5);
        world.Add("kie", Hex, KlingTaskStatus.Succeeded);

        server.Time.Advance(TimeSpan.FromSeconds(8));

        Assert.Equal($"kie:{Hex}", (await waiting.AnswerAsync()).At("task"));
        Assert.Equal((4, 6), (world.CountOf("goapi"), world.CountOf("kie")));
    }

    [Fact]
    public async Task The_second_place_of_the_official_api_is_asked_in_the_first_and_in_the_last_search_only()
    {
        await using var server = Start("official", "ezmodel");
        var waiting = server.Wait(Number);

        await AdvanceAfterEachPollAsync(server, waiting, 2, 4, 8);

        Assert.Equal("not_found", (await waiting.AnswerAsync()).At("error.category"));
        Assert.Equal(
            ["tasks", "solutions", "tasks", "tasks", "tasks", "solutions"],
            world.Requests.Where(static r => r.Target.StartsWith("/official/", StringComparison.Ordinal))
                .Select(static r => r.Target.Split('/', '?')[2]));
    }

    [Fact]
    public async Task A_refused_key_ends_the_search_at_once()
    {
        world.Overrides.Enqueue((request, exchange) => IsFirstAtGoApi(request) ? exchange.SendAsync(401, "{}") : null);
        await using var server = Start("goapi", "piapi");

        Assert.Equal("auth", (await server.Wait(Id).AnswerAsync()).At("error.category"));
        Assert.Equal(2, world.Requests.Count);
    }

    [Fact]
    public async Task Without_a_key_the_wait_ends_at_once()
    {
        await using ServerHarness server = new(new Dictionary<string, string?>(), new ManualTime());

        Assert.Equal("not_configured", (await server.Wait(Id).AnswerAsync()).At("error.category"));
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    /// <summary>A server that repeats no request.</summary>
    private ServerHarness Start(params string[] providers) => new(world.Polling(8, providers), new ManualTime(), retries: 0);

    private bool IsFirstAtGoApi(SeenRequest request) =>
        request.Target.StartsWith("/goapi/", StringComparison.Ordinal) && Interlocked.Increment(ref atGoApi) == 1;

    private static string[] ToHeaders(string? header) => header is null ? [] : [header];

    /// <summary>Waits for a report and moves the clock, once for each pause in seconds.</summary>
    private static async Task AdvanceAfterEachPollAsync(ServerHarness server, Waiting waiting, params int[] pauses)
    {
        foreach (var (poll, pause) in pauses.Index())
        {
            await ReportedAsync(server, waiting, poll + 1);
            server.Time.Advance(TimeSpan.FromSeconds(pause));
        }
    }

    /// <summary>Waits for a number of reports, and until the wait has armed its next timer.</summary>
    private static async Task ReportedAsync(ServerHarness server, Waiting waiting, int reports)
    {
        await Eventually.IsTrueAsync(() => waiting.Reports == reports);
        await server.Time.SettleAsync();
    }
}
