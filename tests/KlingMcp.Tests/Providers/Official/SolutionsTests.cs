using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Official;

/// <summary>With an API key <c>/solutions</c> is asked for what <c>/tasks</c> does not find.</summary>
public class SolutionsTests
{
    [Theory]
    [InlineData(200, "succeeded")]
    [InlineData(500, null)]
    public async Task A_task_of_solutions_is_found_and_its_faults_mean_not_found(int status, string? expected)
    {
        var found = TasksQueryBodies.Listed(TasksQueryBodies.Item(
            TasksQueryBodies.Id, "succeeded", ",\"outputs\":[{\"type\":\"subbed_video\",\"url\":\"https://e.example/a.mp4\"}]"));
        await using var host = LoopbackServer.Answering(request => request.Target.StartsWith("/solutions", StringComparison.Ordinal)
            ? (status, status == 200 ? found : "{}")
            : (200, """{"code":0,"message":"SUCCEED","data":[]}"""));
        Dictionary<string, string?> environment = new() { ["KLING_API_KEY"] = "an-api-key", ["KLING_BASE_URL"] = host.Address };
        await using ServerHarness server = new(environment, new PauseSkippingTime());

        var result = await server.GetAsync(TasksQueryBodies.Id);

        Assert.Equal(expected, result.At("status"));
        if (expected is null) Assert.Equal("not_found", result.At("error.category"));
    }

    [Fact]
    public async Task An_external_id_is_asked_for_at_tasks_before_solutions_is_asked_at_all()
    {
        await using var world = new ProviderWorld();
        await using ServerHarness server = new(world.Environment("official"));

        await server.GetAsync("official:nobody-knows-this");

        Assert.Equal(
            [
                "/official/tasks?task_ids=nobody-knows-this",
                "/official/tasks?external_task_ids=nobody-knows-this",
                "/official/solutions?task_ids=nobody-knows-this",
                "/official/solutions?external_task_ids=nobody-knows-this",
            ],
            world.Requests.Select(static r => r.Target));
    }

    [Fact]
    public async Task A_wait_for_an_unknown_id_asks_solutions_on_its_first_and_on_its_last_look_only()
    {
        await using var world = new ProviderWorld();
        await using ServerHarness server = new(world.Environment("official"), new ManualTime());

        var waiting = server.Wait(TasksQueryBodies.Id);
        foreach (var (look, pause) in new[] { 2, 4, 8 }.Index())
        {
            await Eventually.IsTrueAsync(() => waiting.Reports == look + 1);
            server.Time.Advance(TimeSpan.FromSeconds(pause));
        }

        Assert.Equal("not_found", (await waiting.AnswerAsync()).At("error.category"));
        Assert.Equal(
            ["/official/tasks", "/official/solutions", "/official/tasks", "/official/tasks", "/official/tasks", "/official/solutions"],
            world.Requests.Select(static r => r.Target.Split('?')[0]));
    }

    [Fact]
    public async Task A_wait_too_short_for_all_looks_asks_solutions_on_the_last_one_that_it_has_time_for()
    {
        await using var world = new ProviderWorld();
        await using ServerHarness server = new(world.Environment("official"), new ManualTime());

        var waiting = server.Wait(TasksQueryBodies.Id, seconds: 8);
        foreach (var (look, pause) in new[] { 2, 4, 2 }.Index())
        {
            await Eventually.IsTrueAsync(() => waiting.Reports == look + 1);
            server.Time.Advance(TimeSpan.FromSeconds(pause));
        }

        await waiting.AnswerAsync();
        Assert.Equal(
            ["/official/tasks", "/official/solutions", "/official/tasks", "/official/tasks", "/official/solutions"],
            world.Requests.Select(static r => r.Target.Split('?')[0]));
    }

    [Fact]
    public async Task A_wait_follows_a_task_of_solutions_to_its_end()
    {
        var polls = 0;
        await using var host = LoopbackServer.Answering(request => (200, request.Target.StartsWith("/solutions", StringComparison.Ordinal)
            ? TasksQueryBodies.Listed(TasksQueryBodies.Item(
                TasksQueryBodies.Id,
                ++polls < 3 ? "processing" : "succeeded",
                ",\"outputs\":[{\"type\":\"srt\",\"url\":\"https://e.example/a.srt\"}]"))
            : """{"code":0,"message":"SUCCEED","data":[]}"""));
        Dictionary<string, string?> environment = new()
        {
            ["KLING_API_KEY"] = "an-api-key",
            ["KLING_BASE_URL"] = host.Address,
            ["KLING_MCP_POLL_SECONDS"] = "0.2",
        };
        await using ServerHarness server = new(environment);

        var result = await server.CallAsync("wait_for_kling_task", $$"""{"task_id":"{{TasksQueryBodies.Id}}"}""");

        Assert.Equal("succeeded", result.At("status"));
        Assert.Equal("subtitle", result.At("outputs.0.type"));
    }
}
