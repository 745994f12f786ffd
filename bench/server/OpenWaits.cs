using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Bench.Server;

/// <summary>Many waits open on one replica: its memory, and how long another call takes meanwhile.</summary>
internal static class OpenWaits
{
    private const int Tasks = 100;
    private const int OthersCalls = 100;

    public static async Task RunAsync(int count)
    {
        await using ProviderWorld world = new();
        string[] ids = [.. Enumerable.Range(0, Tasks).Select(static _ => Guid.NewGuid().ToString())];
        foreach (var id in ids) world.Add("piapi", id, KlingTaskStatus.Processing);
        using var server = await ServerUnderTest.StartAsync(world);
        var before = server.Megabytes;

        List<HttpResponseMessage> open = [];
        foreach (var some in Enumerable.Range(0, count).Chunk(200))
            open.AddRange(await Task.WhenAll(some.Select(i => server.WaitAsync(ids[i % Tasks]))));

        List<double> times = [];
        for (var i = 0; i < OthersCalls; i++)
        {
            times.Add(await RequestRate.TimeAsync(server, ids[i % Tasks]));
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        Console.WriteLine($"{count} waits for {Tasks} tasks: {before:0} MB before, {server.Megabytes:0} MB open; another call meanwhile "
            + $"median {RequestRate.Part(times, 0.5):0.0} ms, 95 % {RequestRate.Part(times, 0.95):0.0} ms");
        foreach (var response in open) response.Dispose();
    }
}
