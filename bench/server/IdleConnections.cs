using System.Net.Sockets;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Bench.Server;

/// <summary>Connections on which nothing is said: their memory, and how long a call takes meanwhile.</summary>
internal static class IdleConnections
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const int Calls = 200;

    public static async Task RunAsync(int count)
    {
        await using ProviderWorld world = new();
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);
        using var server = await ServerUnderTest.StartAsync(world);
        for (var i = 0; i < Calls; i++) await RequestRate.TimeAsync(server, Id);
        var before = server.Megabytes;

        List<TcpClient> idle = [];
        for (var i = 0; i < count; i++)
        {
            idle.Add(new());
            await idle[i].ConnectAsync("127.0.0.1", server.Port);
        }

        List<double> times = [];
        for (var i = 0; i < Calls; i++) times.Add(await RequestRate.TimeAsync(server, Id));

        Console.WriteLine($"{count} idle connections: {before:0} MB before, {server.Megabytes:0} MB open; a call meanwhile "
            + $"median {RequestRate.Part(times, 0.5):0.0} ms, 95 % {RequestRate.Part(times, 0.95):0.0} ms");
        foreach (var connection in idle) connection.Dispose();
    }
}
