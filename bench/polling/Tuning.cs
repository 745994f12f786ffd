using KlingMcp.Lookups;

namespace KlingMcp.Bench.Polling;

/// <summary>Shows how the schedule's formula and constants were chosen, on families that are not used to judge it.</summary>
internal static class Tuning
{
    private const double Pause = 5;
    private static readonly double[] Onsets = [0.4, 0.6, 0.7, 0.8, 0.9, 1, 1.2];
    private static readonly double[] Shares = [0.4, 0.5, 0.6, 0.7, 0.8];
    private static readonly double[] Stretches = [1.5, 2, 3, 15];
    private static readonly (string Label, Knowledge Knowledge)[] Known =
        [("learned", Knowledge.Learned), ("half", Knowledge.Half), ("twice", Knowledge.Twice)];

    /// <summary>Each takes the age, the typical duration and the closest spacing, in seconds, and gives the pause.</summary>
    private static readonly (string Label, Func<double, double, double, double> Pause)[] Formulas =
    [
        ("nothing before 0.45", (age, typical, closest) => Math.Max((0.45 * typical) - age, closest)),
        ("the same, then growing", (age, typical, closest) =>
            Math.Max((0.45 * typical) - age, closest * Math.Sqrt(Math.Max(1, age / typical)))),
        ("hazard, log-logistic", (age, typical, closest) =>
            closest * Math.Sqrt((1 + Math.Pow(Young(age / typical), 3)) / (2 * Math.Pow(Young(age / typical), 2)))),
        ("density ~ age²", (age, typical, closest) =>
            Math.Max(closest, Math.Cbrt(Math.Pow(age, 3) + (3 * 0.64 * typical * typical * closest)) - age)),
    ];

    public static void Show(IReadOnlyList<Cell> cells)
    {
        ShowFormulas([.. cells.GroupBy(c => c.Family.Name).Select(family => family.ToArray())]);
        ShowEstimates(cells);
    }

    private static void ShowFormulas(IReadOnlyList<Cell[]> families)
    {
        Console.WriteLine($"less mean lag than a fixed pause of {Pause} s at its polls, in per cent (and the spacing that spends as much)");
        var titles = families.SelectMany(f => Known.Select(k => $"{f[0].Family.Name[^4..]} {k.Label}"));
        Console.WriteLine(Row("", [.. titles, "mean", "worst"]));
        foreach (var formula in Formulas) Show(formula.Label, new Ours(Knowledge.Learned) { Formula = formula.Pause });
        foreach (var onset in Onsets)
            Show($"density ~ age to {onset:0.0}", new Ours(Knowledge.Learned) { Tuning = new PollTuning(Onset: onset) });

        void Show(string label, Ours ours)
        {
            var runs = families.SelectMany(family =>
                Known.Select(known => AtEqualPolls(ours with { Knowledge = known.Knowledge }, family))).ToArray();
            var figures = runs.Select(r => $"{r.Less:0} ({r.Spacing:0.00})");
            Console.WriteLine(Row(label, [.. figures, $"{runs.Average(r => r.Less):0.0}", $"{runs.Min(r => r.Less):0}"]));
        }
    }

    private static void ShowEstimates(IReadOnlyList<Cell> cells)
    {
        Console.WriteLine();
        Console.WriteLine("share of the estimate, most stretch: polls/less mean lag than a fixed pause at as many polls, in per cent");
        Estimates[] told = [Estimates.Good, .. Estimates.Biased, .. Estimates.Stale];
        foreach (var (n, estimates) in told.Index()) Console.WriteLine($"  {n}: {estimates.Name}");
        Console.WriteLine(Row("", [.. told.Select((_, n) => $"{n}"), "worst"]));
        foreach (var (share, stretch) in Shares.SelectMany(_ => Stretches, (share, stretch) => (share, stretch)))
        {
            PollTuning tuning = new(EstimateShare: share, MaxStretch: stretch);
            var runs = told.Select(t => new Ours(Knowledge.Learned, t) { Tuning = tuning }.Over(cells))
                .Select(outcome => (outcome.Polls, Less: Report.LessThanFixed(outcome, cells))).ToArray();
            var figures = runs.Select(r => $"{r.Polls:0.0}/{r.Less:0}");
            Console.WriteLine(Row($"{share:0.0}, {stretch:0.0}", [.. figures, $"{runs.Min(r => r.Less):0}"]));
        }
    }

    private static (double Less, double Spacing) AtEqualPolls(Ours ours, Cell[] cells)
    {
        var other = Watching.Fixed(cells, Pause);
        var equal = ours.Spending(other.Polls, cells);
        return (Report.Less(equal.Over(cells), other), equal.Tuning.Spacing);
    }

    /// <summary>Bounded below, because the pause of the hazard formula grows without limit near zero.</summary>
    private static double Young(double partOfTypical) => Math.Max(0.05, partOfTypical);

    private static string Row(string name, string[] figures) => $"  {name,-22}{string.Concat(figures.Select(f => $"{f,13}"))}";
}
