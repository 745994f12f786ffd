using System.Diagnostics;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Bench.Server;

/// <summary>Lookups: how long one takes at 200 a second, and how many there can be.</summary>
internal static class RequestRate
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const int PerSecond = 200;
    private const int Seconds = 5;
    private const int AtOnce = 32;

    public static async Task RunAsync()
    {
        await using ProviderWorld world = new();
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);
        using var bare = await ServerUnderTest.StartBareAsync();
        using var server = await ServerUnderTest.StartAsync(world);
        foreach (var (name, target) in new[] { ("bare endpoint", bare), ("lookup", server) })
        {
            await SteadyAsync(target, PerSecond * 2);
            var times = await SteadyAsync(target, PerSecond * Seconds);
            var most = await MostAsync(target);
            Console.WriteLine($"{name}: at {PerSecond} a second median {Part(times, 0.5):0.00} ms, 95 % {Part(times, 0.95):0.00} ms; "
                + $"at most {most:0} a second; {target.Megabytes:0} MB");
        }
    }

    /// <summary>One part of the sorted times, in milliseconds.</summary>
    public static double Part(IReadOnlyList<double> times, double part) => times.Order().ElementAt((int)((times.Count - 1) * part));

    /// <summary>Milliseconds of a lookup, from its request to the end of its answer.</summary>
    public static async Task<double> TimeAsync(ServerUnderTest target, string id)
    {
        var started = Stopwatch.GetTimestamp();
        using var response = await target.GetTaskAsync(id);
        await response.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Requests at a steady rate, whether or not the ones before are answered.</summary>
    private static async Task<double[]> SteadyAsync(ServerUnderTest target, int count)
    {
        var started = Stopwatch.GetTimestamp();
        List<Task<double>> running = [];
        for (var i = 0; i < count; i++)
        {
            var left = TimeSpan.FromSeconds(i / (double)PerSecond) - Stopwatch.GetElapsedTime(started);
            if (left > TimeSpan.Zero) await Task.Delay(left);
            running.Add(TimeAsync(target, Id));
        }

        return await Task.WhenAll(running);
    }

    private static async Task<double> MostAsync(ServerUnderTest target)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(Seconds); count++) await TimeAsync(target, Id);
            return count;
        }));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
