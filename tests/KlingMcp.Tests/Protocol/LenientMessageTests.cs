using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Protocol;

/// <summary>Messages that some hosts send differently from the protocol, where the meaning is clear.</summary>
public class LenientMessageTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Theory]
    [InlineData("\"2\"", "\"user\"")]
    [InlineData("2", "5")]
    [InlineData("\"2\"", "{}")]
    public async Task A_cancellation_with_its_id_as_text_or_an_odd_reason_stops_the_polling(string requestId, string reason)
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Polling(0.2, "piapi"));

        await program.SendAsync(Message.Wait(2, Id, seconds: 30));
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") > 0);
        await program.SendAsync(
            $$$"""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{{{requestId}}},"reason":{{{reason}}}}}""",
            Message.ListTools(3));
        await program.AnswerAsync(3);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        var polls = world.CountOf("piapi");
        await Task.Delay(800, TestContext.Current.CancellationToken);

        Assert.Equal(polls, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Arguments_may_come_as_json_text()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));

        await program.SendAsync(Message.Call(1, "get_kling_task", $$""" "{\"task_id\":\"{{Id}}\"}" """));

        Assert.Equal("processing", (await program.AnswerAsync(1)).Told("status"));
    }
}
