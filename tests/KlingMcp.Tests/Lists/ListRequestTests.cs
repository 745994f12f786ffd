using System.Text.Json.Nodes;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Lists;

/// <summary>
/// The requests for the lists of each provider, and the pages that come back, with bodies as the providers document them.
/// </summary>
public class ListRequestTests
{
    private const string Row = """{"id":"ID","status":"succeeded","message":"","create_time":TIME,"update_time":TIME,"outputs":[]}""";

    [Fact]
    public async Task The_official_list_is_posted_with_times_as_numbers_and_follows_its_cursor()
    {
        await using var provider = LoopbackServer.Answering(static request => request.Target is "/tasks"
            ? (200, request.Body.Contains("cursor", StringComparison.Ordinal) ? Page(2, "") : Page(1, "p2"))
            : (404, """{"code":1203,"message":"not here"}"""));

        var listed = await ListAsync(
            new() { ["KLING_API_KEY"] = "official-key-of-the-tests", ["KLING_BASE_URL"] = provider.Address },
            """{"status":"running","since":"2026-09-01T00:00:00Z","limit":5}""");

        var posted = provider.Requests.Where(static r => r.Target is "/tasks").ToArray();
        Assert.All(provider.Requests, static r => Assert.StartsWith("POST /", r.Line, StringComparison.Ordinal));
        Assert.Equal(2, posted.Length);
        var body = JsonNode.Parse(posted[0].Body)!;
        Assert.Equal("""[{"key":"status","values":["submitted","processing"]}]""", body["filters"]!.ToJsonString());
        Assert.Equal(1788220800000, (long)body["start_time"]!);
        Assert.Equal("p2", (string?)JsonNode.Parse(posted[1].Body)!["cursor"]);
        Assert.False(listed.IsError is true, listed.Text());
    }

    [Fact]
    public async Task A_key_pair_lists_each_kind_and_the_answer_says_which()
    {
        await using var provider = LoopbackServer.Answering(static request => request.Target.Split('?')[0] switch
        {
            "/v1/videos/text2video" => (200, $$"""{"code":0,"data":[{{Legacy("842250903629086781", 1)}}]}"""),
            "/v1/videos/image2video" => (200, $$"""{"code":0,"data":{"task_list":[{{Legacy("842250903629086782", 2)}}]} }"""),
            "/v1/images/generations" => (200, """{"code":0,"data":[]}"""),
            _ => (404, """{"code":1202,"message":"no such method"}"""),
        });

        var listed = await ListAsync(new()
        {
            ["KLING_ACCESS_KEY"] = "access-key-of-the-tests",
            ["KLING_SECRET_KEY"] = "secret-key-of-the-tests",
            ["KLING_BASE_URL"] = provider.Address,
        });

        Assert.Equal("official:videos/image2video/842250903629086782", listed.At("tasks.0.task"));
        Assert.Equal("official:videos/text2video/842250903629086781", listed.At("tasks.1.task"));
        Assert.Contains("Looked through these kinds: image2video, text2video, generations.", listed.Text(), StringComparison.Ordinal);
        Assert.Null(listed.At("errors"));
        Assert.Null(listed.At("cursor"));
        Assert.All(provider.Requests, static r => Assert.Contains("?pageNum=1&pageSize=50", r.Target, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Later_pages_of_a_kind_are_read_when_the_rows_before_are_told()
    {
        await using var provider = LoopbackServer.Answering(static request =>
            !request.Target.StartsWith("/v1/videos/text2video?", StringComparison.Ordinal)
            ? (200, """{"code":0,"data":[]}""")
            : (200, $$"""{"code":0,"data":[{{PageOfKind(request.Target.Contains("pageNum=1&", StringComparison.Ordinal) ? 0 : 50)}}]}"""));
        Dictionary<string, string?> environment = new()
        {
            ["KLING_ACCESS_KEY"] = "access-key-of-the-tests",
            ["KLING_SECRET_KEY"] = "secret-key-of-the-tests",
            ["KLING_BASE_URL"] = provider.Address,
        };
        await using ServerHarness server = new(environment);
        List<string> told = [];
        string? cursor = null;
        do
        {
            var more = cursor is null ? "" : $",\"cursor\":\"{cursor}\"";
            var listed = await server.CallAsync("list_kling_tasks", $$"""{"limit":40{{more}}}""");
            told.AddRange(listed.List("tasks").Select(static t => t.GetProperty("task").GetString()!));
            cursor = listed.At("cursor");
        }
        while (cursor is not null && told.Count < 200);

        Assert.Equal(60, told.Count);
        Assert.Equal(told.Distinct(), told);

        static string PageOfKind(int first) => string.Join(
            ',', Enumerable.Range(first, first == 0 ? 50 : 10).Select(static i => Legacy($"8422509036290868{i + 10}", 1000 - i)));
    }

    [Fact]
    public async Task The_history_of_the_platform_is_read_for_both_families_and_in_both_spellings()
    {
        await using var provider = LoopbackServer.Answering(static request =>
            request.Target.Contains("model=kling-turbo", StringComparison.Ordinal)
            ? (200, """
                {"code":200,"data":{"data":[{"id":2,"taskId":"9fd5c0a1-0000-4000-8000-0123456789ab","taskModel":"kling-turbo",
                "action":"x","status":"failed","createdAt":"2026-09-01T09:00:00Z",
                "updatedAt":"2026-09-01T09:00:40Z"}],"page":1,"size":11,"total":1}}
                """)
            : request.Target.StartsWith("/api/open/", StringComparison.Ordinal) ? (200, """
                {"code":200,"data":{"data":[{"id":1,"task_id":"58cb41b7-556d-46c0-b82e-1e116aa1a31a","task_model":"kling",
                "action":"lip_sync","status":"completed","created_at":"2026-09-01T08:00:00Z",
                "updated_at":"2026-09-01T08:04:11Z"}],"page":1,"size":11,"total":1}}
                """)
            : (500, """{"code":500,"message":"broken"}"""));

        var listed = await ListAsync(new() { ["PIAPI_API_KEY"] = "piapi-key-of-the-tests", ["PIAPI_BASE_URL"] = provider.Address });

        Assert.Equal("piapi:9fd5c0a1-0000-4000-8000-0123456789ab", listed.At("tasks.0.task"));
        Assert.Equal("piapi:58cb41b7-556d-46c0-b82e-1e116aa1a31a", listed.At("tasks.1.task"));
        Assert.Equal("lip_sync", listed.At("tasks.1.kind"));
        Assert.Equal("succeeded", listed.At("tasks.1.status"));
        Assert.Contains(provider.Requests, static r => r.Target is "/api/open/tasks/histories?page=1&page_size=11&model=kling");
    }

    [Fact]
    public async Task Useapi_is_asked_for_its_account_and_whole_pages_are_looked_through_for_a_status()
    {
        await using var provider = LoopbackServer.Answering(static request => (
            200,
            request.Target.Contains("createdBefore", StringComparison.Ordinal)
            ? $$"""{"history":[{{Web(1, 1000)}}]}"""
            : $$"""{"history":[{{string.Join(',', Enumerable.Range(2, 50).Reverse().Select(static i => Web(i, 1000 * i)))}}]}"""));

        var listed = await ListAsync(
            new()
            {
                ["USEAPI_API_TOKEN"] = "useapi-token-of-the-tests",
                ["USEAPI_EMAIL"] = "somebody@mail.example",
                ["USEAPI_BASE_URL"] = provider.Address,
            },
            """{"limit":2,"status":"failed"}""");

        Assert.Equal(
            [
                "/v1/kling/tasks/?pageSize=50&email=somebody%40mail.example",
                "/v1/kling/tasks/?pageSize=50&createdBefore=1790000002000&email=somebody%40mail.example",
            ],
            provider.Requests.Select(static r => r.Target));
        Assert.Equal("useapi:1", listed.At("tasks.0.task"));
        Assert.Equal("a boat", listed.At("tasks.0.prompt"));
    }

    private static string Page(int number, string cursor)
    {
        var row = Row.Replace("ID", $"84225090362908678{number}", StringComparison.Ordinal)
            .Replace("TIME", $"{1790000000000 - number}", StringComparison.Ordinal);
        var more = cursor.Length > 0 ? "true" : "false";
        return $$$"""{"code":0,"data":{"result":[{{{row}}}],"count":1,"next_cursor":"{{{cursor}}}","has_more":{{{more}}}}}""";
    }

    private static string Legacy(string id, int minute)
    {
        var created = 1780000000000 + (minute * 60_000L);
        return $$"""{"task_id":"{{id}}","task_status":"processing","task_info":{},"created_at":{{created}},"updated_at":0}""";
    }

    private static string Web(int id, int time)
    {
        var (number, name) = id == 1 ? (6, "failed") : (99, "succeed");
        return $$"""
            {"works":[],"task":{"id":{{id}},"type":"m2v_img2video_hq","status":{{number}},"status_name":"{{name}}","status_final":true,
            "taskInfo":{"arguments":[{"name":"prompt","value":"a boat"}]},"createTime":{{1790000000000 + time}},"updateTime":0} }
            """;
    }

    private static async Task<CallToolResult> ListAsync(Dictionary<string, string?> environment, string arguments = "{}")
    {
        await using ServerHarness server = new(environment);
        return await server.CallAsync("list_kling_tasks", arguments);
    }
}
