using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>The forms of <c>task_id</c> and <c>provider</c> that are taken and those that are refused.</summary>
public class TaskIdArgumentTests
{
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static readonly string[] Everyone = [.. ProviderCatalog.All.Select(static p => p.Name)];

    [Theory]
    [InlineData("https://evil.example/api/v1/task/" + Uuid)]
    [InlineData("https://api.piapi.ai.evil.example/api/v1/task/" + Uuid)]
    [InlineData("https://api.piapi.ai:444/api/v1/task/" + Uuid)]
    [InlineData("https://key@api.piapi.ai/api/v1/task/" + Uuid)]
    [InlineData("https://api.piapi.ai/api/v1/task/../account/info")]
    [InlineData("https://api.piapi.ai/api/v1/task/a%2F..%2Fb")]
    [InlineData("https://api-singapore.klingai.com/tasks?task_ids=1,2")]
    [InlineData("ftp://api.piapi.ai/api/v1/task/" + Uuid)]
    [InlineData("//\u202E/https://api.piapi.ai/api/v1/task/" + Uuid)]
    [InlineData("../../v1/account/costs?x=1#")]
    [InlineData("..")]
    [InlineData("-._~")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("pipai:123")]
    [InlineData("piapi:a/../b?x")]
    [InlineData("piapi:")]
    [InlineData(":123")]
    [InlineData("official:1:2")]
    public async Task Text_that_is_no_task_id_is_refused_with_a_hint_and_no_request_is_made(string id)
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment(Everyone));

        var result = await server.GetAsync(id);

        Assert.True(result.IsError);
        Assert.Equal("invalid_input", result.At("error.category"));
        Assert.NotNull(result.At("error.hint"));
        Assert.Empty(world.Requests);
    }

    [Theory]
    [InlineData("""{"task_id":"pipai:123"}""", "Did you mean piapi?")]
    [InlineData("""{"task_id":"cometapi:videos/imagetovideo/842"}""", "Did you mean videos/image2video?")]
    [InlineData("""{"task_id":"cometapi:image2video/842"}""", "Did you mean videos/image2video?")]
    [InlineData("""{"taskid":"842"}""", "Did you mean task_id?")]
    [InlineData("""{"task_id":"842","provider":"comet"}""", "Did you mean cometapi?")]
    [InlineData("""{"task_id":"842","detail":"long"}""", "compact, full")]
    [InlineData("""{"task_id":"piapi:842","provider":"goapi"}""", "make the two agree")]
    [InlineData("""{"task_id":842250903629086800}""", "as a string")]
    [InlineData("""{"task_id":8.4e17}""", "as a string")]
    [InlineData("""{"task_id":1.5}""", "as text")]
    [InlineData("""{"task_id":-5}""", "as text")]
    [InlineData("""{"task_id":null}""", "as text")]
    [InlineData("""{"task_id":""}""", "as text")]
    [InlineData("""{"task_id":["842"]}""", "as text")]
    [InlineData("""{}""", "as text")]
    public async Task A_wrong_argument_is_refused_with_a_hint_at_the_right_one(string arguments, string hint)
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment(Everyone));

        var result = await server.CallAsync("get_kling_task", arguments);

        Assert.Equal("invalid_input", result.At("error.category"));
        Assert.Contains(hint, result.At("error.hint"), StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Fact]
    public async Task An_unknown_provider_is_one_error_for_the_whole_batch()
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment("piapi"));

        foreach (var tool in new[] { "get_kling_tasks", "wait_for_kling_tasks" })
        {
            var result = await server.CallAsync(tool, """{"task_ids":["1","2","3"],"provider":"nope"}""");

            Assert.Equal("invalid_input", result.At("error.category"));
            Assert.True(result.IsError);
        }
    }

    [Theory]
    [InlineData("piapi:/" + Uuid)]
    [InlineData("piapi:a b/" + Uuid)]
    public async Task A_kind_is_ignored_at_a_provider_that_needs_none(string id)
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Uuid, KlingTaskStatus.Processing);
        await using var server = await ServerHarness.StartAsync(world.Environment("piapi"));

        Assert.Equal($"piapi:{Uuid}", (await server.CallAsync("get_kling_task", $$"""{"task_id":"{{id}}","provider":"  "}""")).At("task"));
    }

    [Theory]
    [InlineData("842250903629086785")]
    [InlineData("9007199254740993")]
    [InlineData("12345")]
    public async Task A_task_id_given_as_a_json_integer_keeps_all_its_digits(string digits)
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment("ezmodel"));

        await server.CallAsync("get_kling_task", $$"""{"task_id":{{digits}},"provider":"EZMODEL"}""");

        Assert.Equal($"/ezmodel/kling/v1/videos/text2video/{digits}", Assert.Single(world.Requests).Target);
    }

    [Theory]
    [InlineData("a+b=c", "a%2Bb%3Dc")]
    [InlineData("a@b*c~d", "a%40b%2Ac~d")]
    [InlineData("镜9", "%E9%95%9C9")]
    public async Task An_id_is_escaped_in_the_request(string id, string target)
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment("piapi"));

        await server.GetAsync($"piapi:{id}");

        Assert.Equal($"/piapi/api/v1/task/{target}", Assert.Single(world.Requests).Target);
    }
}
