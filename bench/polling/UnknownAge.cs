using KlingMcp.Lookups;

namespace KlingMcp.Bench.Polling;

/// <summary>
/// Tasks whose creation time the provider does not tell. They may be first seen at any age, so all that counts is how long they go on
/// after the first read: uniformly 4 to 31 seconds.
/// </summary>
internal static class UnknownAge
{
    private const int Runs = 10_000;
    private const double Earliest = 4;
    private const double Latest = 31;

    /// <summary>A fixed pause that may not be exceeded in the number of reads, in seconds.</summary>
    private const double RivalPause = 3;

    public static void Judge(Goals goals)
    {
        double[] ends = [.. Ends(new Random(7))];
        PollSchedule schedule = new(new());
        var ours = ends.Select(end => Watch(end, watched => schedule.PauseAfter(Unknown(watched)).TotalSeconds)).ToArray();
        var rival = ends.Select(end => Watch(end, static _ => RivalPause)).ToArray();

        Report.Title("age unknown, ends 4 to 31 s after the first read");
        Report.Line("fixed 3 s", ToOutcome(rival));
        Report.Line("ours", ToOutcome(ours));
        goals.AtMost("age unknown: mean lag, seconds", ours.Average(static o => o.Lag), 2.5);
        goals.AtMost(
            "age unknown: reads for each of a fixed pause of 3 s", ours.Sum(static o => o.Reads) / rival.Sum(static o => o.Reads), 1);
    }

    private static IEnumerable<double> Ends(Random random) =>
        Enumerable.Range(0, Runs).Select(_ => Earliest + ((Latest - Earliest) * random.NextDouble()));

    private static PollContext Unknown(double watched) => new(null, null, TimeSpan.FromSeconds(watched));

    private static (double Reads, double Lag) Watch(double end, Func<double, double> pause)
    {
        var (now, reads) = (0.0, 1);
        for (; now < end; reads++) now += pause(now);
        return (reads, now - end);
    }

    private static Outcome ToOutcome((double Reads, double Lag)[] runs) =>
        new(runs.Average(static r => r.Reads), [.. runs.Select(static r => r.Lag)]);
}
