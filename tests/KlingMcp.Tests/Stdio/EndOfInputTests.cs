using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Stdio;

/// <summary>When the host closes standard input, open calls are answered and the process ends.</summary>
public class EndOfInputTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    /// <summary>One second, with room for a busy machine, but less than the five seconds that a lookup is given.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task An_idle_process_ends_at_once()
    {
        await using var world = new ProviderWorld();
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));

        program.EndInput();

        var (exitCode, took) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, Soon);
    }

    [Fact]
    public async Task A_process_without_any_request_ends_at_once()
    {
        await using var program = ProgramHarness.Start(new Dictionary<string, string?>());

        program.EndInput();

        Assert.Equal(0, (await program.EndAsync()).ExitCode);
        Assert.Empty(await program.RestAsync());
    }

    [Fact]
    public async Task A_wait_answers_its_last_state_at_once()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));
        await program.SendAsync(Message.Wait(1, Id));
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") > 0);

        program.EndInput();

        var (exitCode, took) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, Soon);
        var answer = await program.AnswerAsync(1);
        Assert.Equal("processing", answer.Told("status"));
        Assert.Equal("True", answer.Told("timed_out"));
        Assert.Contains("do not resubmit", answer.Told("next"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_waits_are_all_answered()
    {
        await using var world = new ProviderWorld();
        string[] ids = [.. Enumerable.Range(0, 100).Select(static _ => Guid.NewGuid().ToString())];
        foreach (var id in ids) world.Add("piapi", id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));
        await program.SendAsync([.. ids.Select(static (id, i) => Message.Wait(i + 1, id))]);
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") >= ids.Length);

        program.EndInput();

        var (exitCode, took) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, Soon);
        for (var i = 1; i <= ids.Length; i++) Assert.Equal("processing", (await program.AnswerAsync(i)).Told("status"));
    }

    [Theory]
    [InlineData("get_kling_task")]
    [InlineData("wait_for_kling_task")]
    public async Task A_lookup_in_flight_or_a_wait_without_a_state_has_five_more_seconds(string tool)
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue(static (_, exchange) => Task.Delay(Timeout.Infinite, exchange.Stopped));
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));
        await program.SendAsync(Message.Call(1, tool, $$"""{"task_id":"{{Id}}"}"""));
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") > 0);

        program.EndInput();

        var (exitCode, took) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(9));
        Assert.Equal("timeout", (await program.AnswerAsync(1)).Told("error", "category"));
    }

    [Theory]
    [InlineData("get_kling_task")]
    [InlineData("wait_for_kling_task")]
    public async Task A_state_that_arrives_within_five_seconds_is_answered(string tool)
    {
        await using var world = new ProviderWorld { Delay = TimeSpan.FromSeconds(1.5) };
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));
        await program.SendAsync(Message.Call(1, tool, $$"""{"task_id":"{{Id}}"}"""));
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") > 0);

        program.EndInput();

        Assert.Equal("processing", (await program.AnswerAsync(1)).Told("status"));
        var (exitCode, took) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, Soon);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData("\r\n")]
    public async Task Requests_written_together_with_the_end_of_input_are_answered(string lastLineEnd)
    {
        await using var world = new ProviderWorld { Delay = TimeSpan.FromMilliseconds(300) };
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);
        await using var program = ProgramHarness.Start(world.Environment("piapi"));
        string[] lines =
        [
            Message.Initialize(1), Message.Initialized, "no message at all", "", Message.ListTools(2), Message.Wait(3, Id),
            """{"jsonrpc":"2.0","id":4,"method":"no/such"}""", Message.Call(5, "no_such_tool", "{}"), Message.Get(6, Id),
        ];

        await program.SendBytesAsync(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + lastLineEnd));
        program.EndInput();

        Assert.Equal(0, (await program.EndAsync()).ExitCode);
        Assert.Equal("2025-11-25", (await program.AnswerAsync(1)).GetProperty("result").GetProperty("protocolVersion").GetString());
        Assert.Equal(ToolList.Names.Count, (await program.AnswerAsync(2)).GetProperty("result").GetProperty("tools").GetArrayLength());
        Assert.Equal("succeeded", (await program.AnswerAsync(3)).Told("status"));
        Assert.Equal(-32601, (await program.AnswerAsync(4)).ErrorCode());
        Assert.Equal(-32602, (await program.AnswerAsync(5)).ErrorCode());
        Assert.Equal("succeeded", (await program.AnswerAsync(6)).Told("status"));
    }

    [Fact]
    public async Task Three_hundred_calls_written_at_once_are_all_answered()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = ProgramHarness.Start(world.Environment("piapi"));

        await program.SendAsync([.. Enumerable.Range(1, 300).Select(static i => (i % 3) switch
        {
            0 => Message.ListTools(i),
            1 => Message.Get(i, Id),
            _ => Message.Wait(i, Id),
        })]);
        program.EndInput();

        Assert.Equal(0, (await program.EndAsync()).ExitCode);
        for (var i = 1; i <= 300; i++) Assert.True((await program.AnswerAsync(i)).TryGetProperty("result", out _));
    }

    /// <summary>Of 1,500 requests most wait for room; they fit into the buffer of the pipe, so that the client can close it.</summary>
    [Theory]
    [InlineData(300)]
    [InlineData(1500)]
    public async Task The_process_ends_though_the_client_no_longer_reads(int requests)
    {
        await using var program = ProgramHarness.Start(new Dictionary<string, string?>(), reading: false);
        await program.SendAsync([.. Enumerable.Range(1, requests).Select(Message.ListTools)]);

        program.EndInput();

        var (exitCode, took) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
