using System.Diagnostics;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Bench.Server;

/// <summary>
/// Lookups: how long one takes at 200 a second, and how many there can be. Beside it a bare endpoint, the protocol's SDK alone, and the
/// request to the simulated provider that each lookup makes. All are asked in turn, so that a busy machine slows all alike.
/// </summary>
internal static class RequestRate
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const int PerSecond = 200;
    private const int Rounds = 10;
    private const int Seconds = 5;
    private const int AtOnce = 32;

    public static async Task RunAsync()
    {
        await using ProviderWorld world = new();
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);
        using var bare = await ServerUnderTest.StartBareAsync("bare");
        using var sdk = await ServerUnderTest.StartBareAsync("sdk");
        using var server = await ServerUnderTest.StartAsync(world);
        using HttpClient http = new();
        Uri provider = new($"{world.AddressOf("piapi")}/api/v1/task/{Id}");
        (string Name, ServerUnderTest? Server, Func<Task<double>> TimeAsync)[] targets =
        [
            ("bare endpoint", bare, () => TimeAsync(bare, Id)),
            ("the SDK alone", sdk, () => TimeAsync(sdk, Id)),
            ("the simulated provider", null, () => TimeAsync(() => http.GetAsync(provider))),
            ("lookup", server, () => TimeAsync(server, Id)),
        ];
        foreach (var target in targets) await SteadyAsync(target.TimeAsync, PerSecond * 5);

        List<double>[] times = [.. targets.Select(static _ => new List<double>())];
        var processor = new TimeSpan[targets.Length];
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (i, target) in targets.Index())
            {
                var before = target.Server?.ProcessorTime ?? default;
                times[i].AddRange(await SteadyAsync(target.TimeAsync, PerSecond));
                processor[i] += (target.Server?.ProcessorTime ?? default) - before;
            }
        }

        foreach (var (i, (name, target, timeAsync)) in targets.Index())
        {
            Console.Write($"{name}: at {PerSecond} a second median {Part(times[i], 0.5):0.00} ms, 95 % {Part(times[i], 0.95):0.00} ms");
            if (target is not null)
            {
                Console.Write($", {processor[i].TotalMilliseconds / times[i].Count:0.00} ms of a processor each; "
                    + $"at most {await MostAsync(timeAsync):0} a second; {target.Megabytes:0} MB");
            }

            Console.WriteLine();
        }
    }

    /// <summary>One part of the sorted times, in milliseconds.</summary>
    public static double Part(IReadOnlyList<double> times, double part) => times.Order().ElementAt((int)((times.Count - 1) * part));

    /// <summary>Milliseconds of a lookup, from its request to the end of its answer.</summary>
    public static Task<double> TimeAsync(ServerUnderTest target, string id) => TimeAsync(() => target.GetTaskAsync(id));

    private static async Task<double> TimeAsync(Func<Task<HttpResponseMessage>> send)
    {
        var started = Stopwatch.GetTimestamp();
        using var response = await send();
        await response.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Requests at a steady rate, whether or not the ones before are answered.</summary>
    private static async Task<double[]> SteadyAsync(Func<Task<double>> timeAsync, int count)
    {
        var started = Stopwatch.GetTimestamp();
        List<Task<double>> running = [];
        for (var i = 0; i < count; i++)
        {
            var left = TimeSpan.FromSeconds(i / (double)PerSecond) - Stopwatch.GetElapsedTime(started);
            if (left > TimeSpan.Zero) await Task.Delay(left);
            running.Add(timeAsync());
        }

        return await Task.WhenAll(running);
    }

    private static async Task<double> MostAsync(Func<Task<double>> timeAsync)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(Seconds); count++) await timeAsync();
            return count;
        }));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
