using System.Text.Json;
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
    [InlineData("2", "\"\\ud800\"")]
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

    [Theory]
    [InlineData("get_kling_tasks", "")]
    [InlineData("wait_for_kling_tasks", ",\"timeout_seconds\":1")]
    public async Task Half_a_character_in_one_id_does_not_spoil_the_others(string tool, string more)
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));

        await program.SendAsync(Message.Call(1, tool, $$"""{"task_ids":["a\ud800b","{{Id}}","\udfff"]{{more}}}"""));

        var answer = await program.AnswerAsync(1);
        Assert.Equal(["processing"], Each(answer, "tasks").Select(static t => t.GetProperty("status").GetString()));
        Assert.Equal(
            ["invalid_input", "invalid_input"],
            Each(answer, "errors").Select(static e => e.GetProperty("error").GetProperty("category").GetString()));
    }

    [Theory]
    [InlineData("{\"task_id\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public async Task Half_a_character_in_an_argument_is_refused_like_any_other_bad_argument(string arguments)
    {
        await using var program = await ProgramHarness.StartInitializedAsync(new Dictionary<string, string?>());

        await program.SendAsync(Message.Call(1, "get_kling_task", arguments));

        Assert.Equal("invalid_input", (await program.AnswerAsync(1)).Told("error", "category"));
    }

    private static IEnumerable<JsonElement> Each(JsonElement answer, string list) =>
        answer.GetProperty("result").GetProperty("structuredContent").GetProperty(list).EnumerateArray();

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
