namespace KlingMcp.Bench.Polling;

/// <summary>Simple ways to poll a task, for comparison.</summary>
internal static class Watching
{
    /// <summary>A fixed pause, in seconds.</summary>
    public static Outcome Fixed(Cell cell, double pause) =>
        Each(cell, task => (1 + Further(task, pause), task.FirstPoll + (Further(task, pause) * pause)));

    /// <summary>A fixed pause, over an equal mix of the cells.</summary>
    public static Outcome Fixed(IReadOnlyList<Cell> cells, double pause) => Outcome.Mix(cells.Select(cell => Fixed(cell, pause)));

    /// <summary>The outcome of the fixed pause that spends this many polls.</summary>
    public static Outcome FixedSpending(double polls, IReadOnlyList<Cell> cells)
    {
        var (low, high) = (0.5, 100.0);
        for (var i = 0; i < 18; i++)
        {
            var pause = Math.Sqrt(low * high);
            if (1 + cells.Average(cell => cell.Tasks.Average(task => Further(task, pause))) > polls) low = pause;
            else high = pause;
        }

        return Fixed(cells, high);
    }

    /// <summary>Exponential back-off, in seconds, over an equal mix of the cells.</summary>
    public static Outcome BackOff(IReadOnlyList<Cell> cells, double first, double factor, double longest)
    {
        return Outcome.Mix(cells.Select(cell => Each(cell, Watch)));

        (double Polls, double SeenAt) Watch(SimulatedTask task)
        {
            var (age, polls, pause) = (task.FirstPoll, 1, first);
            for (; age < task.Duration; polls++, pause = Math.Min(longest, pause * factor)) age += pause;
            return (polls, age);
        }
    }

    /// <summary>Polls after the first.</summary>
    private static double Further(SimulatedTask task, double pause) => Math.Max(0, Math.Ceiling((task.Duration - task.FirstPoll) / pause));

    private static Outcome Each(Cell cell, Func<SimulatedTask, (double Polls, double SeenAt)> watch)
    {
        var (polls, lags) = (0.0, new double[cell.Tasks.Length]);
        for (var i = 0; i < lags.Length; i++)
        {
            var task = cell.Tasks[i];
            var (spent, seenAt) = watch(task);
            polls += spent;
            lags[i] = seenAt - Math.Max(task.Duration, task.FirstPoll);
        }

        return new(polls / lags.Length, lags);
    }
}
