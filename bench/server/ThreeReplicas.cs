using System.Collections.Concurrent;
using System.Diagnostics;
using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Bench.Server;

/// <summary>Waits spread over three replicas on one Redis: how often the provider is asked, and when everybody knows the end.</summary>
internal static class ThreeReplicas
{
    private const string Port = "39379";

    public static async Task RunAsync(int tasks, int waits)
    {
        Process redis;
        try
        {
            redis = Process.Start(new ProcessStartInfo("redis-server", ["--port", Port, "--bind", "127.0.0.1", "--save", ""])
            {
                RedirectStandardOutput = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("skipped: three replicas, there is no redis-server");
            return;
        }

        await using ProviderWorld world = new();
        ConcurrentDictionary<string, long> ended = new();
        string[] ids = [.. Enumerable.Range(0, tasks).Select(static _ => Guid.NewGuid().ToString())];
        var isFinished = false;
        foreach (var id in ids)
        {
            world.Tasks[("piapi", id)] = () =>
            {
                var made = TimeProvider.System.GetUtcNow().AddSeconds(-30);
                if (!isFinished) return new SandboxTask(id, KlingTaskStatus.Processing, made, made);

                ended.TryAdd(id, Stopwatch.GetTimestamp());
                return new SandboxTask(id, KlingTaskStatus.Succeeded, made, made);
            };
        }

        using var a = await ServerUnderTest.StartAsync(world, ("KLING_MCP_REDIS", $"127.0.0.1:{Port}"));
        using var b = await ServerUnderTest.StartAsync(world, ("KLING_MCP_REDIS", $"127.0.0.1:{Port}"));
        using var c = await ServerUnderTest.StartAsync(world, ("KLING_MCP_REDIS", $"127.0.0.1:{Port}"));
        ServerUnderTest[] replicas = [a, b, c];
        List<Task<double>> running = [];
        foreach (var some in Enumerable.Range(0, waits).Chunk(100))
        {
            var open = await Task.WhenAll(some.Select(i => replicas[i % 3].WaitAsync(ids[i % tasks])));
            running.AddRange(some.Zip(open, (i, response) => LagAsync(response, ids[i % tasks], ended)));
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        var before = world.CountOf("piapi");
        await Task.Delay(TimeSpan.FromSeconds(20));
        var polls = world.CountOf("piapi") - before;
        isFinished = true;
        var lags = await Task.WhenAll(running);
        var first = ended.MinBy(static e => e.Value).Key;
        var firstLag = lags.Where((_, i) => ids[i % tasks] == first).Max();

        Console.WriteLine($"three replicas, {waits} waits for {tasks} tasks: {polls / 20.0 / tasks:0.00} polls a task and second; "
            + $"told after the read that saw the end: median {RequestRate.Part(lags, 0.5):0} ms, 95 % {RequestRate.Part(lags, 0.95):0} ms, "
            + $"last {lags.Max():0} ms (of the first task that ended {firstLag:0} ms); "
            + $"{world.CountOf("piapi") - before - polls} reads for the ends");
        redis.Kill();
        redis.Dispose();
    }

    /// <summary>Milliseconds from the provider's first answer that a task has ended to the end of a wait for it.</summary>
    private static async Task<double> LagAsync(HttpResponseMessage response, string id, ConcurrentDictionary<string, long> ended)
    {
        await response.Content.ReadAsByteArrayAsync();
        response.Dispose();
        return Stopwatch.GetElapsedTime(ended[id]).TotalMilliseconds;
    }
}
