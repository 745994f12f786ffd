namespace KlingMcp.Lookups;

/// <summary>
/// What a provider told of the time left, over the polls of one task. A number repeated word for word is an old one and counts down by itself;
/// one that is renewed but does not fall as time passes is not believed.
/// </summary>
/// <param name="First">The first estimate, in seconds.</param>
/// <param name="FirstAt">When it was told, since the task was first seen.</param>
/// <param name="Latest">The latest estimate that differs from the one before, in seconds.</param>
/// <param name="LatestAt">When it was told first, since the task was first seen.</param>
internal sealed record ProviderEstimate(int First, TimeSpan FirstAt, int Latest, TimeSpan LatestAt)
{
    /// <summary>An estimate is believed while it falls by at least this much a second: one that is wrong by a constant factor of three still passes.</summary>
    private const double LeastFall = 0.3;

    /// <summary>In seconds; before that, rounding hides whether an estimate falls.</summary>
    private const double TooSoonToJudge = 5;

    /// <summary>Takes in what a poll told.</summary>
    /// <param name="before">All that was told before; <see langword="null"/> for nothing.</param>
    /// <param name="seconds">What the poll told; <see langword="null"/> for nothing. A zero that nothing came before is a field not yet filled in.</param>
    /// <param name="sinceFirstSeen">When, since the task was first seen.</param>
    public static ProviderEstimate? Update(ProviderEstimate? before, int? seconds, TimeSpan sinceFirstSeen) => (before, seconds) switch
    {
        (_, null or < 0) => before,
        (null, 0) => null,
        (null, { } first) => new(first, sinceFirstSeen, first, sinceFirstSeen),
        ({ } told, { } same) when same == told.Latest => told,
        ({ } told, { } latest) => told with { Latest = latest, LatestAt = sinceFirstSeen },
    };

    /// <summary>Seconds left, below zero when the task is overdue; <see langword="null"/> when the estimate is not to be believed.</summary>
    public double? LeftAt(TimeSpan sinceFirstSeen)
    {
        var left = Latest - (sinceFirstSeen - LatestAt).TotalSeconds;
        var watched = (sinceFirstSeen - FirstAt).TotalSeconds;
        return watched > TooSoonToJudge && First - left < LeastFall * watched ? null : left;
    }
}
