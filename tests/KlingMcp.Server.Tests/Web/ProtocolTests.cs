using System.Net;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Web;

/// <summary>The protocol over HTTP: both generations, progress on the answer's stream, and the end of a call by closing it.</summary>
public class ProtocolTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Theory]
    [InlineData("2025-03-26")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Every_version_of_the_protocol_is_served(string version)
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var server = await TeamServer.StartAsync(world.Environment("piapi"));

        var client = await server.ConnectAsync(version);

        Assert.Equal(version, client.NegotiatedProtocolVersion);
        Assert.Null(client.SessionId);
        Assert.Equal("processing", (await client.CallAsync("get_kling_task", $$"""{"task_id":"{{Id}}"}""")).At("status"));
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task A_wait_sends_progress_on_the_stream_of_its_answer(string version)
    {
        await using var world = new ProviderWorld();
        world.AddFinishingAfter("piapi", Id, reads: 3);
        await using var server = await TeamServer.StartAsync(world.Polling(0.2, "piapi"));
        var client = await server.ConnectAsync(version);
        Waiting progress = new();

        var result = await client.CallToolAsync(
            "wait_for_kling_task",
            new Dictionary<string, object?> { ["task_id"] = Id },
            progress,
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("succeeded", result.At("status"));
        await Eventually.IsTrueAsync(() => progress.Reports >= 3);
    }

    [Fact]
    public async Task A_wait_ends_when_its_stream_is_closed()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var server = await TeamServer.StartAsync(world.Polling(0.2, "piapi"));

        using (await server.PostAsync(Message.Wait(1, Id), static r => r.Headers.Add("MCP-Protocol-Version", "2025-11-25")))
            await Eventually.IsTrueAsync(() => world.CountOf("piapi") >= 2);

        // With nobody waiting there are no more reads. One may have been on its way.
        await Eventually.IsTrueAsync(() => Quiet(world));
    }

    [Fact]
    public async Task Waits_answer_with_their_last_state_when_the_server_is_told_to_stop()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var server = await TeamServer.StartAsync(world.Environment("piapi"));
        var client = await server.ConnectAsync();

        var waiting = client.CallAsync("wait_for_kling_task", $$"""{"task_id":"{{Id}}","timeout_seconds":50}""");
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") >= 1);
        var stopping = server.StopAsync();
        var result = await waiting;

        Assert.Equal("processing", result.At("status"));
        Assert.Equal("True", result.At("timed_out"));
        await stopping;
    }

    [Fact]
    public async Task Every_tool_is_listed_but_none_that_writes_files_on_the_server()
    {
        await using var server = await TeamServer.StartAsync(new Dictionary<string, string?>());
        var client = await server.ConnectAsync();

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(ToolList.Names.Where(static n => n != "save_kling_outputs"), tools.Select(static t => t.Name));
        Assert.All(tools, static t => Assert.True(t.ProtocolTool.Annotations!.ReadOnlyHint));
    }

    [Fact]
    public async Task A_body_of_more_than_a_mebibyte_is_refused()
    {
        await using var server = await TeamServer.StartAsync(new Dictionary<string, string?>());

        // The client asks before it sends: otherwise it may still be writing when the server closes the connection.
        var refused = await server.StatusAsync(
            new string(' ', (1024 * 1024) + 1), static request => request.Headers.ExpectContinue = true);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused);
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(Message.ListTools(1) + new string(' ', 512 * 1024)));
    }

    [Fact]
    public async Task Health_is_told_without_a_token()
    {
        await using var server = await TeamServer.StartAsync(new Dictionary<string, string?> { ["KLING_MCP_TOKENS_FILE"] = "missing" });

        Assert.Equal("live\n", await server.GetAsync("/health/live"));
        Assert.Equal("ready\nredis: off\n", await server.GetAsync("/health/ready"));
    }

    private static bool Quiet(ProviderWorld world)
    {
        var before = world.CountOf("piapi");
        Task.Delay(TimeSpan.FromMilliseconds(700), TestContext.Current.CancellationToken).Wait();
        return world.CountOf("piapi") == before;
    }
}
