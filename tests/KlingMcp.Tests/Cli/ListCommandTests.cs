using System.Text.Json;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary><c>list</c>, and <c>get</c> and <c>wait</c> without an id, through the started program.</summary>
public class ListCommandTests
{
    private static readonly Dictionary<string, string?> Nothing = [];

    [Fact]
    public async Task A_task_is_a_line_and_everything_else_goes_to_standard_error()
    {
        await using var world = new ProviderWorld();
        world.Add("useapi", "123456789", KlingTaskStatus.Succeeded);
        world.Add("official", "842250903629086785", KlingTaskStatus.Failed, static t => t with { CreatedAt = t.CreatedAt.AddMinutes(-1) });

        var ran = await ProgramHarness.RunAsync(world.Environment("official", "useapi", "kie", "cometapi"), "list");

        var lines = ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["succeeded useapi:123456789 (m2v_txt2video_hq)", "failed official:842250903629086785"],
            lines.Select(static l => l.Contains(')') ? l[..(l.IndexOf(')') + 1)] : string.Join(' ', l.Split(' ')[..2])));
        var note = Assert.Single(ran.Error.TrimEnd().Split('\n'));
        Assert.StartsWith("No list from cometapi, kie (the provider has none; ", note, StringComparison.Ordinal);
        Assert.Equal(0, ran.ExitCode);
        Assert.DoesNotContain('\e', ran.Output);
    }

    [Fact]
    public async Task Json_is_the_answer_of_the_tool()
    {
        await using var world = new ProviderWorld();
        world.Add("useapi", "123456789", KlingTaskStatus.Succeeded);
        var environment = world.Environment("useapi");
        await using var client = await ProgramHarness.ConnectAsync(environment);

        var answer = await client.CallAsync("list_kling_tasks", """{"status":"succeeded","limit":3}""");
        var ran = await ProgramHarness.RunAsync(environment, "list", "--status", "succeeded", "--limit", "3", "--json");

        Assert.Equal(
            answer.StructuredContent!.Value.GetProperty("tasks").GetRawText(),
            JsonDocument.Parse(ran.Output).RootElement.GetProperty("tasks").GetRawText());
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_told_beside_the_others_and_in_the_exit_code()
    {
        await using var world = new ProviderWorld();
        world.Add("useapi", "123456789", KlingTaskStatus.Succeeded);
        world.Overrides.Enqueue(static (request, exchange) =>
            request.Target.StartsWith("/replicate/", StringComparison.Ordinal) ? exchange.SendAsync(401, """{"detail":"no"}""") : null);

        var ran = await ProgramHarness.RunAsync(world.Environment("replicate", "useapi"), "list");

        Assert.StartsWith("succeeded useapi:123456789 ", ran.Output, StringComparison.Ordinal);
        Assert.StartsWith("auth at replicate", ran.Error, StringComparison.Ordinal);
        Assert.Equal(3, ran.ExitCode);
    }

    [Theory]
    [InlineData("list", " asking the providers, ", true)]
    [InlineData("list --json", " asking the providers, ", false)]
    [InlineData("get", " looking for the newest task, ", true)]
    public async Task A_slow_list_shows_a_spinner_to_a_person_in_a_terminal(string command, string spinner, bool isShown)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "needs script of util-linux for a terminal");
        await using var world = new ProviderWorld { Delay = TimeSpan.FromSeconds(2) };
        world.Add("useapi", "123456789", KlingTaskStatus.Succeeded);

        var ran = await ProgramHarness.RunInShellAsync(
            $"script -qec '\"$PROGRAM\" {command}' /dev/null", world.Environment("useapi").With("TERM", "xterm"));

        Assert.Contains("123456789", ran.Output, StringComparison.Ordinal);
        Assert.Equal(isShown, ran.Output.Contains(spinner, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("get")]
    [InlineData("wait")]
    public async Task Without_an_id_the_newest_task_is_taken_and_named(string command)
    {
        var ran = await ProgramHarness.RunAsync(Nothing, command, "--sandbox", "--json");

        Assert.Equal("official:sandbox-ok-75-boat", JsonElement.Parse(ran.Output).GetProperty("task").GetString());
        Assert.Equal("kling-mcp: no id is given; the newest task is official:sandbox-ok-75-boat.\n", ran.Error[^75..]);
        Assert.Equal(0, ran.ExitCode);
    }

    [Fact]
    public async Task Without_an_id_and_without_a_task_nothing_is_looked_up()
    {
        await using var world = new ProviderWorld();

        var ran = await ProgramHarness.RunAsync(world.Environment("useapi"), "get");

        Assert.Equal((3, "", "kling-mcp: no id is given, and no task is listed.\n"), (ran.ExitCode, ran.Output, ran.Error));
    }

    [Fact]
    public async Task A_watch_tells_a_change_when_it_comes_and_ends_with_a_signal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent with kill");
        await using var world = new ProviderWorld();
        world.Add("useapi", "123456789", KlingTaskStatus.Processing);
        var abort = TestContext.Current.CancellationToken;
        using var process = ProgramHarness.StartProcess(world.Environment("useapi"), "list", "--watch");

        var first = await process.StandardOutput.ReadLineAsync(abort);
        world.Add("useapi", "123456789", KlingTaskStatus.Succeeded);
        var second = await process.StandardOutput.ReadLineAsync(abort);
        using var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]);
        await process.WaitForExitAsync(abort);

        Assert.StartsWith("processing useapi:123456789 ", first, StringComparison.Ordinal);
        Assert.StartsWith("succeeded useapi:123456789 ", second, StringComparison.Ordinal);
        Assert.Equal(130, process.ExitCode);
    }

    [Fact]
    public async Task In_a_terminal_a_watch_redraws_its_table_until_Ctrl_C()
    {
        await using var world = new ProviderWorld();
        world.Add("useapi", "123456789", KlingTaskStatus.Processing);
        await using var terminal = TerminalHarness.Start(world.Environment("useapi"), "list", "--watch");
        await terminal.UntilAsync("Ctrl-C stops");
        var first = terminal.Shown;

        world.Add("useapi", "123456789", KlingTaskStatus.Succeeded);
        await terminal.UntilAsync("succeeded");
        await terminal.InterruptAsync();

        Assert.Equal(130, await terminal.EndAsync());
        Assert.Contains("useapi:123456789", first, StringComparison.Ordinal);
        Assert.Contains("processing", first, StringComparison.Ordinal);
        Assert.DoesNotContain("succeeded", first, StringComparison.Ordinal);

        // The second table is drawn over the first one.
        Assert.Matches("\\e\\[[0-9]+A", terminal.Shown[first.Length..]);
        Assert.DoesNotContain("processing", terminal.Shown[terminal.Shown.LastIndexOf("succeeded", StringComparison.Ordinal)..]);
    }
}
