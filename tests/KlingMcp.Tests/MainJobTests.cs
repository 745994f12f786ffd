using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests;

/// <summary>The main use, as a host sees it: the started program, the SDK's client, real HTTP on loopback.</summary>
public class MainJobTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Fact]
    public async Task A_finished_task_is_answered_with_its_reference_and_the_address_of_its_file()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);
        await using var client = await ProgramHarness.ConnectAsync(world.Environment("piapi"));

        var result = await client.CallAsync("get_kling_task", $$"""{"task_id":"{{Id}}"}""");

        Assert.NotEqual(true, result.IsError);
        Assert.Equal($"piapi:{Id}", result.At("task"));
        Assert.Equal("succeeded", result.At("status"));
        Assert.Equal($"https://media.example/{Id}.mp4", result.At("outputs.0.url"));
        Assert.Equal("5.1", result.At("outputs.0.duration_seconds"));
        Assert.Equal(
            $"""
            succeeded piapi:{Id} (video_generation, took 30 s)
            video 5.1 s 960x960, pass on the task id: https://media.example/{Id}.mp4
            """,
            result.Text());
        Assert.Equal("GET /piapi/api/v1/task/" + Id + " HTTP/1.1", Assert.Single(world.Requests).Line);
        Assert.Equal("canary-piapi-key-of-the-tests", world.Requests[0].Headers["x-api-key"]);
    }

    [Fact]
    public async Task A_wait_ends_as_soon_as_the_task_is_finished()
    {
        await using var world = new ProviderWorld();
        world.AddFinishingAfter("piapi", Id, reads: 3);
        await using var client = await ProgramHarness.ConnectAsync(world.Environment("piapi").With("KLING_MCP_POLL_SECONDS", "0.2"));

        var result = await client.CallAsync("wait_for_kling_task", $$"""{"task_id":"{{Id}}","timeout_seconds":20}""");

        Assert.Equal("succeeded", result.At("status"));
        Assert.Equal("False", result.At("timed_out"));
        Assert.Equal(4, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_wait_that_times_out_answers_the_last_state_and_is_not_an_error()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var client = await ProgramHarness.ConnectAsync(world.Environment("piapi"));

        var result = await client.CallAsync("wait_for_kling_task", $$"""{"task_id":"{{Id}}","timeout_seconds":4}""");

        Assert.NotEqual(true, result.IsError);
        Assert.Equal("processing", result.At("status"));
        Assert.Equal("True", result.At("timed_out"));
        Assert.Contains("do not resubmit", result.At("next"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-11-05")]
    [InlineData("2025-03-26")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Every_version_of_the_protocol_is_served(string version)
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var client = await ProgramHarness.ConnectAsync(world.Environment("piapi"), version);

        Assert.Equal(version, client.NegotiatedProtocolVersion);
        Assert.Equal(ToolList.Names.Count, (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Count);
        Assert.Equal("processing", (await client.CallAsync("get_kling_task", $$"""{"task_id":"{{Id}}"}""")).At("status"));
    }
}
