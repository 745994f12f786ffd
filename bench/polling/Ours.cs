using KlingMcp.Lookups;

namespace KlingMcp.Bench.Polling;

/// <summary>The program's own schedule, driven as a wait drives it.</summary>
/// <param name="Knowledge">What it knows about the kinds.</param>
/// <param name="Estimates">What providers say about the time left; <see langword="null"/> for nothing.</param>
internal sealed record Ours(Knowledge Knowledge, Estimates? Estimates = null)
{
    /// <summary>The program's own by default.</summary>
    public PollTuning Tuning { get; init; } = new();

    /// <summary>
    /// Another formula to try in place of the schedule's where there is no estimate, with the arguments age, typical duration and
    /// spacing, in seconds; <see langword="null"/> for the schedule.
    /// </summary>
    public Func<double, double, double, double>? Formula { get; init; }

    /// <summary>An equal mix of the cells.</summary>
    public Outcome Over(IReadOnlyList<Cell> cells) => Outcome.Mix(cells.AsParallel().AsOrdered().Select(Watch));

    /// <summary>The schedule with the spacing that spends this many polls over an equal mix of the cells.</summary>
    public Ours Spending(double polls, IReadOnlyList<Cell> cells)
    {
        var (low, high) = (0.01, 3.0);
        for (var i = 0; i < 10; i++)
        {
            var spacing = Math.Sqrt(low * high);
            if (With(spacing).Over(cells).Polls > polls) low = spacing;
            else high = spacing;
        }

        return With(high);
    }

    /// <summary>The same with another spacing.</summary>
    public Ours With(double spacing) => this with { Tuning = Tuning with { Spacing = spacing } };

    /// <summary>Watches all tasks of a cell, one after another.</summary>
    public Outcome Watch(Cell cell)
    {
        var known = new LearnedDurations();
        var schedule = new PollSchedule(known);
        var (polls, lags) = (0, new double[cell.Tasks.Length]);
        for (var i = 0; i < lags.Length; i++)
        {
            if (Knowledge.StartsAt(i))
            {
                known = Knowledge.Start(cell, i);
                schedule = new(known) { Tuning = Tuning };
            }

            var task = cell.Tasks[i];
            var (spent, seenAt) = Watch(task, cell.Kind.Name, known, schedule);
            polls += spent;
            lags[i] = seenAt - Math.Max(task.Duration, task.FirstPoll);
            if (Knowledge.Session is not null) Knowledge.Learn(known, cell.Kind, task.Duration, i);
        }

        return new((double)polls / lags.Length, lags);
    }

    private (int Polls, double SeenAt) Watch(SimulatedTask task, string kind, LearnedDurations known, PollSchedule schedule)
    {
        var (age, polls) = (task.FirstPoll, 1);
        var noise = Estimates is null ? null : new Random(~task.Seed);
        ProviderEstimate? told = null;
        for (; age < task.Duration; polls++)
        {
            var seen = TimeSpan.FromSeconds(age - task.FirstPoll);
            if (noise is not null) told = ProviderEstimate.Update(told, Estimates?.Told(task, age, noise), seen);
            age += Formula is null
                ? schedule.PauseAfter(new(kind, TimeSpan.FromSeconds(age), seen, told)).TotalSeconds
                : Tried(Formula, age, known.Typical(kind).TotalSeconds);
        }

        return (polls, age);
    }

    private double Tried(Func<double, double, double, double> formula, double age, double typical) =>
        Math.Clamp(
            formula(age, typical, Tuning.Spacing * Math.Sqrt(typical)),
            PollSchedule.Shortest.TotalSeconds,
            PollSchedule.Longest.TotalSeconds);
}
