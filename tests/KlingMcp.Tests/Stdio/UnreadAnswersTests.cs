using System.Diagnostics;
using System.Text;
using System.Text.Json;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Stdio;

/// <summary>A client that sends and does not read: what waits to be written is bounded, and nothing of it is lost.</summary>
public class UnreadAnswersTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_not_taken_up_while_answers_wait_to_be_read_and_all_are_answered_later()
    {
        const int Requests = 5000;
        var padding = new string('a', 1000);
        using var process = ProgramHarness.StartProcess(new Dictionary<string, string?>());
        var sent = 0;
        var sending = SendAsync();

        await IsStuckAsync(() => sent);

        Assert.InRange(sent, 1, Requests / 2);
        process.Refresh();
        Assert.InRange(process.WorkingSet64, 1, 300_000_000);
        var answers = process.StandardOutput.ReadToEndAsync(Cancel);
        await sending;
        Assert.Equal(Enumerable.Range(1, Requests), Answered(await answers).Order());
        await process.WaitForExitAsync(Cancel);

        async Task SendAsync()
        {
            for (; sent < Requests; sent++)
            {
                var line = $"{Message.ListTools(sent + 1)[..^1]},\"params\":{{\"padding\":\"{padding}\"}}}}\n";
                await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(line), Cancel);
            }

            process.StandardInput.Close();
        }
    }

    [Fact]
    public async Task The_oldest_wait_ends_when_waits_take_all_room()
    {
        const int Waits = 500;
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));
        await program.SendAsync(Wait(1));
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") > 0);

        await program.SendAsync([.. Enumerable.Range(2, Waits - 1).Select(Wait), Message.Get(Waits + 1, Id)]);

        Assert.Equal("processing", (await program.AnswerAsync(Waits + 1)).Told("status"));
        Assert.Equal("True", (await program.AnswerAsync(1)).Told("timed_out"));
        Assert.Empty(program.Unclaimed);

        static string Wait(int id) =>
            Message.Call(id, "wait_for_kling_tasks", $$"""{"task_ids":["{{Id}}"],"timeout_seconds":50}""");
    }

    [Fact]
    public async Task Progress_that_nobody_reads_does_not_pile_up()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        using var process = ProgramHarness.StartProcess(world.Polling(0.2, "piapi"));
        var fill = Enumerable.Range(1, 100).Select(Message.ListTools);
        var wait = Message.Wait(101, Id)
            .Replace("\"arguments\"", "\"_meta\":{\"progressToken\":1},\"arguments\"", StringComparison.Ordinal);
        await process.StandardInput.WriteAsync(string.Join('\n', [.. fill, wait, ""]).AsMemory(), Cancel);
        await process.StandardInput.FlushAsync(Cancel);
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") >= 20);

        process.StandardInput.Close();

        var lines = (await process.StandardOutput.ReadToEndAsync(Cancel)).Split('\n');
        await process.WaitForExitAsync(Cancel);
        Assert.InRange(lines.Count(static l => l.Contains("notifications/progress", StringComparison.Ordinal)), 1, 15);
        Assert.Single(lines, static l => l.Contains("\"id\":101", StringComparison.Ordinal));
    }

    /// <summary>Waits until a number stands still.</summary>
    private static async Task IsStuckAsync(Func<int> number)
    {
        var (before, since) = (0, Stopwatch.StartNew());
        while (before == 0 || since.Elapsed < TimeSpan.FromSeconds(3))
        {
            if (number() != before) (before, since) = (number(), Stopwatch.StartNew());
            await Task.Delay(100, Cancel);
        }
    }

    private static IEnumerable<int> Answered(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonElement.Parse(line).GetProperty("id").GetInt32());
}
