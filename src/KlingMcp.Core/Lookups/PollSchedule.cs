namespace KlingMcp.Lookups;

/// <summary>
/// When to read a running task again. Pure: it depends on the task's age and on what is known, never on a clock or on how often the
/// task was read, so a wait that was cut off goes on where it was. Found and checked by simulation: <c>bench/polling</c>,
/// <c>docs/performance.md</c>.
/// </summary>
/// <param name="durations">How long tasks take.</param>
/// <param name="fixedPause">A pause that the user set, which replaces the schedule; <see langword="null"/> for the schedule.</param>
internal sealed class PollSchedule(LearnedDurations durations, TimeSpan? fixedPause = null)
{
    /// <summary>The constants of the formula. Only the simulation sets others.</summary>
    public PollTuning Tuning { get; init; } = new();

    public static TimeSpan Shortest { get; } = TimeSpan.FromSeconds(1);

    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(15);

    /// <summary>No two reads of a task are closer than this.</summary>
    public TimeSpan ShortestPause => fixedPause ?? Shortest;

    /// <summary>The pause before the next read.</summary>
    public TimeSpan PauseAfter(PollContext context)
    {
        if (fixedPause is { } always) return always;

        var typical = durations.Typical(context.Kind).TotalSeconds;
        var pause = context.BestAge is { } age
            ? ByAge(age.TotalSeconds, typical)
            : ByTimeWatched(context.SinceFirstSeen.TotalSeconds, typical);
        if (context.Estimate?.LeftAt(context.SinceFirstSeen) is { } left) pause = WithEstimate(pause, left);

        return TimeSpan.FromSeconds(Math.Clamp(pause, Shortest.TotalSeconds, Longest.TotalSeconds));
    }

    /// <summary>
    /// Young tasks seldom finish, so the density of reads rises in proportion to the age until <see cref="PollTuning.Onset"/> and then
    /// stays. The square root is where the next read falls under such a density.
    /// </summary>
    private double ByAge(double age, double typical)
    {
        var closest = Tuning.Spacing * Math.Sqrt(typical);
        return Math.Max(closest, Math.Sqrt((age * age) + (2 * Tuning.Onset * typical * closest)) - age);
    }

    /// <summary>
    /// A task of unknown age may end at any moment, so the pause is short at first. The longer it was watched, the longer it is likely to
    /// go on, so the pause grows with that time.
    /// </summary>
    private double ByTimeWatched(double watched, double typical) =>
        Math.Min(Tuning.FirstPause, Tuning.FirstPause / 10 * Math.Sqrt(typical)) + (Tuning.Growth * watched);

    /// <summary>The closer the announced end, before or after it, the closer the reads. Long after it the estimate means nothing.</summary>
    private double WithEstimate(double pause, double left) =>
        Math.Min(Tuning.EstimateShare * Math.Abs(left), left > 0 ? Tuning.MaxStretch * pause : pause);
}

/// <summary>The constants of the schedule. The defaults were chosen with <c>bench/polling --tune</c>.</summary>
/// <param name="Spacing">
/// The closest spacing of reads, in seconds, for a typical duration of one second; it grows with the square root of the duration. The
/// default costs about as many reads as a fixed pause of five seconds.
/// </param>
/// <param name="Onset">The age at which the spacing is closest, as a part of the typical duration.</param>
/// <param name="EstimateShare">The part of the time left, or overdue, that a pause takes.</param>
/// <param name="MaxStretch">How much longer an estimate may make a pause. This bounds the harm of a wrong estimate.</param>
/// <param name="FirstPause">The first pause for a task of unknown age that typically takes 100 seconds or more, in seconds.</param>
/// <param name="Growth">By how much the pause for a task of unknown age grows for each second watched, in seconds.</param>
internal sealed record PollTuning(
    double Spacing = 0.35,
    double Onset = 0.8,
    double EstimateShare = 0.6,
    double MaxStretch = 2,
    double FirstPause = 2.5,
    double Growth = 0.07);
