namespace KlingMcp.Lookups;

/// <summary>
/// What a provider said of the time left, over the reads of one task. The same number again is an old estimate and counts down by
/// itself; an estimate that is renewed but does not fall as time passes is not believed.
/// </summary>
/// <param name="First">The first estimate, in seconds.</param>
/// <param name="FirstAt">When it was given, since the task was first seen.</param>
/// <param name="Latest">The latest estimate that differs from the one before, in seconds.</param>
/// <param name="LatestAt">When it was first given, since the task was first seen.</param>
internal sealed record ProviderEstimate(int First, TimeSpan FirstAt, int Latest, TimeSpan LatestAt)
{
    /// <summary>
    /// An estimate is believed while it falls by at least this much a second. One that is wrong by a constant factor of three still passes.
    /// </summary>
    private const double MinFall = 0.3;

    /// <summary>In seconds. Earlier than this, rounding hides whether an estimate falls.</summary>
    private const double MinWatched = 5;

    /// <summary>Takes in what a read said.</summary>
    /// <param name="before">All that was said before; <see langword="null"/> for nothing.</param>
    /// <param name="seconds">
    /// What this read said; <see langword="null"/> for nothing. A zero before any other estimate is a field that is not filled in yet.
    /// </param>
    /// <param name="sinceFirstSeen">When, since the task was first seen.</param>
    public static ProviderEstimate? Update(ProviderEstimate? before, int? seconds, TimeSpan sinceFirstSeen) => (before, seconds) switch
    {
        (_, null or < 0) => before,
        (null, 0) => null,
        (null, { } first) => new(first, sinceFirstSeen, first, sinceFirstSeen),
        ({ } known, { } same) when same == known.Latest => known,
        ({ } known, { } latest) => known with { Latest = latest, LatestAt = sinceFirstSeen },
    };

    /// <summary>Seconds left, negative when the task is overdue; <see langword="null"/> when the estimate is not believed.</summary>
    public double? LeftAt(TimeSpan sinceFirstSeen)
    {
        var left = Latest - (sinceFirstSeen - LatestAt).TotalSeconds;
        var watched = (sinceFirstSeen - FirstAt).TotalSeconds;
        return watched > MinWatched && First - left < MinFall * watched ? null : left;
    }
}
