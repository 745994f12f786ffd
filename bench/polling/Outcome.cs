namespace KlingMcp.Bench.Polling;

/// <summary>All tasks of one kind in one family.</summary>
internal sealed record Cell(Family Family, TaskKind Kind, double Median, SimulatedTask[] Tasks);

/// <summary>What watching one cell's tasks, or those of several, came to.</summary>
/// <param name="Polls">Polls a task, on average.</param>
/// <param name="Lags">Seconds from the end of each task to the poll that saw it.</param>
internal sealed record Outcome(double Polls, double[] Lags)
{
    public double MeanLag { get; } = Lags.Average();

    public double Lag95()
    {
        double[] sorted = [.. Lags];
        Array.Sort(sorted);
        return sorted[(int)(0.95 * (sorted.Length - 1))];
    }

    /// <summary>An equal mix: every cell has as many tasks.</summary>
    public static Outcome Mix(IEnumerable<Outcome> parts)
    {
        Outcome[] all = [.. parts];
        return new(all.Average(o => o.Polls), [.. all.SelectMany(o => o.Lags)]);
    }
}
