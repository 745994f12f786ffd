using System.Globalization;
using KlingMcp.Bench;

// the started program under load, round after identical round: `dotnet run --project bench/soak -c Release -- [rounds, 2] [seconds of traffic, 60] [program]`
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2;
var plan = args.Length > 1 ? SoakPlan.Long with { Traffic = TimeSpan.FromSeconds(int.Parse(args[1], CultureInfo.InvariantCulture)) } : SoakPlan.Long;
var program = args.Length > 2 ? args[2] : Path.Combine(AppContext.BaseDirectory, "kling-mcp");

await using var soak = await Soak.StartAsync(program, CancellationToken.None);
Console.WriteLine($"{plan.Waits} waits on as many tasks and {plan.Waits} on one, then {plan.CallsPerSecond} lookups a second for {plan.Traffic.TotalSeconds} s; a fifth of the answers faulty");
var lost = 0;
for (var round = 1; round <= rounds; round++)
{
    var seen = await soak.RunAsync(plan, CancellationToken.None);
    lost += seen.Lost + seen.Late;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"round {round}: {seen.Calls} calls, {seen.Answers} tasks, {seen.Faults} faults told, {seen.Cancelled} cancelled, {seen.Lost} lost; {seen.Requests} requests, {seen.Faulty} faulty, {seen.Late} late; {seen.MemoryMegabytes:0.0} MB, {seen.Handles} handles; {seen.Took.TotalSeconds:0} s"));
}

return lost == 0 ? 0 : 1;
