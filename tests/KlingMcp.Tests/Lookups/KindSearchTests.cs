using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>Where the kind must be known and is not, the kinds are searched.</summary>
public class KindSearchTests
{
    private const string Number = "842250903629086785";

    [Fact]
    public async Task A_missing_kind_is_searched_and_the_find_is_remembered()
    {
        await using var world = new ProviderWorld();
        world.Add("cometapi", Number, KlingTaskStatus.Processing, static t => t with { Kind = "images/generations" });
        await using var server = await ServerHarness.StartAsync(world.Environment("cometapi"));

        var first = await server.GetAsync(Number);
        var second = await server.GetAsync(Number);

        Assert.Equal($"cometapi:images/generations/{Number}", first.At("task"));
        Assert.Equal("generations", first.At("kind"));
        Assert.Equal(first.At("task"), second.At("task"));
        Assert.Equal(2, world.Requests.Count(static r => r.Target.Contains("images/generations", StringComparison.Ordinal)));
        Assert.Equal(1, world.Requests.Count(static r => r.Target.Contains("videos/image2video", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_lookup_with_a_key_pair_searches_every_kind()
    {
        await using var world = new ProviderWorld();
        var environment = new Dictionary<string, string?>
        {
            ["KLING_ACCESS_KEY"] = "an-access-key",
            ["KLING_SECRET_KEY"] = "a-secret-key-of-some-length",
            ["KLING_BASE_URL"] = world.AddressOf("official"),
        };
        await using var server = await ServerHarness.StartAsync(environment);

        foreach (var kind in ProviderCatalog.Find("official")!.Keys[1].Api.Kinds)
        {
            var id = $"9{world.Tasks.Count:D17}";
            world.Add("official", id, KlingTaskStatus.Processing, t => t with { Kind = kind });
            Assert.Equal($"official:{kind}/{id}", (await server.GetAsync(id)).At("task"));
        }

        var missing = await server.CallAsync("get_kling_task", """{"task_id":"999999999999999999"}""");
        Assert.Equal("not_found", missing.At("error.category"));
        Assert.Equal(
            $"not found under any of its {ProviderCatalog.Find("official")!.Keys[1].Api.Kinds.Count} kinds", missing.At("error.message"));
        Assert.Contains("KLING_API_KEY", missing.At("error.hint"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Four_kinds_are_asked_at_a_time_and_a_find_ends_the_other_requests()
    {
        var gone = 0;
        var kind = ProviderCatalog.Find("cometapi")!.Keys[0].Api.Kinds[1];
        await using var world = new ProviderWorld();
        world.Add("cometapi", Number, KlingTaskStatus.Processing, t => t with { Kind = kind });
        world.Overrides.Enqueue((request, exchange) =>
            request.Target.Contains($"/{kind}/", StringComparison.Ordinal) ? null : UntilGoneAsync(exchange));
        await using ServerHarness server = new(world.Environment("cometapi"));
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Gate = answer.Task;

        var search = server.GetAsync(Number);
        await Eventually.IsTrueAsync(() => world.Requests.Count == 4);
        answer.SetResult();

        Assert.Equal($"cometapi:{kind}/{Number}", (await search).At("task"));
        Assert.Equal(4, world.Requests.Count);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref gone) == 3);

        async Task UntilGoneAsync(Exchange exchange)
        {
            await exchange.GoneAsync();
            Interlocked.Increment(ref gone);
        }
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"no","type":"comet_api_error","code":""}}""", "auth", 4)]
    [InlineData(503, """{"error":{"message":"no","type":"comet_api_error","code":""}}""", "provider_unavailable", 200)]
    [InlineData(200, "<html>welcome</html>", "bad_response", 40)]
    [InlineData(301, "", "bad_response", 40)]
    [InlineData(500, """{"error":{"message":"required","type":"comet_api_error","code":"invalid_request"}}""", "not_found", 40)]
    [InlineData(400, """{"error":{"message":"what?","type":"comet_api_error","code":""}}""", "not_found", 40)]
    public async Task During_a_kind_search_faults_are_reported_and_answers_that_mean_not_here_are_not_retried(
        int status, string body, string category, int atMost)
    {
        await using var host = LoopbackServer.Answering(_ => (status, body));
        Dictionary<string, string?> environment = new() { ["COMETAPI_API_KEY"] = "a-comet-key", ["COMETAPI_BASE_URL"] = host.Address };
        await using ServerHarness server = new(environment, new ManualTime());

        var call = server.GetAsync(Number);
        await server.Time.AdvanceUntilAsync(() => call.IsCompleted, TimeSpan.FromSeconds(41));
        var result = await call;

        Assert.Equal(category, result.At("error.category"));
        Assert.InRange(host.Requests.Count, 1, atMost);
        if (category is "bad_response") Assert.Contains("COMETAPI_BASE_URL", result.At("error.hint"), StringComparison.Ordinal);
    }
}
