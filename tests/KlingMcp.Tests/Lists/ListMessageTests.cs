using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Lists;

/// <summary>What a list says about providers that it could not list, word by word.</summary>
public sealed class ListMessageTests : IAsyncDisposable
{
    private readonly ProviderWorld world = new();

    [Fact]
    public async Task Without_any_key_all_variables_are_named()
    {
        await using ServerHarness server = new(new Dictionary<string, string?>());

        var error = await server.CallAsync("list_kling_tasks", "{}");

        Assert.Equal("no provider has a key", error.At("error.message"));
        Assert.Null(error.At("error.provider"));
        Assert.StartsWith(
            "Set the variable of one provider in the MCP host's configuration and restart it (official: KLING_API_KEY, or ",
            error.At("error.hint"),
            StringComparison.Ordinal);
        Assert.EndsWith(").", error.At("error.hint"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_key_a_named_provider_is_told_by_its_variable_alone()
    {
        await using ServerHarness server = new(world.Environment("kie"));

        var error = await server.CallAsync("list_kling_tasks", """{"provider":"piapi"}""");

        Assert.Equal(("piapi has no key", "piapi"), (error.At("error.message"), error.At("error.provider")));
        Assert.Equal("Set PIAPI_API_KEY in the MCP host's configuration and restart it.", error.At("error.hint"));
    }

    [Fact]
    public async Task Half_a_pair_of_keys_is_told_as_such()
    {
        await using ServerHarness server = new(world.Environment("kie").With("KLING_ACCESS_KEY", "half-of-a-pair"));

        var error = await server.CallAsync("list_kling_tasks", """{"provider":"official"}""");

        Assert.Contains("KLING_SECRET_KEY is missing", error.At("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_named_provider_is_asked()
    {
        Add("official", "842250903629086781");
        Add("useapi", "123456789");
        await using ServerHarness server = new(world.Environment("official", "useapi"));

        var listed = await server.CallAsync("list_kling_tasks", """{"provider":"useapi"}""");

        Assert.Equal(["useapi:123456789"], listed.List("tasks").Select(static t => t.GetProperty("task").GetString()));
        Assert.Equal(0, world.CountOf("official"));
    }

    [Fact]
    public async Task Each_provider_that_lists_nothing_says_why()
    {
        world.Overrides.Enqueue(static (request, exchange) =>
            request.Target.StartsWith("/goapi/api/open/", StringComparison.Ordinal) ? exchange.SendAsync(404, "404 page not found") : null);
        var environment = world.Environment("goapi", "kie", "fal");
        environment.Remove("FAL_API_BASE_URL");
        await using ServerHarness server = new(environment);

        var listed = await server.CallAsync("list_kling_tasks", "{}");

        Assert.Equal(
            [
                "fal: set FAL_API_BASE_URL to list its tasks; memory off: KLING_MCP_MEMORY is off",
                "goapi: the provider answers that it has none; memory off: KLING_MCP_MEMORY is off",
                "kie: the provider has none; memory off: KLING_MCP_MEMORY is off",
            ],
            NotListed(listed).Order());
    }

    [Fact]
    public async Task Of_several_faults_of_a_provider_the_worst_is_told_once()
    {
        world.Overrides.Enqueue(static (request, exchange) => request.Target switch
        {
            "/official/tasks" => exchange.SendAsync(503, "{}"),
            "/official/solutions" => exchange.SendAsync(401, "{}"),
            _ => null,
        });
        await using ServerHarness server = new(world.Environment("official", "kie"), retries: 0);

        var listed = await server.CallAsync("list_kling_tasks", "{}");

        Assert.Equal("auth", Assert.Single(listed.List("errors")).GetProperty("error").GetProperty("category").GetString());
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private static IEnumerable<string> NotListed(CallToolResult listed) => listed.List("not_listed").Select(static n =>
        string.Create(CultureInfo.InvariantCulture, $"{n.GetProperty("provider").GetString()}: {n.GetProperty("why").GetString()}"));

    private void Add(string provider, string id) => world.Add(provider, id, KlingTaskStatus.Succeeded);
}
