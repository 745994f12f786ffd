using System.Diagnostics;
using System.Globalization;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Bench;

/// <summary>The load of a round.</summary>
/// <param name="Waits">Simultaneous waits on as many tasks, and as many again on one task.</param>
/// <param name="CallsPerSecond">Lookups per second after the waits.</param>
/// <param name="Traffic">How long the lookups go on.</param>
internal sealed record SoakPlan(int Waits, int CallsPerSecond, TimeSpan Traffic)
{
    public static SoakPlan Long { get; } = new(Waits: 1000, CallsPerSecond: 200, TimeSpan.FromSeconds(60));
}

/// <summary>The result of a round.</summary>
/// <param name="Calls">Calls made.</param>
/// <param name="Answers">Calls answered with a task.</param>
/// <param name="Faults">Calls answered with a lookup error.</param>
/// <param name="Lost">Calls without an answer, cancelled ones excepted.</param>
/// <param name="Cancelled">Waits that the client cancelled.</param>
/// <param name="Requests">Requests that the provider received.</param>
/// <param name="Faulty">Requests that got a faulty response.</param>
/// <param name="Late">Requests received after the last call had ended.</param>
/// <param name="MemoryMegabytes">Resident memory of the process at the end of the round.</param>
/// <param name="Handles">Open sockets and pipes at the end. Files do not count: a library that is loaded late stays open.</param>
/// <param name="Took">The length of the round.</param>
internal sealed record SoakRound(
    int Calls,
    int Answers,
    int Faults,
    int Lost,
    int Cancelled,
    int Requests,
    int Faulty,
    int Late,
    double MemoryMegabytes,
    int Handles,
    TimeSpan Took);

/// <summary>Runs the program under load against a provider that answers a fifth of the requests faultily.</summary>
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
        world.Overrides.Enqueue((_, exchange) =>
            Interlocked.Increment(ref asked) % 5 == 0 ? FailAsync(exchange, Interlocked.Increment(ref faulty)) : null);
    }

    /// <param name="program">The program to start.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<Soak> StartAsync(string program, CancellationToken cancellationToken)
    {
        ProviderWorld world = new();
        ProcessStartInfo start = new(program) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in world.Environment("piapi")) start.Environment[name] = value;
        start.Environment["KLING_MCP_POLL_SECONDS"] = "1";
        start.Environment["KLING_MCP_LOG_LEVEL"] = "None";
        start.Environment["KLING_MCP_DATA_DIR"] = Directory.CreateTempSubdirectory("kling-mcp-soak").FullName;
        var process = Process.Start(start)!;
        var transport = new StreamClientTransport(process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        return new(process, await McpClient.CreateAsync(transport, cancellationToken: cancellationToken), world);
    }

    /// <summary>Runs one round: the waits, then the lookups, then measures what is left over.</summary>
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

        var trafficStarted = Stopwatch.GetTimestamp();
        var waits = calls.Count;
        while (Stopwatch.GetElapsedTime(trafficStarted) is var elapsed && elapsed < plan.Traffic)
        {
            var due = waits + (int)(elapsed.TotalSeconds * plan.CallsPerSecond);
            while (calls.Count < due) calls.Add(CallAsync("get_kling_task", ids[calls.Count % ids.Length], [], cancellationToken));
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
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

    /// <summary>The resident memory of the process, in megabytes.</summary>
    private static double MemoryOf(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(static l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>The open descriptors of the process that are not files: sockets, pipes and the like.</summary>
    private static int HandlesOf(int process) =>
        new DirectoryInfo($"/proc/{process}/fd").EnumerateFiles().Count(static f => f.LinkTarget is { } target && !target.StartsWith('/'));

    /// <summary>Cycles through seven kinds of faulty responses.</summary>
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

    private async Task<Outcome> CallAsync(
        string tool, string id, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        arguments["task_id"] = id;
        try
        {
            var call = client.CallToolAsync(tool, arguments, cancellationToken: cancellationToken).AsTask();
            var result = await call.WaitAsync(Patience, CancellationToken.None);
            return result.StructuredContent is not { } answer ? Outcome.Lost
                : answer.TryGetProperty("task", out _) ? Outcome.Task
                : answer.TryGetProperty("error", out _) ? Outcome.Fault
                : Outcome.Lost;
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
