using System.Globalization;

namespace KlingMcp.Bench.Polling;

/// <summary>Compares the schedule with others over the families that judge it, and prints the tables and the goals.</summary>
internal sealed class Judgement
{
    private static readonly double[] Pauses = [2, 3, 5, 10, 15];
    private static readonly double[] Targets = [3, 5];
    private static readonly Knowledge[] Unlearned = [Knowledge.Fresh, Knowledge.Table, Knowledge.Half, Knowledge.Twice];
    private static readonly Estimates[] Wrong = [.. Estimates.Biased, .. Estimates.Stale];

    private readonly IReadOnlyList<Cell> cells;
    private readonly Goals goals = new();

    public Judgement(IReadOnlyList<Cell> cells)
    {
        this.cells = cells;
        BackOff = Watching.BackOff(cells, 1, 1.5, 15);
        Learned = new Ours(Knowledge.Learned).Over(cells);
        Good = new Ours(Knowledge.Learned, Estimates.Good).Over(cells);

        Others();
        WithoutEstimates();
        WithEstimates();
        UnknownAge.Judge(goals);
        Parts();
    }

    /// <summary>Whether every goal was reached.</summary>
    public bool Reached => goals.Reached;

    /// <summary>Pauses that grow by half, from 1 s to 15 s.</summary>
    public Outcome BackOff { get; }

    /// <summary>The schedule as the program runs it, with learned durations.</summary>
    public Outcome Learned { get; }

    /// <summary>The same, with good estimates.</summary>
    public Outcome Good { get; }

    private void Others()
    {
        Report.Title("others");
        foreach (var pause in Pauses) Report.Line($"fixed {pause} s", Watching.Fixed(cells, pause));
        Report.Line("back-off by 1.5, 1 s to 15 s", BackOff, cells);
        Report.Line("back-off by 2, 1 s to 60 s", Watching.BackOff(cells, 1, 2, 60), cells);
    }

    private void WithoutEstimates()
    {
        Report.Title("ours, no estimates told");
        Report.Line("kinds known", new Ours(Knowledge.True).Over(cells), cells);
        Report.Line("kinds learned", Learned, cells);
        foreach (var known in Unlearned)
        {
            var less = Report.Line($"kinds {known.Name}", new Ours(known).Over(cells), cells);
            goals.AtLeast($"kinds {known.Name}: less lag than fixed, per cent", less, 0);
        }

        NoKindIsWorse(new(Knowledge.Learned));
        foreach (var pause in Targets)
        {
            var other = Watching.Fixed(cells, pause);
            var ours = new Ours(Knowledge.Learned).Spending(other.Polls, cells);
            var outcome = ours.Over(cells);
            Report.Line(Invariant($"learned, spacing {ours.Tuning.Spacing:0.00}"), outcome, cells);
            goals.AtLeast($"kinds learned, at the polls of {pause} s: less lag, per cent", Report.Less(outcome, other), 25);
            NoKindIsWorse(ours);
        }
    }

    private void NoKindIsWorse(Ours ours)
    {
        var (less, worst) = cells.Select(cell => (Less: Report.LessThanFixed(ours.Watch(cell), [cell]), cell)).MinBy(one => one.Less);
        var which = Invariant($"spacing {ours.Tuning.Spacing:0.00}, worst kind of any family ({worst.Kind.Label}, {worst.Family.Name})");
        goals.AtLeast($"kinds learned, {which}: less lag than fixed, per cent", less, 0);
    }

    private void WithEstimates()
    {
        Report.Title("ours, estimates told; kinds learned but where said");
        Report.Line(Estimates.Good.Name, Good, cells);
        foreach (var other in Targets.Select(pause => (Pause: pause, Outcome: Watching.Fixed(cells, pause))))
        {
            var fewerPolls = 100 * (1 - (Good.Polls / other.Outcome.Polls));
            goals.AtLeast($"good estimates, beside {other.Pause} s: less lag, per cent", Report.Less(Good, other.Outcome), 60);
            goals.AtLeast($"good estimates, beside {other.Pause} s: fewer polls, per cent", fewerPolls, 0);
        }

        foreach (var known in Unlearned)
        {
            var less = Report.Line($"good, kinds {known.Name}", new Ours(known, Estimates.Good).Over(cells), cells);
            goals.AtLeast($"good estimates, kinds {known.Name}: less lag than fixed, per cent", less, 60);
        }

        foreach (var told in Wrong)
        {
            var less = Report.Line(told.Name, new Ours(Knowledge.Learned, told).Over(cells), cells);
            goals.AtLeast($"estimates {told.Name}: less lag than fixed, per cent", less, 0);
        }
    }

    private void Parts()
    {
        Report.Title("ours, kinds learned, by kind and by family");
        foreach (var part in cells.GroupBy(c => c.Kind.Label).Concat(cells.GroupBy(c => c.Family.Name)))
            Report.Line(part.Key, new Ours(Knowledge.Learned).Over([.. part]), [.. part]);

        goals.Print();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
