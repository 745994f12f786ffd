using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Stdio;

/// <summary>SIGTERM, SIGINT and SIGHUP end the process within a second, with exit code 0.</summary>
public class SignalTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    /// <summary>One second, with room for a busy machine, but less than the five seconds that a lookup is given.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);

    public static TheoryData<string, string> Situations() =>
        new MatrixTheoryData<string, string>(
            ["TERM", "INT", "HUP"],
            ["idle", "a wait", "a hundred waits", "a lookup in flight", "input at its end with a lookup in flight"]);

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task A_signal_ends_the_process_within_a_second(string signal, string situation)
    {
        await using var world = new ProviderWorld();
        string[] ids = [.. Enumerable.Range(0, 100).Select(static _ => Guid.NewGuid().ToString())];
        foreach (var id in ids.Prepend(Id)) world.Add("piapi", id, KlingTaskStatus.Processing);
        if (situation.Contains("lookup", StringComparison.Ordinal))
            world.Overrides.Enqueue(static (_, exchange) => Task.Delay(Timeout.Infinite, exchange.Stopped));
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));
        string[] calls = situation switch
        {
            "idle" => [],
            "a wait" => [Message.Wait(1, Id)],
            "a hundred waits" => [.. ids.Select(static (id, i) => Message.Wait(i + 1, id))],
            _ => [Message.Get(1, Id)],
        };
        await program.SendAsync(calls);
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") >= calls.Length);
        if (situation.StartsWith("input", StringComparison.Ordinal)) program.EndInput();

        await program.SignalAsync(signal);

        var (exitCode, took) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, Soon);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_the_process_while_its_output_pipe_is_full(string signal)
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = ProgramHarness.Start(world.Environment("piapi"), reading: false);
        await program.SendAsync([.. Enumerable.Range(1, 300).Select(Message.ListTools), Message.Get(301, Id)]);
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") > 0);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);

        await program.SignalAsync(signal);

        var (exitCode, took) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, Soon);
    }

    [Theory]
    [InlineData("TERM TERM TERM TERM TERM TERM TERM TERM TERM TERM")]
    [InlineData("TERM HUP INT TERM HUP INT TERM HUP INT TERM HUP INT")]
    public async Task Several_signals_at_once_end_it_with_the_same_exit_code_as_one(string signals)
    {
        await using var program = await ProgramHarness.StartInitializedAsync(new Dictionary<string, string?>());

        await program.SignalAsync(signals.Split(' '));

        Assert.Equal(0, (await program.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_signal_during_the_start_does_not_end_it_with_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals");

        // Later and later, until the program answers. Before its first line of code the signal's own exit code is right.
        for (var milliseconds = 10; milliseconds <= 200; milliseconds += 10)
        {
            await using var program = ProgramHarness.Start(new Dictionary<string, string?>());
            await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
            await program.SignalAsync("TERM");

            Assert.Contains((await program.EndAsync()).ExitCode, (int[])[0, 128 + 15]);
            Assert.Equal("", program.StandardError.Trim());
        }
    }

    [Fact]
    public async Task A_signal_ends_the_process_while_all_threads_block_on_a_full_log_pipe()
    {
        Dictionary<string, string?> environment = new() { ["KLING_MCP_LOG_LEVEL"] = "Trace" };
        await using var program = ProgramHarness.Start(environment, reading: false);
        await program.SendAsync([.. Enumerable.Range(1, 300).Select(Message.ListTools)]);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);

        await program.SignalAsync("TERM");

        var (exitCode, took) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, Soon);
    }

    /// <summary>One thread reads, another writes to a pipe that nobody reads, and there is none for the orderly end.</summary>
    [Fact]
    public async Task A_signal_ends_the_process_while_every_thread_of_the_pool_is_stuck()
    {
        var cancel = TestContext.Current.CancellationToken;
        Dictionary<string, string?> environment = new() { ["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "2" };
        using var process = ProgramHarness.StartProcess(environment);
        await process.StandardInput.WriteLineAsync(Message.Initialize(0).AsMemory(), cancel);
        await process.StandardInput.FlushAsync(cancel);
        await process.StandardOutput.ReadLineAsync(cancel);
        await process.StandardInput.WriteAsync(string.Join('\n', Enumerable.Range(1, 300).Select(Message.ListTools)).AsMemory(), cancel);
        await process.StandardInput.FlushAsync(cancel);
        await Task.Delay(TimeSpan.FromSeconds(1), cancel);

        await ProgramHarness.SignalAsync(process, "TERM");

        await process.WaitForExitAsync(cancel).WaitAsync(TimeSpan.FromSeconds(30), cancel);
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("idle")]
    [InlineData("a wait")]
    public async Task The_process_ends_with_the_first_write_to_a_closed_output(string situation)
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = ProgramHarness.Start(world.Environment("piapi"), reading: false);
        if (situation is "a wait")
        {
            await program.SendAsync(Message.Wait(1, Id));
            await Eventually.IsTrueAsync(() => world.CountOf("piapi") > 0);
        }

        program.CloseOutput();
        await program.SendAsync(Message.ListTools(2));

        var (exitCode, took) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, Soon);
    }
}
