using System.Text.Json;
using System.Text.Json.Nodes;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary><c>get</c>, <c>wait</c> and <c>providers</c>, through the started program.</summary>
public class CommandTests
{
    private static readonly Dictionary<string, string?> Nothing = [];

    [Theory]
    [InlineData(0, "get", "piapi:sandbox-ok-0")]
    [InlineData(1, "get", "piapi:sandbox-fail-0")]
    [InlineData(2, "get", "no id!")]
    [InlineData(2, "get", "piapy:sandbox-ok-0")]
    [InlineData(2, "get", "no id!", "nor this!")]
    [InlineData(3, "get", "useapi:sandbox-gone-0")]
    [InlineData(4, "get", "official:sandbox-ok-60")]
    [InlineData(3, "get", "piapi:sandbox-ok-0", "no id!")]
    [InlineData(3, "get", "piapi:sandbox-ok-60", "piapi:sandbox-fail-0", "piapi:sandbox-gone-0")]
    [InlineData(1, "get", "piapi:sandbox-ok-60", "piapi:sandbox-fail-0", "piapi:sandbox-ok-0")]
    [InlineData(4, "get", "piapi:sandbox-ok-60", "piapi:sandbox-ok-0")]
    [InlineData(0, "wait", "ezmodel:sandbox-ok-1", "--timeout", "60")]
    [InlineData(1, "wait", "ezmodel:sandbox-money-0")]
    [InlineData(3, "wait", "piapi:sandbox-gone-0")]
    [InlineData(4, "wait", "cometapi:sandbox-ok-600", "--timeout", "8")]
    [InlineData(0, "wait", "goapi:sandbox-ok-600", "goapi:sandbox-ok-0", "--any", "--timeout", "60")]
    [InlineData(2, "wait", "piapi:sandbox-ok-0", "--timeout", "0")]
    [InlineData(2, "wait", "piapi:sandbox-ok-0", "--timeout", "soon")]
    [InlineData(2, "get", "piapi:sandbox-ok-0", "--json", "--url")]
    [InlineData(2, "get", "piapi:sandbox-ok-0", "--detail", "most")]
    [InlineData(2, "get", "official:sandbox-ok-0", "--provider", "piapi")]
    [InlineData(2, "get", "piapi:sandbox-ok-0", "--jsno")]
    [InlineData(2, "wait", "--tiemout", "piapi:sandbox-ok-0")]
    [InlineData(0, "get")]
    [InlineData(0, "wait", "--provider", "useapi")]
    [InlineData(3, "get", "--provider", "kie")]
    [InlineData(0, "list")]
    [InlineData(0, "list", "--provider", "replicate", "--status", "running", "--since", "2d", "--limit", "3")]
    [InlineData(2, "list", "--provider", "nowhere")]
    [InlineData(2, "list", "--status", "lost")]
    [InlineData(2, "list", "--limit", "0")]
    [InlineData(2, "list", "--limit", "some")]
    [InlineData(2, "list", "--json", "--watch")]
    [InlineData(2, "list", "--watch", "--since", "lately")]
    [InlineData(2, "fetch", "piapi:sandbox-ok-0")]
    [InlineData(2, "config", "emacs")]
    public async Task The_exit_code_tells_the_outcome(int code, params string[] arguments)
    {
        var ran = await ProgramHarness.RunAsync(Nothing, [.. arguments, "--sandbox"]);

        Assert.True(code == ran.ExitCode, $"{ran.ExitCode}\n{ran.Output}\n{ran.Error}");
        Assert.DoesNotContain(" at KlingMcp.", ran.Error, StringComparison.Ordinal);
        if (code is 2) Assert.Equal("", ran.Output);
    }

    [Theory]
    [InlineData("get_kling_task", """{"task_id":"piapi:one","detail":"full"}""", "get", "piapi:one", "--full")]
    [InlineData("get_kling_task", """{"task_id":"piapi:one"}""", "get", "one", "--provider", "piapi")]
    [InlineData("get_kling_task", """{"task_id":"piapi:none"}""", "get", "piapi:none")]
    [InlineData(
        "get_kling_tasks", """{"task_ids":["piapi:one","goapi:two","piapi:none"]}""", "get", "piapi:one", "goapi:two", "piapi:none")]
    [InlineData("wait_for_kling_task", """{"task_id":"piapi:one"}""", "wait", "piapi:one")]
    [InlineData("wait_for_kling_tasks", """{"task_ids":["piapi:one","goapi:two"]}""", "wait", "piapi:one", "goapi:two")]
    [InlineData("list_kling_providers", """{"verify":true}""", "providers", "--verify")]
    public async Task Json_and_text_are_those_of_the_tools(string tool, string call, params string[] arguments)
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", "one", KlingTaskStatus.Succeeded);
        world.Add("goapi", "two", KlingTaskStatus.Failed);
        var environment = world.Environment("piapi", "goapi");
        await using var client = await ProgramHarness.ConnectAsync(environment);

        var answer = await client.CallAsync(tool, call);
        var json = await ProgramHarness.RunAsync(environment, [.. arguments, "--json"]);
        var text = await ProgramHarness.RunAsync(environment, arguments);

        Assert.True(JsonNode.DeepEquals(Comparable(answer.StructuredContent!.Value.GetRawText()), Comparable(json.Output)), json.Output);
        Assert.Contains($"{answer.Text()}\n", answer.IsError is true ? text.Error : text.Output, StringComparison.Ordinal);
    }

    /// <summary>Without the members that depend on how busy the machine is, and on who reads the answer.</summary>
    private static JsonNode Comparable(string json)
    {
        var answer = JsonNode.Parse(json)!;
        Remove(answer);
        return answer;

        static void Remove(JsonNode? node)
        {
            if (node is JsonArray list) foreach (var item in list) Remove(item);
            if (node is not JsonObject members) return;

            foreach (var name in (string[])["waited_seconds", "as_of", "hint", "next"]) members.Remove(name);
            foreach (var (_, value) in members) Remove(value);
        }
    }

    [Fact]
    public async Task Url_prints_only_addresses_and_writes_the_rest_to_standard_error()
    {
        var ran = await ProgramHarness.RunAsync(
            Nothing, "get", "piapi:sandbox-ok-0-a", "useapi:sandbox-ok-0-b", "official:sandbox-fail-0", "--url", "--sandbox");

        Assert.Equal("https://sandbox.invalid/sandbox-ok-0-a.mp4\nhttps://sandbox.invalid/sandbox-ok-0-b.mp4\n", ran.Output);
        Assert.Contains("moderation", ran.Error, StringComparison.Ordinal);
        Assert.Equal(1, ran.ExitCode);
    }

    [Fact]
    public async Task A_piped_wait_prints_plain_lines_and_its_progress_on_standard_error()
    {
        Dictionary<string, string?> environment = new() { ["KLING_MCP_POLL_SECONDS"] = "0.2" };

        var ran = await ProgramHarness.RunAsync(environment, "wait", "useapi:sandbox-ok-2", "--timeout", "60", "--sandbox");

        Assert.Equal(
            ["sandbox: simulated, no provider was asked", "succeeded useapi:sandbox-ok-2 (m2v_txt2video_hq, took 2 s)"],
            ran.Output.Split('\n')[..2]);
        Assert.DoesNotContain('\e', ran.Output);
        Assert.Contains("processing, ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_no_progress_is_printed()
    {
        var ran = await ProgramHarness.RunAsync(Nothing, "wait", "useapi:sandbox-ok-1", "--json", "--sandbox");

        Assert.Equal("", ran.Error);
        Assert.Equal("succeeded", JsonElement.Parse(ran.Output).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_wait_is_not_shortened_to_the_limit_of_hosts()
    {
        Dictionary<string, string?> environment = new() { ["KLING_MCP_MAX_WAIT_SECONDS"] = "1", ["KLING_MCP_POLL_SECONDS"] = "0.2" };

        var ran = await ProgramHarness.RunAsync(environment, "wait", "piapi:sandbox-ok-3", "--timeout", "60", "--json", "--sandbox");

        Assert.Equal(0, ran.ExitCode);
        Assert.False(JsonElement.Parse(ran.Output).GetProperty("timed_out").GetBoolean());
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_a_wait_at_once(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent with kill");
        using var process = ProgramHarness.StartProcess(Nothing, "wait", "piapi:sandbox-ok-600", "--sandbox");
        Assert.NotNull(await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken));

        using var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(401, 1)]
    [InlineData(302, 3)]
    public async Task The_exit_code_of_verified_keys_tells_whether_one_is_refused(int status, int code)
    {
        await using var world = new ProviderWorld();
        if (status != 200) world.Overrides.Enqueue((_, exchange) => exchange.SendAsync(status, "{}"));

        var ran = await ProgramHarness.RunAsync(world.Environment("piapi"), "providers", "--verify");

        Assert.True(code == ran.ExitCode, ran.Output + ran.Error);
    }

    [Fact]
    public async Task The_version_is_the_bare_number()
    {
        var ran = await ProgramHarness.RunAsync(Nothing, "--version");

        Assert.Equal((0, $"{ProductName.Version}\n", ""), (ran.ExitCode, ran.Output, ran.Error));
    }

    [Fact]
    public async Task The_help_names_every_command()
    {
        var ran = await ProgramHarness.RunAsync(Nothing, "--help");

        Assert.Equal(0, ran.ExitCode);
        Assert.All(
            ["get", "wait", "list", "providers", "doctor", "config", "demo", "--sandbox", "--version"],
            word => Assert.Contains($" {word}", ran.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_invalid_setting_ends_a_command_with_one_line()
    {
        var ran = await ProgramHarness.RunAsync(new Dictionary<string, string?> { ["KLING_MCP_POLL_SECONDS"] = "often" }, "get", "piapi:x");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        var line = Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("KLING_MCP_POLL_SECONDS", line, StringComparison.Ordinal);
    }
}
