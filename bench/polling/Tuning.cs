using KlingMcp.Tasks;

namespace KlingMcp.Bench.Polling;

/// <summary>How the schedule's figures were chosen: on families that judge nothing.</summary>
internal static class Tuning
{
    private const double Pause = 5;
    private static readonly double[] Onsets = [0.4, 0.6, 0.7, 0.8, 0.9, 1, 1.2];
    private static readonly double[] Shares = [0.4, 0.5, 0.6, 0.7, 0.8];
    private static readonly double[] Stretches = [1.5, 2, 3, 15];
    private static readonly (string Label, Knowledge Knowledge)[] Known = [("learned", Knowledge.Learned), ("half", Knowledge.Half), ("twice", Knowledge.Twice)];

    public static void Show(IReadOnlyList<Cell> cells)
    {
        Console.WriteLine($"onset: less mean lag than a fixed pause of {Pause} s at its polls, in per cent (and the spacing that spends as much)");
        Console.WriteLine(Row("", [.. cells.GroupBy(c => c.Family.Name).SelectMany(f => Known.Select(k => $"{f.Key[^4..]} {k.Label}")), "mean"]));
        foreach (var onset in Onsets)
        {
            var runs = cells.GroupBy(c => c.Family.Name).SelectMany(family => Known.Select(known => Run(known.Knowledge, onset, [.. family]))).ToArray();
            Console.WriteLine(Row($"{onset:0.0}", [.. runs.Select(r => $"{r.Less:0.0} ({r.Spacing:0.00})"), $"{runs.Average(r => r.Less):0.0}"]));
        }

        Console.WriteLine();
        Console.WriteLine("share of the estimate, most stretch: polls/less mean lag than a fixed pause at as many polls, in per cent");
        Estimates[] told = [Estimates.Good, .. Estimates.Biased, .. Estimates.Stale];
        foreach (var (name, n) in told.Select((t, n) => (t.Name, n))) Console.WriteLine($"  {n}: {name}");
        Console.WriteLine(Row("", [.. told.Select((_, n) => $"{n}"), "worst"]));
        foreach (var (share, stretch) in Shares.SelectMany(_ => Stretches, (share, stretch) => (share, stretch)))
        {
            var runs = told.Select(t => new Ours(Knowledge.Learned, t) { Tuning = new(EstimateShare: share, MostStretch: stretch) }.Over(cells))
                .Select(o => (o.Polls, Less: Report.Less(o, Watching.FixedSpending(o.Polls, cells)))).ToArray();
            Console.WriteLine(Row($"{share:0.0}, {stretch:0.0}", [.. runs.Select(r => $"{r.Polls:0.0}/{r.Less:0}"), $"{runs.Min(r => r.Less):0}"]));
        }
    }

    private static (double Less, double Spacing) Run(Knowledge known, double onset, Cell[] cells)
    {
        var other = Watching.Fixed(cells, Pause);
        var ours = new Ours(known) { Tuning = new PollTuning(Onset: onset) }.Spending(other.Polls, cells);
        return (Report.Less(ours.Over(cells), other), ours.Tuning.Spacing);
    }

    private static string Row(string name, string[] figures) => $"  {name,-9}{string.Concat(figures.Select(f => $"{f,13}"))}";
}
