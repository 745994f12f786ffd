using System.Globalization;
using KlingMcp.Bench;

// Starts the program and puts it under load, in identical rounds:
// dotnet run --project bench/soak -c Release -- [rounds, 2] [seconds of traffic, 60] [program]
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2;
var plan = SoakPlan.Long;
if (args.Length > 1) plan = plan with { Traffic = TimeSpan.FromSeconds(int.Parse(args[1], CultureInfo.InvariantCulture)) };
var program = args.Length > 2 ? args[2] : Path.Combine(AppContext.BaseDirectory, "kling-mcp");

await using var soak = await Soak.StartAsync(program, CancellationToken.None);
Console.WriteLine(
    $"{plan.Waits} waits on as many tasks and {plan.Waits} on one task, then {plan.CallsPerSecond} lookups per second for "
    + $"{plan.Traffic.TotalSeconds} s; a fifth of the responses are faulty");
var lost = 0;
for (var round = 1; round <= rounds; round++)
{
    var result = await soak.RunAsync(plan, CancellationToken.None);
    lost += result.Lost + result.Late;
    FormattableString calls =
         $"{result.Calls} calls, {result.Answers} tasks, {result.Faults} faults, {result.Cancelled} cancelled, {result.Lost} lost";
    FormattableString provider = $"{result.Requests} requests, {result.Faulty} faulty, {result.Late} late";
    FormattableString process = $"{result.MemoryMegabytes:0.0} MB, {result.Handles} handles; {result.Took.TotalSeconds:0} s";
    Console.WriteLine($"round {round}: {Invariant(calls)}; {Invariant(provider)}; {Invariant(process)}");
}

return lost == 0 ? 0 : 1;

static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
