using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary>The command line tells a person what to type. The sentences for a model never appear there.</summary>
public class PersonTests
{
    /// <summary>What a model is told: names of tools and arguments, and where a host keeps keys.</summary>
    private static readonly string[] ForModels =
        [.. ToolList.Names, "task_id", "detail=", "timeout_seconds", "call again", "Call again", "MCP host's configuration"];

    [Theory]
    [InlineData("get", "piapi:sandbox-ok-600")]
    [InlineData("get", "piapi:sandbox-ok-600", "--json")]
    [InlineData("get", "piapi:sandbox-ok-600", "piapi:sandbox-ok-0", "goapi:sandbox-ok-600")]
    [InlineData("get", "piapi:sandbox-gone-0")]
    [InlineData("get", "piapi:sandbox-gone-0", "fal:sandbox-gone-0")]
    [InlineData("get", "842250903629086785, 842250903629086786")]
    [InlineData("get", "842250903629086785, 842250903629086786", "--json")]
    [InlineData("get", "official:sandbox-money-0", "--full")]
    [InlineData("wait", "piapi:sandbox-ok-600", "--timeout", "1")]
    [InlineData("wait", "piapi:sandbox-ok-600", "fal:sandbox-ok-600", "--timeout", "1")]
    [InlineData("wait", "piapi:sandbox-ok-600", "fal:sandbox-ok-0", "--timeout", "1")]
    [InlineData("providers", "--verify")]
    [InlineData("doctor")]
    [InlineData("--help")]
    [InlineData("get", "--help")]
    [InlineData("wait", "--help")]
    [InlineData("config", "--help")]
    [InlineData("doctor", "--help")]
    public async Task In_the_sandbox_nothing_is_worded_for_a_model(params string[] arguments) =>
        AssertForPeople(await ProgramHarness.RunAsync(new Dictionary<string, string?>(), [.. arguments, "--sandbox"]));

    [Theory]
    [InlineData("get", "842250903629086785")]
    [InlineData("get", "piapi:x")]
    [InlineData("get", "c16e5746-c46d-4287-9286-a06063c50a24")]
    [InlineData("providers")]
    [InlineData("doctor")]
    public async Task Without_a_key_nothing_is_worded_for_a_model(params string[] arguments) =>
        AssertForPeople(await ProgramHarness.RunAsync(new Dictionary<string, string?>(), arguments));

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(302)]
    [InlineData(404)]
    public async Task No_refusal_of_a_provider_is_worded_for_a_model(int status)
    {
        await using var world = new ProviderWorld();
        var environment = world.Environment("piapi", "official");
        foreach (var _ in Enumerable.Range(0, 20)) world.Overrides.Enqueue((_, exchange) => exchange.SendAsync(status, "{}"));

        AssertForPeople(await ProgramHarness.RunAsync(environment, "get", "piapi:one"));
        AssertForPeople(await ProgramHarness.RunAsync(environment, "get", "official:two"));
        AssertForPeople(await ProgramHarness.RunAsync(environment, "doctor"));
    }

    [Fact]
    public async Task Who_finds_a_running_task_is_told_the_command_that_waits_for_it()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", "one", KlingTaskStatus.Processing);
        world.Add("goapi", "two", KlingTaskStatus.Succeeded);
        var environment = world.Environment("piapi", "goapi");

        var one = await ProgramHarness.RunAsync(environment, "get", "piapi:one");
        var some = await ProgramHarness.RunAsync(environment, "get", "piapi:one", "goapi:two");
        var sandbox = await ProgramHarness.RunAsync(environment, "get", "piapi:sandbox-ok-60", "--sandbox");

        Assert.Contains("run: kling-mcp wait piapi:one\n", one.Output, StringComparison.Ordinal);
        Assert.Contains("run: kling-mcp wait piapi:one\n", some.Output, StringComparison.Ordinal);
        Assert.Contains("run: kling-mcp wait piapi:sandbox-ok-60 --sandbox\n", sandbox.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("piapi:sandbox-ok-20")]
    [InlineData("sandbox-ok")]
    [InlineData("SANDBOX-GONE-0", "--provider", "official")]
    public async Task An_id_of_the_sandbox_is_never_sent_to_a_provider(params string[] id)
    {
        await using var world = new ProviderWorld();

        var ran = await ProgramHarness.RunAsync(world.Environment("piapi", "official"), ["get", .. id]);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("is an id of the sandbox; it was not sent anywhere. Start kling-mcp", ran.Error, StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Fact]
    public async Task The_option_for_the_sandbox_wins_over_keys()
    {
        await using var world = new ProviderWorld();

        var ran = await ProgramHarness.RunAsync(world.Environment("piapi"), "get", "piapi:sandbox-ok-0", "--sandbox");

        Assert.Equal(0, ran.ExitCode);
        Assert.StartsWith("sandbox: simulated", ran.Output, StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    private static void AssertForPeople(Ran ran)
    {
        var output = (ran.Output + ran.Error).Replace("\"task_id\":", "", StringComparison.Ordinal);
        Assert.NotEqual("", output);
        Assert.All(ForModels, word => Assert.DoesNotContain(word, output, StringComparison.Ordinal));
    }
}
