using KlingMcp.Bench.Server;

// The team server beside a bare endpoint of ASP.NET Core, with simulated providers: dotnet run --project bench/server -c Release
// Takes about two minutes. BENCH_WAITS=1000 shortens the part about open waits. The last part needs redis-server.
// Names of parts run only these: -- rate idle waits replicas. BENCH_SERVER names another file to start, such as a published one.
switch (args)
{
    case ["bare"]:
        await BareServer.RunAsync();
        return;
    case ["sdk"]:
        await SdkServer.RunAsync();
        return;
}

var waits = int.TryParse(Environment.GetEnvironmentVariable("BENCH_WAITS"), out var given) ? given : 10_000;
if (IsWanted("rate")) await RequestRate.RunAsync();
if (IsWanted("idle")) await IdleConnections.RunAsync(waits);
if (IsWanted("waits")) await OpenWaits.RunAsync(waits);
if (IsWanted("replicas")) await ThreeReplicas.RunAsync(tasks: 50, waits: 1000);

bool IsWanted(string part) => args.Length == 0 || args.Contains(part);
