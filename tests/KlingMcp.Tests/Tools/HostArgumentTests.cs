using System.Text.RegularExpressions;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Tools;

/// <summary>Arguments as hosts and models send them: of other types, misspelled, or with additions.</summary>
public class HostArgumentTests
{
    private const string Id = "842250903629086785";
    private const string Other = "842250903629086786";

    [Theory]
    [InlineData("get_kling_task", $$"""{"task_id":"{{Id}}","toolCallId":"call_1","sessionId":"s"}""")]
    [InlineData("get_kling_task", $$"""{"task_id":"{{Id}}","chatInput":5}""")]
    [InlineData("wait_for_kling_task", $$"""{"task_id":"{{Id}}","timeout_seconds":"1"}""")]
    [InlineData("wait_for_kling_task", $$"""{"task_id":"{{Id}}","timeout_seconds":0.5}""")]
    [InlineData("wait_for_kling_task", $$"""{"task_id":"{{Id}}","timeout_seconds":"1.0"}""")]
    public async Task A_call_is_not_lost_for_the_type_of_an_argument_or_for_what_a_host_adds(string tool, string arguments)
    {
        await using var world = new ProviderWorld();
        world.Add("official", Id, KlingTaskStatus.Succeeded);
        await using ServerHarness server = new(world.Environment("official"));

        Assert.Equal("succeeded", (await server.CallAsync(tool, arguments)).At("status"));
    }

    [Theory]
    [InlineData($$"""["{{Id}}","{{Other}}"]""")]
    [InlineData($$""" "[\"{{Id}}\",\"{{Other}}\"]" """)]
    [InlineData($$""" "{{Id}},{{Other}}" """)]
    [InlineData($$""" "{{Id}} {{Other}}" """)]
    [InlineData($$""" "{{Id}}\n official: {{Other}}\n" """)]
    [InlineData($$""" "[{{Id}}, '{{Other}}']" """)]
    public async Task Several_ids_may_come_as_a_list_or_as_text(string ids)
    {
        await using var world = new ProviderWorld();
        world.Add("official", Id, KlingTaskStatus.Succeeded);
        world.Add("official", Other, KlingTaskStatus.Processing);
        await using ServerHarness server = new(world.Environment("official"));

        var result = await server.CallAsync("get_kling_tasks", $$"""{"task_ids":{{ids}}}""");

        Assert.Equal($"official:{Id}", result.At("tasks.0.task"));
        Assert.Equal($"official:{Other}", result.At("tasks.1.task"));
    }

    [Theory]
    [InlineData("\"true\"", 2)]
    [InlineData("\"False\"", 0)]
    [InlineData("true", 2)]
    public async Task A_boolean_may_come_as_text(string verify, int requests)
    {
        await using var world = new ProviderWorld();
        await using ServerHarness server = new(world.Environment("piapi"));

        var result = await server.CallAsync("list_kling_providers", $$"""{"verify":{{verify}}}""");

        Assert.NotEqual(true, result.IsError);
        Assert.Equal(requests, world.Requests.Count);
    }

    [Theory]
    [InlineData("get_kling_task", $$"""{"taskId":"{{Id}}"}""", "Did you mean task_id?")]
    [InlineData("get_kling_task", $$"""{"task-id":"{{Id}}"}""", "Did you mean task_id?")]
    [InlineData("get_kling_task", $$"""{"task_id":"{{Id}}","detial":"full"}""", "Did you mean detail?")]
    [InlineData("get_kling_task", $$"""{"task_ids":["{{Id}}"]}""", "get_kling_tasks")]
    [InlineData("get_kling_task", $$"""{"task_id":"{{Id}}","timeoutSeconds":5}""", "wait_for_kling_task")]
    [InlineData("wait_for_kling_task", $$"""{"task_id":"{{Id}}","until":"any"}""", "wait_for_kling_tasks")]
    [InlineData("list_kling_providers", """{"verfy":true}""", "Did you mean verify?")]
    public async Task A_misspelled_argument_or_one_of_another_tool_is_refused_with_the_right_name(
        string tool, string arguments, string hint)
    {
        await using var world = new ProviderWorld();
        await using ServerHarness server = new(world.Environment("official"));

        var result = await server.CallAsync(tool, arguments);

        Assert.Equal("invalid_input", result.At("error.category"));
        Assert.Contains(hint, result.At("error.hint"), StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public async Task An_argument_of_other_tools_is_refused_with_the_names_of_those_that_the_server_lists(string saving)
    {
        await using var world = new ProviderWorld();
        await using ServerHarness server = new(
            new Dictionary<string, string?>(world.Environment("official")) { ["KLING_MCP_SAVE"] = saving });

        var result = await server.CallAsync("get_kling_tasks", $$"""{"task_id":"{{Id}}"}""");

        var tools = await server.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var owners = tools.Where(static t => t.JsonSchema.GetProperty("properties").TryGetProperty("task_id", out _));
        var named = Regex.Match(result.At("error.hint") ?? "", "^task_id is an argument of (.+?)\\.").Groups[1].Value.Split(" and ");
        Assert.Equal(owners.Select(static t => t.Name).Order(), named.Order());
    }
}
