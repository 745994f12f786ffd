using KlingMcp.Bench.Server;

// The team server beside a bare endpoint of ASP.NET Core, with simulated providers: dotnet run --project bench/server -c Release
// Takes about two minutes. BENCH_WAITS=1000 shortens the part about open waits. The last part needs redis-server.
if (args is ["bare"])
{
    await BareServer.RunAsync();
    return;
}

var waits = int.TryParse(Environment.GetEnvironmentVariable("BENCH_WAITS"), out var given) ? given : 10_000;
await RequestRate.RunAsync();
await OpenWaits.RunAsync(waits);
await ThreeReplicas.RunAsync(tasks: 50, waits: 1000);
