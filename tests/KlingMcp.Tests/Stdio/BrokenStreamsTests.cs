using System.Text;
using System.Text.Json;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Stdio;

/// <summary>Standard streams that are not pipes: a full device, closed, a file, a folder.</summary>
public class BrokenStreamsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    public async Task Every_call_is_answered_though_the_log_cannot_be_written(string standardError)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a device of Linux");

        var ran = await ShellAsync(
            $"\"$PROGRAM\" {standardError}",
            Message.Initialize(1), Message.Initialized, Message.ListTools(2), Message.Call(3, "no_such_tool", "{}"));

        Assert.Equal(0, ran.ExitCode);
        Assert.Equal([1, 2, 3], Answered(ran.Output).Order());
    }

    [Fact]
    public async Task An_invalid_setting_ends_the_start_with_code_2_though_the_log_cannot_be_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a device of Linux");

        Assert.Equal(2, (await ShellAsync("KLING_MCP_WAIT_SECONDS=x \"$PROGRAM\" 2>/dev/full")).ExitCode);
    }

    [Fact]
    public async Task A_host_that_does_not_read_the_log_gets_every_answer()
    {
        var environment = new Dictionary<string, string?> { ["KLING_MCP_LOG_LEVEL"] = "Trace", ["KLING_MCP_SANDBOX"] = "1" };
        using var process = ProgramHarness.StartProcess(environment);
        var answers = process.StandardOutput.ReadToEndAsync(Cancel);
        var requests = string.Concat(Enumerable.Range(1, 800).Select(static i => $"{Message.ListTools(i)}\n"));
        await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(requests), Cancel);

        process.StandardInput.Close();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Soon);
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(Enumerable.Range(1, 800), Answered(await answers).Order());
    }

    [Theory]
    [InlineData("</")]
    [InlineData("0>/dev/null")]
    public async Task An_unreadable_standard_input_ends_the_server(string standardInput)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a device of Linux");

        var ran = await ShellAsync($"\"$PROGRAM\" {standardInput}");

        Assert.Equal((0, ""), (ran.ExitCode, ran.Output));
        Assert.DoesNotContain("Unhandled", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<&-")]
    [InlineData("<&- >&-")]
    [InlineData("<&- >&- 2>&-")]
    public async Task A_server_started_with_standard_input_closed_ends(string streams)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");

        Assert.Equal(new Ran(0, "", ""), await ShellAsync($"KLING_MCP_LOG_LEVEL=Warning exec \"$PROGRAM\" {streams}"));
    }

    [Fact]
    public async Task Answers_do_not_go_to_standard_error_when_standard_output_is_closed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");

        var ran = await ShellAsync("KLING_MCP_LOG_LEVEL=Warning exec \"$PROGRAM\" >&-", Message.ListTools(1));

        Assert.Equal(new Ran(0, "", ""), ran);
    }

    [Theory]
    [InlineData(">&-", "kling-mcp: the output cannot be written.\n")]
    [InlineData(">&- 2>&-", "")]
    [InlineData("<&- >&- 2>&-", "")]
    public async Task A_command_whose_output_is_closed_fails_and_prints_nothing_elsewhere(string streams, string error)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");

        Assert.Equal(new Ran(3, "", error), await ShellAsync($"exec \"$PROGRAM\" --version {streams}"));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("no-such-terminal")]
    [InlineData("xterm-256color")]
    public async Task A_command_works_in_a_terminal_of_any_name(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "needs a pseudo-terminal, made by script");

        var ran = await ShellAsync($"TERM={name} script -qec \"$PROGRAM get piapi:sandbox-ok\" /dev/null");

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("succeeded piapi:sandbox-ok", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_output_may_be_a_file_that_others_write_to_as_well()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a shell");
        var file = Path.GetTempFileName();
        try
        {
            var second = $"printf '%s\\n' '{Message.ListTools(2)}' | \"$PROGRAM\"";
            await ShellAsync($"(echo before; \"$PROGRAM\"; echo between; {second}; echo behind) > '{file}'", Message.Initialize(1));

            var lines = await File.ReadAllLinesAsync(file, Cancel);
            Assert.Equal(("before", "between", "behind"), (lines[0], lines[2], lines[4]));
            Assert.Equal([1, 2], Answered($"{lines[1]}\n{lines[3]}"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_thousand_lookups_in_flight_at_the_end_of_input_are_all_answered()
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue(static (_, exchange) => Task.Delay(Timeout.Infinite, exchange.Stopped));
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));
        await program.SendAsync([.. Enumerable.Range(1, 1000).Select(static i => Message.Get(i, Guid.NewGuid().ToString()))]);

        program.EndInput();

        Assert.Equal(0, (await program.EndAsync()).ExitCode);
        for (var i = 1; i <= 1000; i++) Assert.Equal("timeout", (await program.AnswerAsync(i)).Told("error", "category"));
    }

    private static IEnumerable<int> Answered(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonElement.Parse(line).GetProperty("id").GetInt32());

    /// <summary>Runs a shell command line with messages as its input, in the sandbox and with a full log.</summary>
    private static Task<Ran> ShellAsync(string line, params string[] messages) => ProgramHarness.RunInShellAsync(
        line, new Dictionary<string, string?> { ["KLING_MCP_LOG_LEVEL"] = "Trace", ["KLING_MCP_SANDBOX"] = "1" }, messages);
}
