using System.Diagnostics;
using System.Globalization;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Bench;

/// <summary>How much a soak asks.</summary>
/// <param name="Waits">Waits at once on as many tasks, and as many again on one task.</param>
/// <param name="CallsPerSecond">Lookups a second.</param>
/// <param name="Traffic">How long these come.</param>
internal sealed record SoakPlan(int Waits, int CallsPerSecond, TimeSpan Traffic)
{
    public static SoakPlan Long { get; } = new(Waits: 1000, CallsPerSecond: 200, TimeSpan.FromSeconds(60));
}

/// <summary>What one round showed.</summary>
/// <param name="Calls">Calls made.</param>
/// <param name="Answers">Tasks answered.</param>
/// <param name="Faults">Lookups that could not be made, and said so.</param>
/// <param name="Lost">Calls without an answer, but for those that were cancelled.</param>
/// <param name="Cancelled">Waits given up by the client.</param>
/// <param name="Requests">Requests at the provider.</param>
/// <param name="Faulty">Those of them that went wrong.</param>
/// <param name="Late">Requests that came when nobody waited any more.</param>
/// <param name="MemoryMegabytes">The process's memory when all was over.</param>
/// <param name="Handles">Its open sockets and pipes then. A library that some rare path needs is opened once, and is no handle left behind.</param>
/// <param name="Took">How long the round was.</param>
internal sealed record SoakRound(int Calls, int Answers, int Faults, int Lost, int Cancelled, int Requests, int Faulty, int Late, double MemoryMegabytes, int Handles, TimeSpan Took);

/// <summary>The started program under load, from a provider of whose answers a fifth are faulty.</summary>
internal sealed class Soak : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ProviderWorld world;
    private readonly Process process;
    private readonly McpClient client;
    private int asked;
    private int faulty;

    private Soak(Process process, McpClient client, ProviderWorld world)
    {
        (this.process, this.client, this.world) = (process, client, world);
        world.Overrides.Enqueue((_, exchange) => Interlocked.Increment(ref asked) % 5 == 0 ? FailAsync(exchange, Interlocked.Increment(ref faulty)) : null);
    }

    /// <param name="program">The program to start.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Soak> StartAsync(string program, CancellationToken cancellationToken)
    {
        ProviderWorld world = new();
        ProcessStartInfo start = new(program) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in world.Environment("piapi")) start.Environment[name] = value;
        start.Environment["KLING_MCP_POLL_SECONDS"] = "1";
        start.Environment["KLING_MCP_LOG_LEVEL"] = "None";
        var process = Process.Start(start)!;
        var transport = new StreamClientTransport(process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        return new(process, await McpClient.CreateAsync(transport, cancellationToken: cancellationToken), world);
    }

    /// <summary>One round: the waits, then the traffic, then a look at what is left.</summary>
    public async Task<SoakRound> RunAsync(SoakPlan plan, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var (askedBefore, faultyBefore) = (asked, faulty);
        string[] ids = [.. Enumerable.Range(0, plan.Waits).Select(static _ => Guid.NewGuid().ToString())];
        world.Tasks.Clear();
        foreach (var id in ids) world.AddFinishingAfter("piapi", id, reads: 3);
        var shared = Guid.NewGuid().ToString();
        world.AddFinishingAfter("piapi", shared, reads: 6);

        using var givesUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task<Outcome>> calls = [];
        foreach (var id in ids) calls.Add(WaitAsync(id, cancellationToken));
        foreach (var id in ids) calls.Add(WaitAsync(shared, cancellationToken));
        foreach (var id in ids.Take(plan.Waits / 10)) calls.Add(WaitAsync(id, givesUp.Token));
        var cancelling = CancelSoonAsync(givesUp, cancellationToken);
        await Task.WhenAll(calls);
        await cancelling;

        for (var second = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(second) < plan.Traffic; await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken))
        {
            var due = (int)(Stopwatch.GetElapsedTime(second).TotalSeconds * plan.CallsPerSecond) + (plan.Waits * 21 / 10);
            while (calls.Count < due) calls.Add(CallAsync("get_kling_task", ids[calls.Count % ids.Length], [], cancellationToken));
        }

        var outcomes = await Task.WhenAll(calls);
        await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        var atTheEnd = asked;
        await Task.Delay(TimeSpan.FromSeconds(2.5), cancellationToken);
        return new(
            outcomes.Length,
            outcomes.Count(static o => o is Outcome.Task),
            outcomes.Count(static o => o is Outcome.Fault),
            outcomes.Count(static o => o is Outcome.Lost),
            outcomes.Count(static o => o is Outcome.Cancelled),
            atTheEnd - askedBefore,
            faulty - faultyBefore,
            asked - atTheEnd,
            MemoryOf(process.Id),
            HandlesOf(process.Id),
            Stopwatch.GetElapsedTime(started));
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        if (!process.HasExited) process.Kill();
        process.Dispose();
        await world.DisposeAsync();
    }

    private static async Task CancelSoonAsync(CancellationTokenSource givesUp, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        await givesUp.CancelAsync();
    }

    /// <summary>The memory that the process holds, in megabytes.</summary>
    private static double MemoryOf(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(static l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Its open sockets, pipes and the like: whatever is no file.</summary>
    private static int HandlesOf(int process) =>
        new DirectoryInfo($"/proc/{process}/fd").EnumerateFiles().Count(static f => f.LinkTarget is { } target && !target.StartsWith('/'));

    /// <summary>One way of going wrong after the other.</summary>
    private static Task FailAsync(Exchange exchange, int turn)
    {
        switch (turn % 7)
        {
            case 0: return exchange.SendAsync(500, "{}");
            case 1: return exchange.SendAsync(200, "<html>busy</html>", "Content-Type: text/html");
            case 2: return exchange.SendAsync(200, """{"code":200,"data":{"task_id":""");
            case 3: return exchange.SendAsync(429, "{}");
            case 4: return exchange.SendAsync(200, "");
            case 5: return exchange.SendAsync(504, "<html>late</html>", "Content-Type: text/html");
            default:
                exchange.Reset();
                return Task.CompletedTask;
        }
    }

    private Task<Outcome> WaitAsync(string id, CancellationToken cancellationToken) =>
        CallAsync("wait_for_kling_task", id, new() { ["timeout_seconds"] = 45 }, cancellationToken);

    private async Task<Outcome> CallAsync(string tool, string id, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        arguments["task_id"] = id;
        try
        {
            var result = await client.CallToolAsync(tool, arguments, cancellationToken: cancellationToken).AsTask().WaitAsync(Patience, CancellationToken.None);
            return result.StructuredContent is not { } told ? Outcome.Lost : told.TryGetProperty("task", out _) ? Outcome.Task : told.TryGetProperty("error", out _) ? Outcome.Fault : Outcome.Lost;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Outcome.Cancelled;
        }
        catch (TimeoutException)
        {
            return Outcome.Lost;
        }
    }

    private enum Outcome
    {
        Task,
        Fault,
        Cancelled,
        Lost,
    }
}
