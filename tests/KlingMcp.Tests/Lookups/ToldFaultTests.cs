using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>What is said of a task that nobody knew or could tell of: who was asked, and every hint that may help.</summary>
public class ToldFaultTests
{
    private const string Number = "842250903629086785";
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Theory]
    [InlineData("get_kling_task", "error.")]
    [InlineData("wait_for_kling_task", "error.")]
    [InlineData("wait_for_kling_tasks", "errors.0.error.")]
    public async Task A_wait_says_who_was_asked_and_who_was_not_just_as_a_lookup_does(string tool, string error)
    {
        await using var world = new ProviderWorld();
        var time = new ManualTime();
        await using var session = await Session.OpenAsync(world.Environment("piapi"), time);

        var call = session.Client.CallAsync(tool, tool.EndsWith('s') ? $$"""{"task_ids":["{{Uuid}}"]}""" : $$"""{"task_id":"{{Uuid}}"}""");
        await time.AdvanceUntilAsync(() => call.IsCompleted, TimeSpan.FromSeconds(41));
        var result = await call;

        Assert.Equal("not_found", result.At($"{error}category"));
        Assert.Equal("""[{"provider":"piapi","category":"not_found"}]""", result.At($"{error}asked"));
        Assert.Contains("PIAPI_API_KEY", result.At($"{error}hint"), StringComparison.Ordinal);
        Assert.Contains("Not asked for want of a key: goapi (GOAPI_API_KEY).", result.At($"{error}hint"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_provider_is_not_told_as_the_one_that_was_asked()
    {
        await using var world = new ProviderWorld();
        await using var session = await Session.OpenAsync(world.Environment("piapi"));

        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"piapi:{{Uuid}}"}""");

        Assert.Null(result.At("error.asked"));
        Assert.DoesNotContain("GOAPI", result.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_all_that_fit_were_asked_their_keys_and_their_own_hints_are_named()
    {
        await using var world = new ProviderWorld();
        Dictionary<string, string?> environment = new(world.Environment("goapi", "piapi", "cometapi"))
        {
            ["KLING_ACCESS_KEY"] = "an-access-key-9",
            ["KLING_SECRET_KEY"] = "a-secret-key-of-some-length",
            ["KLING_BASE_URL"] = world.AddressOf("official"),
        };
        await using var session = await Session.OpenAsync(environment);

        var uuid = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{Uuid}}"}""");
        var number = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{Number}}"}""");

        Assert.Contains("made with the account of GOAPI_API_KEY or PIAPI_API_KEY.", uuid.Text(), StringComparison.Ordinal);
        Assert.Contains("need KLING_API_KEY instead", number.Text(), StringComparison.Ordinal);
        Assert.Contains("COMETAPI_API_KEY", number.Text(), StringComparison.Ordinal);
        Assert.Contains("ezmodel (EZMODEL_API_KEY)", number.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_provider_that_refuses_ends_the_search_and_is_told_as_the_one_asked()
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue(static (request, exchange) => request.Target.StartsWith("/goapi/", StringComparison.Ordinal) ? exchange.SendAsync(401, "{}") : null);
        await using var session = await Session.OpenAsync(new Dictionary<string, string?>(world.Environment("goapi", "piapi")) { ["KLING_MCP_DEFAULT_PROVIDER"] = "goapi" });

        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{Uuid}}"}""");

        Assert.Equal("""[{"provider":"goapi","category":"auth"}]""", result.At("error.asked"));
    }

    [Theory]
    [InlineData("avatar/image2video", "videos/avatar/image2video")]
    [InlineData("multi-image2video", "videos/multi-image2video")]
    [InlineData("video-extend", "videos/video-extend")]
    [InlineData("videos/image2vido", "videos/image2video")]
    public async Task A_kind_as_answers_name_it_leads_to_its_whole_path(string kind, string meant)
    {
        await using var world = new ProviderWorld();
        await using var session = await Session.OpenAsync(world.Environment("cometapi"));

        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"cometapi:{{kind}}/{{Number}}"}""");

        Assert.StartsWith($"Did you mean {meant}?", result.At("error.hint"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, """{"error":{"message":"internal","code":"do_request_failed"}}""", "unknown", "provider_unavailable: ")]
    [InlineData(500, """{"error":{"message":"field messages is required","code":"invalid_request"}}""", "accepted", null)]
    [InlineData(400, """{"error":{"message":"no","code":""}}""", "accepted", null)]
    [InlineData(404, "{}", "accepted", null)]
    [InlineData(404, "<html>", "unknown", "not_found: Check COMETAPI_BASE_URL")]
    public async Task A_trial_that_fails_by_itself_says_nothing_of_the_key(int status, string body, string key, string? hint)
    {
        await using var server = LoopbackServer.Answering(_ => (status, body));
        var time = new ManualTime();
        await using var session = await Session.OpenAsync(new Dictionary<string, string?> { ["COMETAPI_API_KEY"] = "a-comet-key", ["COMETAPI_BASE_URL"] = server.Address }, time);

        var call = session.Client.CallAsync("list_kling_providers", """{"verify":true}""");
        await time.AdvanceUntilAsync(() => call.IsCompleted, TimeSpan.FromSeconds(30));
        var result = await call;

        Assert.Equal(key, result.At("providers.5.key"));
        if (hint is null) Assert.Null(result.At("providers.5.hint"));
        else Assert.StartsWith(hint, result.At("providers.5.hint"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_the_id_that_keys_are_tried_with_nobody_is_told_to_check_it()
    {
        await using var server = LoopbackServer.Answering(static _ => (400, """{"error":"Bad request"}"""));
        await using var session = await Session.OpenAsync(new Dictionary<string, string?> { ["USEAPI_API_TOKEN"] = "user:1-token-9", ["USEAPI_BASE_URL"] = server.Address });

        var result = await session.Client.CallAsync("list_kling_providers", """{"verify":true}""");

        Assert.Equal("unknown", result.At("providers.3.key"));
        Assert.StartsWith("invalid_input: useapi refused the lookup by which keys are tried", result.At("providers.3.hint"), StringComparison.Ordinal);
    }
}
