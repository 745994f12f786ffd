using System.Collections.Concurrent;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Load;

/// <summary>Many calls at the same time, through the started program. <c>bench/soak</c> also measures memory and handles.</summary>
public class LoadTests
{
    [Fact]
    public async Task Four_hundred_waits_for_one_task_make_one_request_a_poll()
    {
        const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
        await using var world = new ProviderWorld();
        world.AddFinishingAfter("piapi", Id, reads: 4);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Polling(2, "piapi"));

        await program.SendAsync([.. Enumerable.Range(1, 400).Select(static i => Message.Wait(i, Id))]);

        for (var i = 1; i <= 400; i++) Assert.Equal("succeeded", (await program.AnswerAsync(i)).Told("status"));
        Assert.Equal(5, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Two_hundred_waits_are_answered_though_a_fifth_of_the_responses_is_faulty()
    {
        await using var world = new ProviderWorld();
        ConcurrentDictionary<string, int> asked = new();

        // Every fifth request for a task fails, so that no retry fails again. The last characters of the id say which one, and how.
        world.Overrides.Enqueue((request, exchange) =>
            (asked.AddOrUpdate(request.Target, 1, static (_, count) => count + 1) + request.Target[^1]) % 5 == 0
                ? FailAsync(exchange, request.Target[^2])
                : null);
        string[] ids = [.. Enumerable.Range(0, 200).Select(static _ => Guid.NewGuid().ToString())];
        foreach (var id in ids) world.AddFinishingAfter("piapi", id, reads: 2);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Polling(0.5, "piapi"));

        await program.SendAsync([.. ids.Select(static (id, i) => Message.Wait(i + 1, id))]);
        await program.SendAsync([.. Enumerable.Range(1, 20).Select(Message.Cancel)]);

        for (var i = 21; i <= 200; i++) Assert.Equal("succeeded", (await program.AnswerAsync(i)).Told("status"));
        await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
        var requests = asked.Values.Sum();
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        Assert.Equal(requests, asked.Values.Sum());
        Assert.InRange(requests, 200, 2000);
    }

    private static Task FailAsync(Exchange exchange, int turn)
    {
        switch (turn % 4)
        {
            case 0: return exchange.SendAsync(500, "{}");
            case 1: return exchange.SendAsync(200, """{"code":200,"data":{"task_id":""");
            case 2: return exchange.SendAsync(504, "<html>late</html>", "Content-Type: text/html");
            default:
                exchange.Reset();
                return Task.CompletedTask;
        }
    }
}
