using System.Globalization;
using System.Text.Json.Nodes;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Lists;

/// <summary>The lists of the gateways of many models, over real HTTP, with bodies as the providers document them.</summary>
public class GatewayListTests
{
    private const string First = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Second = "bbbbbbbbbbbbbbbbbbbbbbbbbb";
    private const string Third = "cccccccccccccccccccccccccc";

    [Fact]
    public async Task Of_replicates_list_only_kling_predictions_are_told_and_of_next_only_the_cursor_is_used()
    {
        await using LoopbackServer elsewhere = new(static (_, exchange) => exchange.SendAsync(200, "{}"));
        await using var provider = LoopbackServer.Answering(request => (200, HasCursor(request)
            ? Page(next: null, Prediction(Third, minute: 1, "kwaivgi/kling-v2.6"))
            : Page(
                $"{elsewhere.Address}/v1/predictions?cursor=cD0y%2Bx",
                Prediction(First, minute: 3, "kwaivgi/kling-v2.1"),
                Prediction(Second, minute: 2, "black-forest-labs/flux-schnell"))));

        var listed = await ListAsync("REPLICATE", "REPLICATE_API_TOKEN", provider, """{"since":"2026-09-01T00:00:00Z"}""");

        Assert.Equal([$"replicate:{First}", $"replicate:{Third}"], References(listed));
        Assert.Equal("kwaivgi/kling-v2.1", listed.At("tasks.0.kind"));
        Assert.Equal("a red kite", listed.At("tasks.0.prompt"));
        Assert.Equal("1", listed.At("tasks.0.outputs"));
        Assert.Equal(
            [
                "/v1/predictions?created_after=2026-09-01T00:00:00Z",
                "/v1/predictions?created_after=2026-09-01T00:00:00Z&cursor=cD0y%2Bx",
            ],
            provider.Requests.Select(static r => r.Target));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_page_of_other_models_only_does_not_end_the_list()
    {
        await using var provider = LoopbackServer.Answering(static request => (200, HasCursor(request)
            ? Page(next: null, Prediction(Third, minute: 1, "kwaivgi/kling-v2.6"))
            : Page("https://api.replicate.com/v1/predictions?cursor=2", Prediction(First, minute: 3, "meta/llama"))));

        var listed = await ListAsync("REPLICATE", "REPLICATE_API_TOKEN", provider);

        Assert.Equal([$"replicate:{Third}"], References(listed));
    }

    [Fact]
    public async Task Wavespeeds_list_is_a_post_with_page_and_bounds_and_is_read_to_its_end()
    {
        await using var provider = LoopbackServer.Answering(static request =>
        {
            var page = (int)JsonNode.Parse(request.Body)!["page"]!;
            var rows = Enumerable.Range((page - 1) * 100, page == 1 ? 100 : 20).Select(static i => WaveSpeedRow(i));
            return (200, $$"""{"code":200,"message":"success","data":{"page":{{page}},"items":[{{string.Join(',', rows)}}]} }""");
        });
        await using ServerHarness server = new(Environment("WAVESPEED", "WAVESPEED_API_KEY", provider));

        var told = await ToTheEndAsync(server, limit: 50);

        Assert.Equal(60, told.Count);
        Assert.Equal(told.Distinct(), told);
        Assert.All(provider.Requests, static r => Assert.StartsWith("POST /api/v3/predictions ", r.Line, StringComparison.Ordinal));
        var bodies = provider.Requests.Select(static r => JsonNode.Parse(r.Body)!).ToArray();
        Assert.All(bodies, static b => Assert.Equal(100, (int)b["page_size"]!));
        Assert.Equal(["", "", "2026-09-01T10:23:01Z", "2026-09-01T10:23:01Z"], bodies.Select(static b => $"{b["created_before"]}"));
    }

    [Fact]
    public async Task Fals_search_is_asked_at_its_own_address_and_goes_on_at_its_page()
    {
        await using var queue = LoopbackServer.Answering(static _ => (500, "{}"));
        await using var api = LoopbackServer.Answering(static request => (200, HasCursor(request)
            ? $$"""
                {"results":[{{FalRow(3, "\"status_code\":422,\"ended_at\":\"2026-09-01T08:00:05Z\"")}}],
                "next_cursor":null,"has_more":false}
                """
            : $$"""
                {"results":[{{FalRow(1, "\"started_at\":\"2026-09-01T09:00:00Z\"")}},
                {{FalRow(2, "\"status_code\":200,\"json_output\":{\"video\":{\"url\":\"https://v3b.fal.media/files/b/a.mp4\"}}")}}],
                "next_cursor":"Mg==","has_more":true}
                """));
        var environment = Environment("FAL", "FAL_KEY", queue);
        environment["FAL_API_BASE_URL"] = api.Address;
        await using ServerHarness server = new(environment);

        var first = await server.CallAsync("list_kling_tasks", """{"limit":2}""");
        var second = await server.CallAsync("list_kling_tasks", $$"""{"limit":2,"cursor":"{{first.At("cursor")}}"}""");

        Assert.Equal(["processing", "succeeded"], Strings(first, "status"));
        Assert.Equal("fal:00000000-0000-4000-8000-000000000001", first.At("tasks.0.task"));
        Assert.Equal("1", first.At("tasks.1.outputs"));
        Assert.Equal(["failed"], Strings(second, "status"));
        Assert.Equal("fal:fal-ai/kling-image/00000000-0000-4000-8000-000000000003", second.At("tasks.0.task"));
        Assert.Equal(
            ["/v1/models/requests/search?limit=50", "/v1/models/requests/search?limit=50&cursor=Mg%3D%3D"],
            api.Requests.Select(static r => r.Target).Distinct());
        Assert.Empty(queue.Requests);
    }

    [Fact]
    public async Task Fals_list_is_not_asked_elsewhere_when_only_its_queue_was_moved()
    {
        await using var queue = LoopbackServer.Answering(static _ => (500, "{}"));

        await using ServerHarness server = new(Environment("FAL", "FAL_KEY", queue));

        var listed = await server.CallAsync("list_kling_tasks", "{}");

        Assert.StartsWith("set FAL_API_BASE_URL to list its tasks; ", listed.At("not_listed.0.why"), StringComparison.Ordinal);
        Assert.Empty(queue.Requests);
    }

    [Theory]
    [InlineData("REPLICATE", "REPLICATE_API_TOKEN", """{"next":null,"previous":null,"results":[]}""")]
    [InlineData("WAVESPEED", "WAVESPEED_API_KEY", """{"code":200,"message":"success","data":{"page":1,"items":[]}}""")]
    [InlineData("WAVESPEED", "WAVESPEED_API_KEY", """{"code":200,"message":"success","data":{"page":1,"items":null}}""")]
    [InlineData("FAL", "FAL_KEY", """{"results":[],"next_cursor":null,"has_more":false}""")]
    public async Task An_empty_list_is_no_error(string provider, string key, string body)
    {
        await using var server = LoopbackServer.Answering(_ => (200, body));

        var listed = await ListAsync(provider, key, server);

        Assert.NotEqual(true, listed.IsError);
        Assert.Equal("No tasks.", listed.Text());
    }

    [Theory]
    [InlineData("REPLICATE", "REPLICATE_API_TOKEN", 401, """{"title":"Unauthenticated","detail":"no","status":401}""", "auth")]
    [InlineData("REPLICATE", "REPLICATE_API_TOKEN", 200, """{"detail":"something"}""", "bad_response")]
    [InlineData("REPLICATE", "REPLICATE_API_TOKEN", 200, "<html>", "bad_response")]
    [InlineData("WAVESPEED", "WAVESPEED_API_KEY", 200, """{"code":401,"message":"Unauthorized"}""", "auth")]
    [InlineData("WAVESPEED", "WAVESPEED_API_KEY", 200, """{"code":200,"message":"success"}""", "bad_response")]
    [InlineData("FAL", "FAL_KEY", 403, """{"detail":"this key may not list"}""", "permission")]
    [InlineData("FAL", "FAL_KEY", 200, """{"items":7}""", "bad_response")]
    public async Task A_refused_or_broken_list_is_a_fault(string provider, string key, int status, string body, string category)
    {
        await using var server = LoopbackServer.Answering(_ => (status, body));

        var listed = await ListAsync(provider, key, server);

        Assert.True(listed.IsError, listed.Text());
        Assert.Equal(category, listed.At("error.category"));
    }

    [Fact]
    public async Task A_slow_list_costs_only_its_own_tasks()
    {
        await using LoopbackServer slow = new(static (_, exchange) => exchange.GoneAsync());
        await using var provider = LoopbackServer.Answering(
            static _ => (200, Page(next: null, Prediction(First, minute: 1, "kwaivgi/kling-v2.1"))));
        var environment = Environment("REPLICATE", "REPLICATE_API_TOKEN", provider);
        foreach (var (name, value) in Environment("WAVESPEED", "WAVESPEED_API_KEY", slow)) environment[name] = value;
        environment["KLING_MCP_HTTP_TIMEOUT_SECONDS"] = "1";
        await using ServerHarness server = new(environment, retries: 0);

        var listed = await server.CallAsync("list_kling_tasks", "{}");

        Assert.Equal([$"replicate:{First}"], References(listed));
        Assert.Equal("timeout", listed.At("errors.0.error.category"));
    }

    [Fact]
    public async Task A_cursor_of_yesterday_still_leads_to_the_older_tasks()
    {
        var isToday = false;
        await using var provider = LoopbackServer.Answering(request =>
        {
            List<string> rows = [Prediction(Second, minute: 2, "kwaivgi/kling-v2.1"), Prediction(Third, minute: 1, "kwaivgi/kling-v2.1")];
            if (isToday) rows.Insert(0, Prediction(First, minute: 60, "kwaivgi/kling-v2.1"));
            if (request.Target.Contains("created_before=2026-09-01T10:02:01Z", StringComparison.Ordinal))
                rows.RemoveAll(static r => r.Contains(First, StringComparison.Ordinal));
            return (200, Page(next: null, [.. rows]));
        });
        await using ServerHarness server = new(Environment("REPLICATE", "REPLICATE_API_TOKEN", provider));
        var yesterday = await server.CallAsync("list_kling_tasks", """{"limit":1}""");
        isToday = true;

        var listed = await server.CallAsync("list_kling_tasks", $$"""{"limit":1,"cursor":"{{yesterday.At("cursor")}}"}""");

        Assert.Equal([$"replicate:{Second}"], References(yesterday));
        Assert.Equal([$"replicate:{Third}"], References(listed));
    }

    [Fact]
    public async Task Rows_are_sorted_here_and_a_list_that_begins_with_the_oldest_is_told_as_such()
    {
        await using var provider = LoopbackServer.Answering(static request =>
        {
            var page = LookPage(request.Target);
            return (200, Page(
                $"https://api.replicate.com/v1/predictions?cursor={page + 1}",
                Prediction($"{First[..25]}{page}", minute: page * 10, "kwaivgi/kling-v2.1"),
                Prediction($"{Second[..25]}{page}", minute: (page * 10) + 5, "kwaivgi/kling-v2.1")));
        });

        var listed = await ListAsync("REPLICATE", "REPLICATE_API_TOKEN", provider, """{"limit":2}""");

        Assert.Equal([$"replicate:{Second[..25]}3", $"replicate:{First[..25]}3"], References(listed));
        Assert.Contains("replicate did not list the newest first", listed.At("next"), StringComparison.Ordinal);
        Assert.Equal(3, provider.Requests.Count);

        static int LookPage(string target) =>
            target.Split("cursor=") is [_, var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 1;
    }

    [Fact]
    public async Task A_prompt_in_a_script_that_costs_more_tokens_is_cut_earlier_in_the_text()
    {
        var prompt = string.Concat(Enumerable.Repeat("红色的风筝飞过山丘", 10));
        await using var provider = LoopbackServer.Answering(_ => (200, Page(
            next: null, Prediction(First, minute: 1, "kwaivgi/kling-v2.1").Replace("a red kite", prompt, StringComparison.Ordinal))));

        var listed = await ListAsync("REPLICATE", "REPLICATE_API_TOKEN", provider);

        Assert.Equal($"{prompt[..59]}…", listed.At("tasks.0.prompt"));
        Assert.Contains($"\"{prompt[..19]}…\"", listed.Text(), StringComparison.Ordinal);
    }

    private static bool HasCursor(SeenRequest request) => request.Target.Contains("cursor=", StringComparison.Ordinal);

    private static string Page(string? next, params string[] rows) =>
        $$"""{"next":{{(next is null ? "null" : $"\"{next}\"")}},"previous":null,"results":[{{string.Join(',', rows)}}]}""";

    private static string Prediction(string id, int minute, string model) => $$"""
        {"id":"{{id}}","model":"{{model}}","version":"hidden","input":{"prompt":"a red kite"},"output":"https://replicate.delivery/a.mp4",
        "error":null,"status":"succeeded","created_at":"{{Minute(minute)}}","started_at":"{{Minute(minute)}}","completed_at":null}
        """;

    private static string WaveSpeedRow(int i) => $$"""
        {"id":"{{i:x32}}","model":"{{(i % 2 == 0 ? "kwaivgi/kling-v3.0-std/image-to-video" : "google/veo3")}}","outputs":[],
        "status":"processing","created_at":"{{Minute(120 - i + 1)}}","error":""}
        """;

    private static string FalRow(int i, string rest) => $$"""
        {"request_id":"00000000-0000-4000-8000-00000000000{{i}}",
        "endpoint_id":"fal-ai/{{(i == 3 ? "kling-image/v3/text-to-image" : "kling-video/v3/standard/image-to-video")}}",
        "sent_at":"{{Minute(10 - i)}}",{{rest}}}
        """;

    private static string Minute(int minute) => new DateTimeOffset(2026, 9, 1, 10, 0, 0, TimeSpan.Zero).AddMinutes(minute)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.123456789Z", CultureInfo.InvariantCulture);

    private static async Task<List<string>> ToTheEndAsync(ServerHarness server, int limit)
    {
        List<string> told = [];
        string? cursor = null;
        do
        {
            var more = cursor is null ? "" : $",\"cursor\":\"{cursor}\"";
            var listed = await server.CallAsync("list_kling_tasks", $$"""{"limit":{{limit}}{{more}}}""");
            Assert.False(listed.IsError is true, listed.Text());
            told.AddRange(References(listed));
            cursor = listed.At("cursor");
        }
        while (cursor is not null && told.Count < 500);

        return told;
    }

    private static Dictionary<string, string?> Environment(string provider, string key, LoopbackServer server) => new()
    {
        [key] = "canary-key-of-the-tests",
        [$"{provider}_BASE_URL"] = server.Address,
    };

    private static async Task<CallToolResult> ListAsync(string provider, string key, LoopbackServer server, string arguments = "{}")
    {
        var environment = Environment(provider, key, server);
        if (provider is "FAL") environment["FAL_API_BASE_URL"] = server.Address;
        await using ServerHarness harness = new(environment);
        return await harness.CallAsync("list_kling_tasks", arguments);
    }

    private static string[] References(CallToolResult listed) => Strings(listed, "task");

    private static string[] Strings(CallToolResult listed, string name) =>
        [.. listed.List("tasks").Select(t => t.GetProperty(name).GetString()!)];
}
