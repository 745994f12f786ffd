using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>Which providers are asked for a bare id, and what their answers lead to together.</summary>
public class RoutingTests
{
    private const string Number = "842250903629086785";
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static readonly string[] Everyone = [.. ProviderCatalog.All.Select(static p => p.Name)];

    /// <summary>Ids by their form, and the providers that may be asked for each.</summary>
    public static TheoryData<string, string> Forms() => new()
    {
        { "CjMT7WdSwWcAAAAAALvB3g", "official" },
        { "842250903629086785842250903629086785", "official" },
        { Number, "official ezmodel cometapi" },
        { "123456789012345", "official useapi ezmodel cometapi" },
        { Uuid, "goapi piapi fal" },
        { "e989621f54392584b05867f87b160672", "goapi piapi fal kie wavespeed official" },
        { "hdwst0bb05rgp0cf0p29mzk2am", "replicate official" },
        { "qAfQfm0KEz8jbBewFuxEp", "aimlapi official" },
        { $"{Uuid}:klingai/video-o1-image-to-video", "aimlapi" },
        { "task_kling-3.0_1765187774173", "kie" },
        { "123456789", "useapi" },
        { "7", "useapi" },
        { "task_2f8fad5bd9cb469fa16570867728950e", "ezmodel kie" },
        { "shot-09", "official" },
        { "镜头-9", "official" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_bare_id_is_looked_up_only_at_providers_whose_ids_have_its_form(string id, string asked)
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment(Everyone));

        var result = await server.GetAsync(id);

        Assert.True(result.IsError);
        Assert.Equal("not_found", result.At("error.category"));
        Assert.Equal(asked.Split(' ').Order(), Everyone.Where(p => world.CountOf(p) > 0).Order());
    }

    [Theory]
    [InlineData("official", Number)]
    [InlineData("ezmodel", Number)]
    [InlineData("cometapi", Number)]
    [InlineData("useapi", "123456789012345")]
    [InlineData("goapi", Uuid)]
    [InlineData("piapi", Uuid)]
    [InlineData("fal", Uuid)]
    [InlineData("replicate", "hdwst0bb05rgp0cf0p29mzk2am")]
    [InlineData("kie", "e989621f54392584b05867f87b160672")]
    [InlineData("wavespeed", "e989621f54392584b05867f87b160672")]
    [InlineData("aimlapi", $"{Uuid}:klingai/video-o1-image-to-video")]
    public async Task A_bare_id_that_one_of_the_providers_has_is_found(string owner, string id)
    {
        await using var world = new ProviderWorld();
        world.Add(owner, id, KlingTaskStatus.Processing);
        await using var server = await ServerHarness.StartAsync(world.Environment(Everyone));

        var result = await server.GetAsync(id);

        Assert.Equal(owner, result.At("provider"));
        Assert.EndsWith(id, result.At("task"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_two_providers_have_is_ambiguous_with_both_references_as_candidates()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Uuid, KlingTaskStatus.Processing);
        world.Add("goapi", Uuid, KlingTaskStatus.Succeeded);
        await using var server = await ServerHarness.StartAsync(world.Environment(Everyone));

        var result = await server.GetAsync(Uuid);

        Assert.Equal("ambiguous", result.At("error.category"));
        Assert.Equal($"goapi:{Uuid}", result.At("error.candidates.0.task"));
        Assert.Equal($"piapi:{Uuid}", result.At("error.candidates.1.task"));
        Assert.Equal("succeeded", result.At("error.candidates.0.status"));
        Assert.Contains($"piapi:{Uuid}", result.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_default_provider_is_asked_first_and_the_others_only_after_not_found()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Uuid, KlingTaskStatus.Processing);
        world.Add("goapi", Uuid, KlingTaskStatus.Processing);
        world.Add("goapi", "1" + Uuid[1..], KlingTaskStatus.Processing);
        await using var server = await ServerHarness.StartAsync(world.Environment(Everyone).With("KLING_MCP_DEFAULT_PROVIDER", "piapi"));

        var first = await server.GetAsync(Uuid);
        Assert.Equal("piapi", first.At("provider"));
        Assert.Equal(0, world.CountOf("goapi"));

        var second = await server.GetAsync($"1{Uuid[1..]}");
        Assert.Equal("goapi", second.At("provider"));
    }

    [Fact]
    public async Task A_rejected_key_outweighs_not_found_and_asked_lists_both_providers()
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue(static (request, exchange) => request.Target.StartsWith("/ezmodel/", StringComparison.Ordinal)
            ? exchange.SendAsync(401, """{"error":{"message":"no"}}""")
            : null);
        await using var server = await ServerHarness.StartAsync(world.Environment("official", "ezmodel"));

        var result = await server.GetAsync(Number);

        Assert.Equal("auth", result.At("error.category"));
        Assert.Equal("ezmodel", result.At("error.provider"));
        Assert.Equal("official", result.At("error.asked.0.provider"));
        Assert.Equal("not_found", result.At("error.asked.0.category"));
        Assert.Equal("auth", result.At("error.asked.1.category"));
        Assert.Contains("EZMODEL_API_KEY", result.At("error.hint"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hint_of_not_found_names_fitting_providers_that_have_no_key()
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment("piapi"));

        var result = await server.GetAsync(Uuid);

        Assert.Contains("goapi (GOAPI_API_KEY)", result.At("error.hint"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY", "shot-09")]
    [InlineData("", "PIAPI_API_KEY", Uuid)]
    [InlineData("piapi", "EZMODEL_API_KEY", "ezmodel:1")]
    [InlineData("piapi", "USEAPI_API_TOKEN", "12345")]
    public async Task Without_a_key_the_error_names_the_variable_and_no_request_is_made(string configured, string variable, string id)
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment(configured));

        var result = await server.GetAsync(id);

        Assert.Equal("not_configured", result.At("error.category"));
        Assert.Contains(variable, result.At("error.hint"), StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Fact]
    public async Task Half_a_key_pair_is_not_configured_and_the_error_names_the_other_half()
    {
        await using var server = await ServerHarness.StartAsync(new Dictionary<string, string?> { ["KLING_ACCESS_KEY"] = "access-key" });

        var result = await server.CallAsync("get_kling_task", """{"task_id":"official:videos/text2video/1"}""");

        Assert.Equal("not_configured", result.At("error.category"));
        Assert.Contains("KLING_SECRET_KEY is missing", result.At("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_external_id_is_looked_up_at_the_official_api_and_answered_with_the_tasks_own_id()
    {
        await using var world = new ProviderWorld();
        world.Add("official", Number, KlingTaskStatus.Processing, static t => t with { ExternalId = "shot-09" });
        world.Tasks[("official", "shot-09")] = world.Tasks[("official", Number)];
        await using var server = await ServerHarness.StartAsync(world.Environment(Everyone));

        var result = await server.CallAsync("get_kling_task", """{"task_id":"shot-09","detail":"full"}""");

        Assert.Equal($"official:{Number}", result.At("task"));
        Assert.Equal("shot-09", result.At("external_id"));
        Assert.All(Everyone.Where(static p => p != "official"), p => Assert.Equal(0, world.CountOf(p)));
    }

    [Theory]
    [InlineData("piapi:shot-1", false)]
    [InlineData("shot-1", true)]
    public async Task Without_a_key_the_error_explains_the_forms_of_ids_unless_a_provider_was_named(string id, bool explained)
    {
        await using ServerHarness server = new(new Dictionary<string, string?>());

        Assert.Equal(explained, (await server.GetAsync(id)).Text().Contains("name the provider", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Uuid, 3)]
    [InlineData("e989621f54392584b05867f87b160672", 7)]
    [InlineData("hdwst0bb05rgp0cf0p29mzk2am", 3)]
    [InlineData("qAfQfm0KEz8jbBewFuxEp", 3)]
    [InlineData($"{Uuid}:klingai/video-o1-image-to-video", 1)]
    [InlineData("task_kling-3.0_1765187774173", 1)]
    [InlineData("task_2f8fad5bd9cb469fa16570867728950e", 2)]
    [InlineData("shot-09", 4)]
    public async Task An_unknown_id_costs_few_requests_by_its_form(string id, int requests)
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment(Everyone));

        Assert.Equal("not_found", (await server.GetAsync(id)).At("error.category"));
        Assert.Equal(requests, world.Requests.Count);
    }

    [Theory]
    [InlineData("replicate", "hdwst0bb05rgp0cf0p29mzk2am", "https://replicate.com/p/hdwst0bb05rgp0cf0p29mzk2am")]
    [InlineData("replicate", "hdwst0bb05rgp0cf0p29mzk2am", "https://api.replicate.com/v1/predictions/hdwst0bb05rgp0cf0p29mzk2am/cancel")]
    [InlineData("fal", Uuid, $"https://queue.fal.run/fal-ai/kling-video/requests/{Uuid}/status")]
    [InlineData("fal", Uuid, $"https://queue.falrun.com/fal-ai/kling-video/requests/{Uuid}")]
    [InlineData("fal", Uuid, $"https://queue.fal.run/fal-ai/kling-video/v3/pro/text-to-video/requests/{Uuid}")]
    [InlineData("kie", "abc", "https://api.kie.ai/api/v1/jobs/recordInfo?taskId=abc")]
    [InlineData("wavespeed", "abc", "https://api.wavespeed.ai/api/v3/predictions/abc/result")]
    [InlineData("aimlapi", $"{Uuid}:a/b", $"https://api.aimlapi.com/v2/video/generations?generation_id={Uuid}%3Aa%2Fb")]
    [InlineData("aimlapi", $"{Uuid}:a/b", $"aimlapi:{Uuid}:a/b")]
    public async Task The_addresses_that_a_gateway_gives_out_are_read(string provider, string id, string asked)
    {
        await using var world = new ProviderWorld();
        world.Add(provider, id, KlingTaskStatus.Processing);
        await using var server = await ServerHarness.StartAsync(world.Environment(Everyone));

        Assert.Equal($"{provider}:{id}", (await server.GetAsync(asked)).At("task"));
        Assert.Single(world.Requests);
    }

    [Fact]
    public async Task The_colon_and_the_slashes_of_an_id_are_escaped_once()
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment("aimlapi"));

        await server.GetAsync($"{Uuid}:kling-video/v1.6");

        Assert.EndsWith($"generation_id={Uuid}%3Akling-video%2Fv1.6", Assert.Single(world.Requests).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_climbs_is_no_id()
    {
        await using var world = new ProviderWorld();
        await using var server = await ServerHarness.StartAsync(world.Environment(Everyone));

        Assert.Equal("invalid_input", (await server.GetAsync($"{Uuid}:a/../b")).At("error.category"));
        Assert.Empty(world.Requests);
    }

    [Fact]
    public async Task Another_app_of_fal_is_asked_by_its_kind()
    {
        await using var world = new ProviderWorld();
        world.Add("fal", Uuid, KlingTaskStatus.Succeeded);
        await using var server = await ServerHarness.StartAsync(world.Environment("fal"));

        var result = await server.GetAsync($"fal:fal-ai/kling-image/{Uuid}");

        Assert.Equal($"fal:fal-ai/kling-image/{Uuid}", result.At("task"));
        Assert.All(world.Requests, r => Assert.StartsWith($"/fal/fal-ai/kling-image/requests/{Uuid}", r.Target, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("replicate", "hdwst0bb05rgp0cf0p29mzk2am", """{"id":"ID","model":"x/flux","status":"succeeded","output":"a poem"}""")]
    [InlineData("wavespeed", "e989621f54392584b05867f87b160672",
        """{"code":200,"data":{"id":"ID","model":"x/flux","status":"completed","outputs":["https://e.example/a.png"]}}""")]
    [InlineData("kie", "e989621f54392584b05867f87b160672",
        """{"code":200,"data":{"taskId":"ID","model":"sora-2","state":"generating"}}""")]
    public async Task Another_models_task_is_answered_only_where_its_provider_is_named(string provider, string id, string body)
    {
        await using var server = ServerHarness.Offline(
            new Dictionary<string, string?> { [ProviderCatalog.Find(provider)!.Keys[0].Variables[0]] = "canary-key-of-the-tests" },
            _ => new() { Content = new StringContent(body.Replace("ID", id, StringComparison.Ordinal)) });

        var (searched, named) = (await server.GetAsync(id), await server.GetAsync($"{provider}:{id}"));

        Assert.Equal("not_found", searched.At("error.category"));
        Assert.Contains($"{provider}:{id}", searched.Text(), StringComparison.Ordinal);
        Assert.False(named.IsError is true);
        Assert.Contains("not a Kling task", named.At("next"), StringComparison.Ordinal);
    }
}
