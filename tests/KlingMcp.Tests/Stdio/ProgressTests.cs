using System.Collections.Concurrent;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;
using ModelContextProtocol;

namespace KlingMcp.Tests.Stdio;

/// <summary>Progress notifications of a wait.</summary>
public class ProgressTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Fact]
    public async Task Progress_is_reported_after_each_poll_and_every_ten_seconds_between_polls()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        ManualTime time = new();
        await using var session = await ServerHarness.StartAsync(world.Environment("piapi").With("KLING_MCP_POLL_SECONDS", "24"), time);
        Notes notes = new();
        Dictionary<string, object?> arguments = new() { ["task_id"] = Id, ["timeout_seconds"] = 45 };
        var waiting = session.Client.CallToolAsync(
            "wait_for_kling_task", arguments, notes, cancellationToken: TestContext.Current.CancellationToken).AsTask();
        await Eventually.IsTrueAsync(() => notes.All.Count == 1);

        await time.AdvanceUntilAsync(() => waiting.IsCompleted, TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(500));

        Assert.Equal("processing", (await waiting).At("status"));
        var told = notes.All.Select(static n => n.Progress).Order().ToArray();
        Assert.Equal([0f, 10f, 20f, 24f, 34f, 44f], told.Select(static t => MathF.Floor(t)));
        Assert.All(notes.All, static n => Assert.Equal(45f, n.Total));
        Assert.Contains(notes.All, static n => n.Message == "processing, 34 s");
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Progress_rises_with_each_poll_and_ends_with_the_answer()
    {
        await using var world = new ProviderWorld();
        world.AddFinishingAfter("piapi", Id, reads: 5);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Polling(0.2, "piapi"));

        await program.SendAsync($$"""
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait_for_kling_task",
            "arguments":{"task_id":"{{Id}}","timeout_seconds":30},"_meta":{"progressToken":"mine"} } }
            """.ReplaceLineEndings(""));
        Assert.Equal("succeeded", (await program.AnswerAsync(1)).Told("status"));
        var before = program.Unclaimed.Count;
        program.EndInput();

        var notes = (await program.RestAsync()).Select(static n => n.GetProperty("params")).ToArray();
        Assert.Equal(before, notes.Length);
        Assert.Equal(6, notes.Length);
        Assert.All(notes, static n => Assert.Equal("mine", n.GetProperty("progressToken").GetString()));
        Assert.All(notes, static n => Assert.Equal(30, n.GetProperty("total").GetDouble()));
        var progress = notes.Select(static n => n.GetProperty("progress").GetDouble()).ToArray();
        Assert.All(progress.Zip(progress.Skip(1)), static pair => Assert.True(pair.First < pair.Second));
    }

    [Fact]
    public async Task Without_a_progress_token_nothing_is_reported()
    {
        await using var world = new ProviderWorld();
        world.AddFinishingAfter("piapi", Id, reads: 3);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Polling(0.2, "piapi"));

        await program.SendAsync(Message.Wait(1, Id));
        await program.AnswerAsync(1);
        program.EndInput();

        Assert.Empty(await program.RestAsync());
    }

    private sealed class Notes : IProgress<ProgressNotificationValue>
    {
        public ConcurrentQueue<ProgressNotificationValue> All { get; } = new();

        public void Report(ProgressNotificationValue value) => All.Enqueue(value);
    }
}
