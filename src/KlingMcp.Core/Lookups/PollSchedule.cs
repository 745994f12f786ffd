namespace KlingMcp.Lookups;

/// <summary>
/// When to look at a running task again. Pure: it depends on the task's age and on what is known, never on a clock or on how often it was asked,
/// so a wait that was cut off goes on where it was. Found and proven by simulation: <c>bench/polling</c>, <c>docs/performance.md</c>.
/// </summary>
/// <param name="known">How long tasks take.</param>
/// <param name="fixedPause">The pause the user set, instead of the schedule and of its limits; <see langword="null"/> for the schedule.</param>
internal sealed class PollSchedule(LearnedDurations known, TimeSpan? fixedPause = null)
{
    /// <summary>The figures it reckons with; only the simulation sets others.</summary>
    public PollTuning Tuning { get; init; } = new();

    /// <summary>The shortest pause of the schedule.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause of the schedule.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(15);

    /// <summary>No two polls of a task come closer.</summary>
    public TimeSpan ShortestPause => fixedPause ?? Shortest;

    /// <summary>How long to wait before the next poll.</summary>
    public TimeSpan PauseAfter(PollContext situation)
    {
        if (fixedPause is { } always) return always;

        var pause = Unaided(situation.BestAge.TotalSeconds, known.Typical(situation.Kind).TotalSeconds);
        if (situation.Estimate?.LeftAt(situation.SinceFirstSeen) is { } left) pause = Aided(pause, left);

        return TimeSpan.FromSeconds(Math.Clamp(pause, Shortest.TotalSeconds, Longest.TotalSeconds));
    }

    /// <summary>
    /// Young tasks seldom finish: the density of polls rises in proportion to the age until <see cref="PollTuning.Onset"/>, then stays. The root is where the next
    /// poll falls under such a density.
    /// </summary>
    private double Unaided(double age, double typical)
    {
        var closest = Tuning.Spacing * Math.Sqrt(typical);
        return Math.Max(closest, Math.Sqrt((age * age) + (2 * Tuning.Onset * typical * closest)) - age);
    }

    /// <summary>The nearer the end that was told, before it or after, the closer the polls; long after it the estimate says nothing any more.</summary>
    private double Aided(double unaided, double left) =>
        Math.Min(Tuning.EstimateShare * Math.Abs(left), left > 0 ? Tuning.MostStretch * unaided : unaided);
}

/// <summary>The figures of the schedule. The defaults were chosen by <c>bench/polling --tune</c>.</summary>
/// <param name="Spacing">
/// The closest spacing of polls, in seconds, for a typical duration of one second; it grows with the square root of the duration. The default spends
/// about as many polls as a fixed pause of five seconds.
/// </param>
/// <param name="Onset">The age at which polls have come to their closest, as a part of the typical duration.</param>
/// <param name="EstimateShare">The part of the time left, or overdue, that a pause takes.</param>
/// <param name="MostStretch">How many times longer an estimate may make a pause: this bounds the harm that a wrong one can do.</param>
internal sealed record PollTuning(double Spacing = 0.35, double Onset = 0.8, double EstimateShare = 0.6, double MostStretch = 2);
