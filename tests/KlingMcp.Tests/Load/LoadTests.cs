using KlingMcp.Http;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Load;

/// <summary>Many calls at once, through the started program.</summary>
[Trait("Runs", "program")]
public class LoadTests
{
    [Fact]
    public async Task Four_hundred_waits_on_one_task_make_one_request_a_poll()
    {
        const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
        await using var world = new ProviderWorld();
        world.AddFinishingAfter("piapi", Id, reads: 4);
        await using var program = await BareProgram.StartGreetedAsync(ServiceHarness.Polling(world, 2, "piapi"));

        await program.SendAsync([.. Enumerable.Range(1, 400).Select(static i => Message.Wait(i, Id))]);

        for (var i = 1; i <= 400; i++) Assert.Equal("succeeded", (await program.AnswerAsync(i)).Told("status"));
        Assert.Equal(5, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Under_load_and_faults_every_call_is_answered_and_nothing_is_left_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "memory and handles are read from /proc");
        await using var soak = await Soak.StartAsync(StartedProgram.Path, TestContext.Current.CancellationToken);

        var first = await soak.RunAsync(SoakPlan.Short, TestContext.Current.CancellationToken);
        var second = await soak.RunAsync(SoakPlan.Short, TestContext.Current.CancellationToken);

        foreach (var round in new[] { first, second })
        {
            Assert.Equal(0, round.Lost);
            Assert.Equal(0, round.Late);
            Assert.Equal(SoakPlan.Short.Waits / 10, round.Cancelled);
            Assert.InRange(round.Faulty, round.Requests / 6, round.Requests / 4);
            Assert.InRange(round.Answers, round.Calls / 2, round.Calls);
        }

        Assert.InRange(second.MemoryMegabytes, 0, first.MemoryMegabytes + 10);

        // connections are kept for the calls to come, never more than there may be requests at once
        Assert.InRange(second.Handles, 0, first.Handles + new HttpOptions().RequestsInFlight);
    }
}
