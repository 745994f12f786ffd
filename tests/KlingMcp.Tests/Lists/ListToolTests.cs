using KlingMcp.Domain;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Lists;

/// <summary><c>list_kling_tasks</c> over real HTTP: several providers at once, filters, and what goes wrong at one of them.</summary>
public sealed class ListToolTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Made = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly ProviderWorld world = new();

    [Fact]
    public async Task The_newest_tasks_of_all_providers_come_first()
    {
        Add("official", "842250903629086785", minute: 1, KlingTaskStatus.Succeeded);
        Add("piapi", "c16e5746-c46d-4287-9286-a06063c50a24", minute: 3, KlingTaskStatus.Processing);
        Add("useapi", "123456789", minute: 2, KlingTaskStatus.Failed);

        var listed = await ListAsync(["official", "piapi", "useapi"]);

        Assert.Equal(
            ["piapi:c16e5746-c46d-4287-9286-a06063c50a24", "useapi:123456789", "official:842250903629086785"], References(listed));
        Assert.Equal(["processing", "failed", "succeeded"], Strings(listed, "status"));
        Assert.Equal(["provider", "provider", "provider"], Strings(listed, "source"));
        Assert.False(listed.StructuredContent!.Value.TryGetProperty("cursor", out _));
    }

    [Fact]
    public async Task A_row_that_tells_too_little_is_looked_up_once_and_only_if_it_is_told()
    {
        for (var i = 0; i < 4; i++)
            Add("piapi", $"c16e5746-c46d-4287-9286-a06063c50a2{i}", minute: i, KlingTaskStatus.Succeeded);

        var listed = await ListAsync(["piapi"], """{"limit":2}""");

        Assert.Equal(["a paper boat on a river", "a paper boat on a river"], Strings(listed, "prompt"));
        Assert.Contains("1 output", listed.Text(), StringComparison.Ordinal);
        Assert.Equal(2, world.Requests.Count(static r => r.Target.Contains("/api/v1/task/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("\"created_at\":\"2026-11-01T10:00:00Z\"", "2026-11-01T10:00:00Z")]
    [InlineData("\"ended_at\":\"\"", "2026-11-22T12:01:00Z")]
    public async Task A_task_that_was_looked_up_has_its_own_time_else_that_of_its_row(string meta, string created)
    {
        const string Id = "c16e5746-c46d-4287-9286-a06063c50a20";
        Add("piapi", Id, minute: 1, KlingTaskStatus.Processing);
        world.Overrides.Enqueue((request, exchange) => request.Target.Contains("/api/v1/task/", StringComparison.Ordinal)
            ? exchange.SendAsync(200, $$"""{"code":200,"data":{"task_id":"{{Id}}","status":"processing","meta":{ {{meta}} } } }""")
            : null);

        var listed = await ListAsync(["piapi"]);

        Assert.Equal([created], Strings(listed, "created_at"));
    }

    [Theory]
    [InlineData("running", "842250903629086783 842250903629086782")]
    [InlineData("failed", "842250903629086784")]
    [InlineData("queued", "842250903629086782")]
    public async Task Only_tasks_of_the_wanted_status_come(string status, string ids)
    {
        Add("official", "842250903629086781", minute: 1, KlingTaskStatus.Succeeded);
        Add("official", "842250903629086782", minute: 2, KlingTaskStatus.Queued);
        Add("official", "842250903629086783", minute: 3, KlingTaskStatus.Processing);
        Add("official", "842250903629086784", minute: 4, KlingTaskStatus.Failed);

        var listed = await ListAsync(["official"], $$"""{"status":"{{status}}"}""");

        Assert.Equal(ids.Split(' ').Select(static id => $"official:{id}"), References(listed));
    }

    [Fact]
    public async Task Tasks_older_than_since_are_left_out()
    {
        Add("official", "842250903629086781", minute: 1, KlingTaskStatus.Succeeded);
        Add("official", "842250903629086782", minute: 2, KlingTaskStatus.Succeeded);

        var listed = await ListAsync(["official"], """{"since":"2026-11-22T12:01:30Z"}""");

        Assert.Equal(["official:842250903629086782"], References(listed));
    }

    [Fact]
    public async Task Pages_lead_to_the_end_without_a_gap_or_a_repeat()
    {
        string[] ids = [.. Enumerable.Range(10, 23).Select(static i => $"8422509036290867{i}")];
        foreach (var (i, id) in ids.Index()) Add("official", id, minute: i / 3, KlingTaskStatus.Succeeded);
        Add("useapi", "123456789", minute: 4, KlingTaskStatus.Failed);
        await using ServerHarness server = new(world.Environment("official", "useapi"));
        List<string> told = [];
        string? cursor = null;
        do
        {
            var more = cursor is null ? "" : $",\"cursor\":\"{cursor}\"";
            var listed = await server.CallAsync("list_kling_tasks", $$"""{"limit":5{{more}}}""");
            Assert.True(listed.IsError is not true, listed.Text());
            told.AddRange(References(listed));
            cursor = listed.StructuredContent!.Value.TryGetProperty("cursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null && told.Count < 100);

        Assert.Equal(24, told.Count);
        Assert.Equal(told.Distinct(), told);
    }

    [Fact]
    public async Task One_providers_fault_does_not_spoil_the_rest()
    {
        Add("official", "842250903629086781", minute: 1, KlingTaskStatus.Succeeded);
        Refuse("/piapi/api/open/", 401, """{"code":401,"message":"invalid api key"}""");

        var listed = await ListAsync(["official", "piapi"]);

        Assert.Equal(["official:842250903629086781"], References(listed));
        var error = Assert.Single(listed.StructuredContent!.Value.GetProperty("errors").EnumerateArray());
        Assert.Equal("piapi", error.GetProperty("provider").GetString());
        Assert.Equal("auth", error.GetProperty("error").GetProperty("category").GetString());
        Assert.Contains("auth at piapi", listed.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_does_not_exist_is_no_outage()
    {
        Refuse("/goapi/api/open/", 404, "404 page not found");
        Add("official", "842250903629086781", minute: 1, KlingTaskStatus.Succeeded);

        var listed = await ListAsync(["official", "goapi", "cometapi"]);

        Assert.False(listed.StructuredContent!.Value.TryGetProperty("errors", out _));
        Assert.Equal(
            ["cometapi", "goapi"],
            listed.List("not_listed").Select(static n => n.GetProperty("provider").GetString()).Order());
        Assert.DoesNotContain(world.Requests, static r => r.Target.StartsWith("/cometapi", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_failed_keeps_its_place_and_its_tasks_come_later()
    {
        Add("official", "842250903629086781", minute: 1, KlingTaskStatus.Succeeded);
        Add("useapi", "123456789", minute: 2, KlingTaskStatus.Failed);
        Refuse("/useapi/", 401, """{"error":"Unauthorized"}""");
        await using ServerHarness server = new(world.Environment("official", "useapi"));
        var first = await server.CallAsync("list_kling_tasks", "{}");
        world.Overrides.Clear();

        var second = await server.CallAsync("list_kling_tasks", $$"""{"cursor":"{{Cursor(first)}}"}""");

        Assert.Equal(["official:842250903629086781"], References(first));
        Assert.Equal(["useapi:123456789"], References(second));
    }

    [Fact]
    public async Task A_cursor_is_refused_with_other_filters_other_accounts_or_a_part_of_it_missing()
    {
        for (var i = 0; i < 3; i++) Add("official", $"84225090362908678{i}", minute: i, KlingTaskStatus.Succeeded);
        var cursor = Cursor(await ListAsync(["official"], """{"limit":1}"""));

        var otherFilter = await ListAsync(["official"], $$"""{"cursor":"{{cursor}}","status":"failed"}""");
        var otherAccount = await ListAsync(["official", "useapi"], $$"""{"cursor":"{{cursor}}"}""");
        var cut = await ListAsync(["official"], $$"""{"cursor":"{{cursor[..^30]}}"}""");

        Assert.Contains("other filters or accounts", otherFilter.Text(), StringComparison.Ordinal);
        Assert.Contains("other filters or accounts", otherAccount.Text(), StringComparison.Ordinal);
        Assert.Contains("not one that a list gave", cut.Text(), StringComparison.Ordinal);
        Assert.All([otherFilter, otherAccount, cut], static refused => Assert.True(refused.IsError));
    }

    [Fact]
    public async Task Of_a_mere_list_no_task_is_no_error()
    {
        var listed = await ListAsync(["official"]);

        Assert.NotEqual(true, listed.IsError);
        Assert.Equal("No tasks.", listed.Text());
    }

    [Fact]
    public async Task Without_any_key_the_variables_are_named()
    {
        var listed = await ListAsync([]);

        Assert.True(listed.IsError);
        Assert.Contains("PIAPI_API_KEY", listed.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"limit":0}""")]
    [InlineData("""{"limit":51}""")]
    [InlineData("""{"since":"lately"}""")]
    [InlineData("""{"status":"lost"}""")]
    [InlineData("""{"provider":"nowhere"}""")]
    public async Task An_argument_that_cannot_be_used_is_refused_unasked(string arguments)
    {
        var refused = await ListAsync(["official"], arguments);

        Assert.True(refused.IsError);
        Assert.StartsWith("invalid_input", refused.Text(), StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Fact]
    public async Task The_tool_can_be_switched_off()
    {
        await using var server = await ServerHarness.StartAsync(new Dictionary<string, string?> { ["KLING_MCP_LIST"] = "off" });

        var tools = await server.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.DoesNotContain(tools, static tool => tool.Name == "list_kling_tasks");
    }

    [Fact]
    public async Task The_sandbox_has_a_history()
    {
        await using ServerHarness server = new(new Dictionary<string, string?> { ["KLING_MCP_SANDBOX"] = "1" });

        var last = await server.CallAsync("list_kling_tasks", """{"limit":1}""");
        var failed = await server.CallAsync("list_kling_tasks", """{"status":"failed","since":"24h"}""");

        Assert.Equal(["official:sandbox-ok-75-boat"], References(last));
        Assert.Equal(["official:sandbox-fail-20-crowd"], References(failed));
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private static string[] References(CallToolResult listed) => Strings(listed, "task");

    private static string[] Strings(CallToolResult listed, string name) =>
        [.. listed.StructuredContent!.Value.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty(name).GetString()!)];

    private static string Cursor(CallToolResult listed) => listed.StructuredContent!.Value.GetProperty("cursor").GetString()!;

    private void Add(string provider, string id, int minute, KlingTaskStatus status) => world.Add(
        provider,
        id,
        status,
        task => task with { CreatedAt = Made.AddMinutes(minute), UpdatedAt = Made.AddMinutes(minute).AddSeconds(20) });

    private void Refuse(string prefix, int status, string body) => world.Overrides.Enqueue((request, exchange) =>
        request.Target.StartsWith(prefix, StringComparison.Ordinal) ? exchange.SendAsync(status, body) : null);

    private async Task<CallToolResult> ListAsync(string[] providers, string arguments = "{}")
    {
        await using ServerHarness server = new(world.Environment(providers));
        return await server.CallAsync("list_kling_tasks", arguments);
    }
}
