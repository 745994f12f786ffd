using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>The error of a lookup that found nothing: which providers were asked, and the hints.</summary>
public class LookupErrorTests
{
    private const string Number = "842250903629086785";
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Theory]
    [InlineData("get_kling_task", "error.")]
    [InlineData("wait_for_kling_task", "error.")]
    [InlineData("wait_for_kling_tasks", "errors.0.error.")]
    public async Task The_error_lists_the_providers_that_were_asked_and_those_without_a_key(string tool, string error)
    {
        await using var world = new ProviderWorld();
        var time = new ManualTime();
        await using var server = await ServerHarness.StartAsync(world.Environment("piapi"), time);

        var call = server.CallAsync(tool, tool.EndsWith('s') ? $$"""{"task_ids":["{{Uuid}}"]}""" : $$"""{"task_id":"{{Uuid}}"}""");
        await time.AdvanceUntilAsync(() => call.IsCompleted, TimeSpan.FromSeconds(41));
        var result = await call;

        Assert.Equal("not_found", result.At($"{error}category"));
        Assert.Equal("""[{"provider":"piapi","category":"not_found"}]""", result.At($"{error}asked"));
        Assert.Contains("PIAPI_API_KEY", result.At($"{error}hint"), StringComparison.Ordinal);
        Assert.Contains("Not asked for want of a key: goapi (GOAPI_API_KEY), fal ", result.At($"{error}hint"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_does_not_list_providers_when_one_was_named()
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment("piapi"));

        var result = await server.GetAsync($"piapi:{Uuid}");

        Assert.Null(result.At("error.asked"));
        Assert.DoesNotContain("GOAPI", result.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hint_names_the_keys_of_all_fitting_providers_and_their_own_hints()
    {
        await using var world = new ProviderWorld();
        Dictionary<string, string?> environment = new(world.Environment("goapi", "piapi", "cometapi"))
        {
            ["KLING_ACCESS_KEY"] = "an-access-key-9",
            ["KLING_SECRET_KEY"] = "a-secret-key-of-some-length",
            ["KLING_BASE_URL"] = world.AddressOf("official"),
        };
        await using var server = await ServerHarness.StartAsync(environment);

        var uuid = await server.GetAsync(Uuid);
        var number = await server.GetAsync(Number);

        Assert.Contains("made with the account of GOAPI_API_KEY or PIAPI_API_KEY.", uuid.Text(), StringComparison.Ordinal);
        Assert.Contains("need KLING_API_KEY instead", number.Text(), StringComparison.Ordinal);
        Assert.Contains("COMETAPI_API_KEY", number.Text(), StringComparison.Ordinal);
        Assert.Contains("ezmodel (EZMODEL_API_KEY)", number.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_provider_that_rejects_the_key_ends_the_lookup_and_is_the_only_one_listed()
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue(static (request, exchange) =>
            request.Target.StartsWith("/goapi/", StringComparison.Ordinal) ? exchange.SendAsync(401, "{}") : null);
        await using ServerHarness server = new(world.Environment("goapi", "piapi").With("KLING_MCP_DEFAULT_PROVIDER", "goapi"));

        var result = await server.GetAsync(Uuid);

        Assert.Equal("""[{"provider":"goapi","category":"auth"}]""", result.At("error.asked"));
    }

    [Theory]
    [InlineData("avatar/image2video", "videos/avatar/image2video")]
    [InlineData("multi-image2video", "videos/multi-image2video")]
    [InlineData("video-extend", "videos/video-extend")]
    [InlineData("videos/image2vido", "videos/image2video")]
    public async Task A_short_or_misspelled_kind_is_refused_with_its_full_path(string kind, string meant)
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment("cometapi"));

        var result = await server.GetAsync($"cometapi:{kind}/{Number}");

        Assert.StartsWith($"Did you mean {meant}?", result.At("error.hint"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, """{"error":{"message":"internal","code":"do_request_failed"}}""", "accepted", null)]
    [InlineData(503, "busy", "unknown", "provider_unavailable: ")]
    [InlineData(500, """{"error":{"message":"field messages is required","code":"invalid_request"}}""", "accepted", null)]
    [InlineData(400, """{"error":{"message":"no","code":""}}""", "accepted", null)]
    [InlineData(404, "{}", "accepted", null)]
    [InlineData(404, "<html>", "unknown", "not_found: Check COMETAPI_BASE_URL")]
    public async Task Verifying_a_key_at_cometapi_tells_accepted_from_unknown(int status, string body, string key, string? hint)
    {
        await using var host = LoopbackServer.Answering(_ => (status, body));
        var time = new ManualTime();
        Dictionary<string, string?> environment = new() { ["COMETAPI_API_KEY"] = "a-comet-key", ["COMETAPI_BASE_URL"] = host.Address };
        await using ServerHarness server = new(environment, time);

        var call = server.CallAsync("list_kling_providers", """{"verify":true}""");
        await time.AdvanceUntilAsync(() => call.IsCompleted, TimeSpan.FromSeconds(30));
        var result = await call;

        Assert.Equal(key, result.At("providers.5.key"));
        if (hint is null) Assert.Null(result.At("providers.5.hint"));
        else Assert.StartsWith(hint, result.At("providers.5.hint"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_verifying_is_refused_the_hint_does_not_say_to_check_the_id()
    {
        await using var host = LoopbackServer.Answering(static _ => (400, """{"error":"Bad request"}"""));
        Dictionary<string, string?> environment = new() { ["USEAPI_API_TOKEN"] = "user:1-token-9", ["USEAPI_BASE_URL"] = host.Address };
        await using ServerHarness server = new(environment);

        var result = await server.CallAsync("list_kling_providers", """{"verify":true}""");

        Assert.Equal("unknown", result.At("providers.3.key"));
        Assert.StartsWith(
            "invalid_input: useapi refused the lookup by which keys are tried", result.At("providers.3.hint"), StringComparison.Ordinal);
    }
}
