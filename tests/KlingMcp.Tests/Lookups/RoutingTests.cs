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
        { Uuid, "goapi piapi" },
        { "123456789", "useapi" },
        { "7", "useapi" },
        { "task_2f8fad5bd9cb469fa16570867728950e", "ezmodel" },
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
    public async Task A_bare_id_that_one_of_six_providers_has_is_found(string owner, string id)
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
}
