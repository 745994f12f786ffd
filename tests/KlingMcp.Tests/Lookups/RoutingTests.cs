using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>Any form of id finds its task: bare, reference, address, number, the caller's own id — through the protocol, with real HTTP.</summary>
public class RoutingTests
{
    private const string Number = "842250903629086785";
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static readonly string[] Everyone = [.. ProviderCatalog.All.Select(static p => p.Name)];

    /// <summary>The forms that the reference's table names, and who may be asked for each.</summary>
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
    public async Task A_bare_id_is_asked_of_those_whose_ids_look_like_it_and_of_nobody_else(string id, string asked)
    {
        await using var world = new ProviderWorld();
        await using var session = await Session.OpenAsync(world.Environment(Everyone));

        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{id}}"}""");

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
    public async Task An_id_that_only_one_of_six_knows_is_found_with_no_other_argument(string owner, string id)
    {
        await using var world = new ProviderWorld();
        world.Add(owner, id, KlingTaskStatus.Processing);
        await using var session = await Session.OpenAsync(world.Environment(Everyone));

        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{id}}"}""");

        Assert.Equal(owner, result.At("provider"));
        Assert.EndsWith(id, result.At("task"), StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"{owner}: {world.Requests.Count} requests");
    }

    [Fact]
    public async Task An_id_that_two_know_is_ambiguous_and_both_references_are_told()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Uuid, KlingTaskStatus.Processing);
        world.Add("goapi", Uuid, KlingTaskStatus.Succeeded);
        await using var session = await Session.OpenAsync(world.Environment(Everyone));

        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{Uuid}}"}""");

        Assert.Equal("ambiguous", result.At("error.category"));
        Assert.Equal($"goapi:{Uuid}", result.At("error.candidates.0"));
        Assert.Equal($"piapi:{Uuid}", result.At("error.candidates.1"));
        Assert.Contains($"piapi:{Uuid}", result.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_default_provider_is_asked_first_and_the_rest_only_on_its_not_found()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Uuid, KlingTaskStatus.Processing);
        world.Add("goapi", Uuid, KlingTaskStatus.Processing);
        world.Add("goapi", "1" + Uuid[1..], KlingTaskStatus.Processing);
        await using var session = await Session.OpenAsync(new Dictionary<string, string?>(world.Environment(Everyone)) { ["KLING_MCP_DEFAULT_PROVIDER"] = "piapi" });

        var first = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{Uuid}}"}""");
        Assert.Equal("piapi", first.At("provider"));
        Assert.Equal(0, world.CountOf("goapi"));

        var second = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"1{{Uuid[1..]}}"}""");
        Assert.Equal("goapi", second.At("provider"));
    }

    [Fact]
    public async Task A_refused_key_outweighs_not_found_and_everybody_asked_is_named()
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue(static (request, exchange) => request.Target.StartsWith("/ezmodel/", StringComparison.Ordinal) ? exchange.SendAsync(401, """{"error":{"message":"no"}}""") : null);
        await using var session = await Session.OpenAsync(world.Environment("official", "ezmodel"));

        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{Number}}"}""");

        Assert.Equal("auth", result.At("error.category"));
        Assert.Equal("ezmodel", result.At("error.provider"));
        Assert.Equal("official", result.At("error.asked.0.provider"));
        Assert.Equal("not_found", result.At("error.asked.0.category"));
        Assert.Equal("auth", result.At("error.asked.1.category"));
        Assert.Contains("EZMODEL_API_KEY", result.At("error.hint"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_found_names_the_fitting_providers_without_a_key()
    {
        await using var world = new ProviderWorld();
        await using var session = await Session.OpenAsync(world.Environment("piapi"));

        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{Uuid}}"}""");

        Assert.Contains("goapi (GOAPI_API_KEY)", result.At("error.hint"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY", "shot-09")]
    [InlineData("", "PIAPI_API_KEY", Uuid)]
    [InlineData("piapi", "EZMODEL_API_KEY", "ezmodel:1")]
    [InlineData("piapi", "USEAPI_API_TOKEN", "12345")]
    public async Task Without_a_key_the_answer_names_the_variable_and_asks_nobody(string configured, string variable, string id)
    {
        await using var world = new ProviderWorld();
        await using var session = await Session.OpenAsync(world.Environment(configured));

        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{id}}"}""");

        Assert.Equal("not_configured", result.At("error.category"));
        Assert.Contains(variable, result.At("error.hint"), StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Fact]
    public async Task Half_a_pair_of_keys_is_not_configured_and_names_the_other_half()
    {
        await using var session = await Session.OpenAsync(new Dictionary<string, string?> { ["KLING_ACCESS_KEY"] = "access-key" });

        var result = await session.Client.CallAsync("get_kling_task", """{"task_id":"official:videos/text2video/1"}""");

        Assert.Equal("not_configured", result.At("error.category"));
        Assert.Contains("KLING_SECRET_KEY is missing", result.At("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callers_own_id_is_found_at_the_official_api_and_answered_with_the_providers_id()
    {
        await using var world = new ProviderWorld();
        world.Add("official", Number, KlingTaskStatus.Processing, static t => t with { ExternalId = "shot-09" });
        world.Tasks[("official", "shot-09")] = world.Tasks[("official", Number)];
        await using var session = await Session.OpenAsync(world.Environment(Everyone));

        var result = await session.Client.CallAsync("get_kling_task", """{"task_id":"shot-09","detail":"full"}""");

        Assert.Equal($"official:{Number}", result.At("task"));
        Assert.Equal("shot-09", result.At("external_id"));
        Assert.All(Everyone.Where(static p => p != "official"), p => Assert.Equal(0, world.CountOf(p)));
    }

    [Theory]
    [InlineData("https://api.piapi.ai/api/v1/task/" + Uuid, "piapi")]
    [InlineData("https://API.PIAPI.AI/api/v1/task/" + Uuid + "/?x=1#y", "piapi")]
    [InlineData("https://api.goapi.ai:443/api/v1/task/" + Uuid, "goapi")]
    [InlineData("https://api.useapi.net/v1/kling/tasks/12345?email=a%40b.c", "useapi")]
    [InlineData("https://www.ezmodel.cloud/kling/v1/videos/omni-video/" + Number, "ezmodel")]
    [InlineData("https://api.cometapi.com/kling/v1/videos/image2video/" + Number, "cometapi")]
    [InlineData("https://api.klingai.com/v1/videos/avatar/image2video/" + Number, "official")]
    [InlineData("https://api-singapore.klingai.com/tasks?task_ids=" + Number, "official")]
    public async Task A_lookup_address_is_asked_for_at_the_configured_base(string address, string provider)
    {
        await using var world = new ProviderWorld();
        foreach (var p in Everyone)
            foreach (var id in new[] { Number, Uuid, "12345" }) world.Add(p, id, KlingTaskStatus.Processing);
        await using var session = await Session.OpenAsync(world.Environment(Everyone));

        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{address}}"}""");

        Assert.Equal(provider, result.At("provider"));
        Assert.Equal(world.Requests.Count, world.CountOf(provider));
    }

    [Fact]
    public async Task The_lookup_address_of_useapi_may_carry_the_email_it_is_asked_with()
    {
        await using var world = new ProviderWorld();
        world.Add("useapi", "123456", KlingTaskStatus.Processing);
        await using var session = await Session.OpenAsync(new Dictionary<string, string?>(world.Environment("useapi")) { ["USEAPI_EMAIL"] = "downloads@example.com" });

        var result = await session.Client.CallAsync("get_kling_task", """{"task_id":"https://api.useapi.net/v1/kling/tasks/123456?email=downloads@example.com"}""");

        Assert.Equal("useapi:123456", result.At("task"));
    }

    [Fact]
    public void The_lookup_address_of_a_base_without_a_key_names_the_key_that_is_missing()
    {
        using Offline offline = new(new Dictionary<string, string?> { ["PIAPI_BASE_URL"] = "https://proxy.example/p" }, static _ => throw new InvalidOperationException("asked"));

        var answer = offline.Get($"https://proxy.example/p/api/v1/task/{Uuid}");

        Assert.StartsWith("not_configured", answer.Text, StringComparison.Ordinal);
        Assert.Contains("PIAPI_API_KEY", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("piapi:shot-1", false)]
    [InlineData("shot-1", true)]
    public void Without_a_key_the_forms_of_ids_are_told_only_where_no_provider_is_named(string id, bool told)
    {
        using Offline offline = new(new Dictionary<string, string?>(), static _ => throw new InvalidOperationException("asked"));

        Assert.Equal(told, offline.Get(id).Text.Contains("name the provider", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("piapi:/" + Uuid)]
    [InlineData("piapi:a b/" + Uuid)]
    public async Task A_kind_where_none_is_needed_is_dropped_whatever_it_is(string id)
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Uuid, KlingTaskStatus.Processing);
        await using var session = await Session.OpenAsync(world.Environment("piapi"));

        Assert.Equal($"piapi:{Uuid}", (await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{id}}","provider":"  "}""")).At("task"));
    }

    [Fact]
    public async Task A_wrong_provider_is_told_once_for_a_whole_batch()
    {
        await using var world = new ProviderWorld();
        await using var session = await Session.OpenAsync(world.Environment("piapi"));

        foreach (var tool in new[] { "get_kling_tasks", "wait_for_kling_tasks" })
        {
            var result = await session.Client.CallAsync(tool, """{"task_ids":["1","2","3"],"provider":"nope"}""");

            Assert.Equal("invalid_input", result.At("error.category"));
            Assert.True(result.IsError);
        }
    }

    [Fact]
    public async Task A_lookup_address_behind_a_configured_base_is_understood()
    {
        await using var world = new ProviderWorld();
        world.Add("ezmodel", Number, KlingTaskStatus.Processing);
        await using var session = await Session.OpenAsync(world.Environment(Everyone));

        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{world.AddressOf("ezmodel")}}/kling/v1/videos/text2video/{{Number}}"}""");

        Assert.Equal($"ezmodel:{Number}", result.At("task"));
    }

    [Theory]
    [InlineData("https://evil.example/api/v1/task/" + Uuid)]
    [InlineData("https://api.piapi.ai.evil.example/api/v1/task/" + Uuid)]
    [InlineData("https://api.piapi.ai:444/api/v1/task/" + Uuid)]
    [InlineData("https://key@api.piapi.ai/api/v1/task/" + Uuid)]
    [InlineData("https://api.piapi.ai/api/v1/task/../account/info")]
    [InlineData("https://api.piapi.ai/api/v1/task/a%2F..%2Fb")]
    [InlineData("https://api-singapore.klingai.com/tasks?task_ids=1,2")]
    [InlineData("ftp://api.piapi.ai/api/v1/task/" + Uuid)]
    [InlineData("//\\u202E/https://api.piapi.ai/api/v1/task/" + Uuid)]
    [InlineData("../../v1/account/costs?x=1#")]
    [InlineData("..")]
    [InlineData("-._~")]
    [InlineData("a b")]
    [InlineData("a\\tb")]
    [InlineData("pipai:123")]
    [InlineData("piapi:a/../b?x")]
    [InlineData("piapi:")]
    [InlineData(":123")]
    [InlineData("official:1:2")]
    public async Task What_is_no_task_id_is_refused_in_words_and_nobody_is_asked(string id)
    {
        await using var world = new ProviderWorld();
        await using var session = await Session.OpenAsync(world.Environment(Everyone));

        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{id}}"}""");

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
    [InlineData("""{"task_id":842250903629086800}""", "in quotes")]
    [InlineData("""{"task_id":8.4e17}""", "as text")]
    [InlineData("""{"task_id":1.5}""", "as text")]
    [InlineData("""{"task_id":-5}""", "as text")]
    [InlineData("""{"task_id":null}""", "as text")]
    [InlineData("""{"task_id":""}""", "as text")]
    [InlineData("""{"task_id":["842"]}""", "as text")]
    [InlineData("""{}""", "as text")]
    public async Task A_wrong_argument_is_told_with_what_is_right(string arguments, string hint)
    {
        await using var world = new ProviderWorld();
        await using var session = await Session.OpenAsync(world.Environment(Everyone));

        var result = await session.Client.CallAsync("get_kling_task", arguments);

        Assert.Equal("invalid_input", result.At("error.category"));
        Assert.Contains(hint, result.At("error.hint"), StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Theory]
    [InlineData("842250903629086785")]
    [InlineData("9007199254740993")]
    [InlineData("12345")]
    public async Task A_json_integer_is_asked_for_with_exactly_its_digits(string digits)
    {
        await using var world = new ProviderWorld();
        await using var session = await Session.OpenAsync(world.Environment("ezmodel"));

        await session.Client.CallAsync("get_kling_task", $$"""{"task_id":{{digits}},"provider":"EZMODEL"}""");

        Assert.Equal($"/ezmodel/kling/v1/videos/text2video/{digits}", Assert.Single(world.Requests).Target);
    }

    [Theory]
    [InlineData("a+b=c", "a%2Bb%3Dc")]
    [InlineData("a@b*c~d", "a%40b%2Ac~d")]
    [InlineData("镜9", "%E9%95%9C9")]
    public async Task An_id_is_escaped_on_its_way(string id, string target)
    {
        await using var world = new ProviderWorld();
        await using var session = await Session.OpenAsync(world.Environment("piapi"));

        await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"piapi:{{id}}"}""");

        Assert.Equal($"/piapi/api/v1/task/{target}", Assert.Single(world.Requests).Target);
    }

    [Fact]
    public async Task A_kind_that_is_not_known_is_searched_and_remembered()
    {
        await using var world = new ProviderWorld();
        world.Add("cometapi", Number, KlingTaskStatus.Processing, static t => t with { Kind = "images/generations" });
        await using var session = await Session.OpenAsync(world.Environment("cometapi"));

        var first = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{Number}}"}""");
        var second = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{Number}}"}""");

        Assert.Equal($"cometapi:images/generations/{Number}", first.At("task"));
        Assert.Equal("generations", first.At("kind"));
        Assert.Equal(first.At("task"), second.At("task"));
        Assert.Equal(2, world.Requests.Count(static r => r.Target.Contains("images/generations", StringComparison.Ordinal)));
        Assert.Equal(1, world.Requests.Count(static r => r.Target.Contains("videos/image2video", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_signed_lookup_searches_every_kind_of_the_table()
    {
        await using var world = new ProviderWorld();
        var environment = new Dictionary<string, string?>
        {
            ["KLING_ACCESS_KEY"] = "an-access-key",
            ["KLING_SECRET_KEY"] = "a-secret-key-of-some-length",
            ["KLING_BASE_URL"] = world.AddressOf("official"),
        };
        await using var session = await Session.OpenAsync(environment);

        foreach (var kind in ProviderCatalog.Find("official")!.Keys[1].Api.Kinds)
        {
            var id = $"9{world.Tasks.Count:D17}";
            world.Add("official", id, KlingTaskStatus.Processing, t => t with { Kind = kind });
            Assert.Equal($"official:{kind}/{id}", (await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{id}}"}""")).At("task"));
        }

        var missing = await session.Client.CallAsync("get_kling_task", """{"task_id":"999999999999999999"}""");
        Assert.Equal("not_found", missing.At("error.category"));
        Assert.Contains("KLING_API_KEY", missing.At("error.hint"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"no","type":"comet_api_error","code":""}}""", "auth", 4)]
    [InlineData(503, """{"error":{"message":"no","type":"comet_api_error","code":""}}""", "provider_unavailable", 200)]
    [InlineData(200, "<html>welcome</html>", "bad_response", 40)]
    [InlineData(301, "", "bad_response", 40)]
    [InlineData(500, """{"error":{"message":"field messages is required","type":"comet_api_error","code":"invalid_request"}}""", "not_found", 40)]
    [InlineData(400, """{"error":{"message":"what?","type":"comet_api_error","code":""}}""", "not_found", 40)]
    public async Task In_a_search_a_fault_is_told_as_such_and_not_here_is_not_tried_again(int status, string body, string category, int atMost)
    {
        await using var server = LoopbackServer.Answering(_ => (status, body));
        var time = new ManualTime();
        await using var session = await Session.OpenAsync(new Dictionary<string, string?> { ["COMETAPI_API_KEY"] = "a-comet-key", ["COMETAPI_BASE_URL"] = server.Address }, time);

        var call = session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{Number}}"}""");
        await time.AdvanceUntilAsync(() => call.IsCompleted, TimeSpan.FromSeconds(41));
        var result = await call;

        Assert.Equal(category, result.At("error.category"));
        Assert.InRange(server.Requests.Count, 1, atMost);
        if (category is "bad_response") Assert.Contains("COMETAPI_BASE_URL", result.At("error.hint"), StringComparison.Ordinal);
    }
}
