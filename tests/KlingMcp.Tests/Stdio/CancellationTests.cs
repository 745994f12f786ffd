using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Stdio;

/// <summary>After <c>notifications/cancelled</c> there is no further poll and no answer.</summary>
public class CancellationTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Fact]
    public async Task A_cancelled_wait_stops_polling_and_is_not_answered()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Polling(0.2, "piapi"));
        await program.SendAsync(Message.Wait(1, Id));
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") >= 2);

        await program.SendAsync(Message.Cancel(1), Message.ListTools(2));
        await program.AnswerAsync(2);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        var polls = world.CountOf("piapi");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        Assert.Equal(polls, world.CountOf("piapi"));
        program.EndInput();
        var (exitCode, took) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Empty(await program.RestAsync());
        Assert.Equal("", program.StandardError.Trim());
    }

    [Fact]
    public async Task A_cancelled_lookup_closes_its_connection_to_the_provider()
    {
        TaskCompletionSource leftBehind = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue(async (_, exchange) =>
        {
            await exchange.GoneAsync();
            leftBehind.TrySetResult();
        });
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));
        await program.SendAsync(Message.Get(1, Id));
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") > 0);

        await program.SendAsync(Message.Cancel(1));

        await leftBehind.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        program.EndInput();
        var (exitCode, took) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Empty(await program.RestAsync());
        Assert.Equal(1, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Another_wait_for_the_same_task_goes_on()
    {
        await using var world = new ProviderWorld();
        world.AddFinishingAfter("piapi", Id, reads: 8);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Polling(0.2, "piapi"));
        await program.SendAsync(Message.Wait(1, Id), Message.Wait(2, Id));
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") >= 2);

        await program.SendAsync(Message.Cancel(1));

        Assert.Equal("succeeded", (await program.AnswerAsync(2)).Told("status"));
        program.EndInput();
        Assert.Empty(await program.RestAsync());
    }

    [Fact]
    public async Task Cancelling_an_unknown_request_is_ignored()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));

        await program.SendAsync(
            Message.Cancel(77),
            """{"jsonrpc":"2.0","method":"notifications/cancelled"}""",
            """{"jsonrpc":"2.0","method":"notifications/cancelled","params":[1]}""",
            """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{}}}""", Message.Get(78, Id));

        Assert.Equal("processing", (await program.AnswerAsync(78)).Told("status"));
    }
}
