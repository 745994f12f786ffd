using System.Text.Json;
using KlingMcp.Cli;
using KlingMcp.Tests.Support;
using Spectre.Console;

namespace KlingMcp.Tests.Cli;

/// <summary>What people expect of any command line.</summary>
public class MannersTests
{
    private static readonly Dictionary<string, string?> Nothing = [];

    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("2H", 7200)]
    [InlineData("1m5", 65)]
    [InlineData("", null)]
    [InlineData("m", null)]
    [InlineData("-5", null)]
    [InlineData("1.5m", null)]
    [InlineData("5 m", null)]
    public void A_length_of_time_is_written_as_people_do(string text, int? seconds) =>
        Assert.Equal(seconds, (int?)Durations.Read(text)?.TotalSeconds);

    [Theory]
    [InlineData("There is no command fetch.\n", "fetch", "x")]
    [InlineData("There is no command gte. Did you mean get?", "gte", "x")]
    [InlineData("There is no option --jsno. Did you mean --json?", "get", "piapi:x", "--jsno")]
    [InlineData("There is no option -x. If it is an id", "get", "-x")]
    [InlineData("There is no option --timeot. Did you mean --timeout?", "wait", "piapi:x", "--timeot")]
    [InlineData("--timeout must be a length of time: 90 (seconds), 90s, 5m, 1h30m.", "wait", "piapi:x", "-t", "soon")]
    [InlineData("There is no command gett.", "help", "gett")]
    public async Task A_mistake_is_answered_with_what_may_have_been_meant(string message, params string[] arguments)
    {
        var ran = await ProgramHarness.RunAsync(Nothing, arguments);

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version", "--version")]
    [InlineData("-v", "--version")]
    [InlineData("help", "--help")]
    [InlineData("help get", "get --help")]
    [InlineData("help wait", "wait -h")]
    public async Task Both_ways_to_ask_give_the_same_answer(string one, string other)
    {
        var (first, second) = (
            await ProgramHarness.RunAsync(Nothing, one.Split(' ')), await ProgramHarness.RunAsync(Nothing, other.Split(' ')));

        Assert.Equal((0, first.Output), (second.ExitCode, second.Output));
        Assert.NotEqual("", first.Output);
    }

    [Fact]
    public async Task A_dash_reads_ids_from_standard_input()
    {
        var ran = await ProgramHarness.RunInShellAsync(
            "\"$PROGRAM\" get goapi:sandbox-ok-0-a - --url --sandbox", Nothing, "", " piapi:sandbox-ok-0-b ", "fal:sandbox-ok-0-c");

        Assert.Equal(
            ["sandbox-ok-0-a.mp4", "sandbox-ok-0-b.mp4", "sandbox-ok-0-c.mp4"],
            ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split('/')[^1]));
    }

    [Fact]
    public async Task Json_is_one_line_in_a_pipe_and_escapes_no_more_than_it_must()
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue((_, exchange) => exchange.SendAsync(200, """
            {"code":200,"data":{"task_id":"one","status":"completed","output":{"video_url":"https://x.test/a.mp4?a=1&b=<é>"}}}
            """));

        var ran = await ProgramHarness.RunAsync(world.Environment("piapi"), "get", "piapi:one", "--json");

        Assert.Contains("?a=1&b=", Assert.Single(ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("\\u", ran.Output, StringComparison.Ordinal);
        Assert.Equal("succeeded", JsonElement.Parse(ran.Output).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_stopped_wait_leaves_the_last_state_and_the_command_to_go_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent with kill");
        using var process = ProgramHarness.StartProcess(
            new Dictionary<string, string?> { ["KLING_MCP_POLL_SECONDS"] = "0.2" }, "wait", "piapi:sandbox-ok-600", "--sandbox");
        Assert.NotNull(await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken));

        using var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]);
        var rest = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("queued piapi:sandbox-ok-600", rest, StringComparison.Ordinal);
        Assert.EndsWith("To go on waiting, run: kling-mcp wait piapi:sandbox-ok-600 --sandbox\n", rest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, false)]
    [InlineData(80, true)]
    [InlineData(200, true)]
    public void A_narrow_table_leaves_the_times_out(int width, bool hasTimes)
    {
        using StringWriter output = new();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Profile.Width = width;

        console.Write(WaitTable.Of(["piapi:sandbox-ok-600"], last: null, new(default, TimeSpan.FromSeconds(60), default), (width, 24)));

        Assert.Equal(hasTimes, output.ToString().Contains("time left", StringComparison.Ordinal));
        Assert.Contains(" piapi:sandbox-ok-600 ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(" looking up ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_table_in_a_narrow_terminal_keeps_a_line_for_each_task()
    {
        using StringWriter output = new();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Profile.Width = 40;
        string[] ids = [.. Enumerable.Range(10, 30).Select(static i => $"piapi:c16e5746-c46d-4287-9286-a06063c50a{i}")];

        console.Write(WaitTable.Of(ids, last: null, new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(60), default), (40, 19)));

        var lines = output.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(12, lines.Count(static l => l.Contains(" piapi:c16e5746-c46d", StringComparison.Ordinal)));
        Assert.Equal(12, lines.Count(static l => l.Contains("… │ looking up │", StringComparison.Ordinal)));
        Assert.All(lines, static l => Assert.True(l.Length <= 40, l));
        Assert.True(lines.Length < 19, output.ToString());
    }

    [Fact]
    public void A_table_longer_than_the_screen_says_how_much_of_it_is_shown()
    {
        using StringWriter output = new();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Profile.Width = 100;
        string[] ids = [.. Enumerable.Range(1, 36).Select(static i => $"piapi:{i}")];

        console.Write(WaitTable.Of(ids, last: null, new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(60), default), (100, 19)));

        Assert.Contains(
            "\n12 of 36 shown, running ones first; waiting 3 s of 60 s; Ctrl-C stops\n",
            output.ToString().ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.True(output.ToString().TrimEnd().Split('\n').Length < 19, output.ToString());
        Assert.Contains("piapi:12 ", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("piapi:13 ", output.ToString(), StringComparison.Ordinal);
    }
}
