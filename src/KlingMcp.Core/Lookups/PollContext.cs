namespace KlingMcp.Lookups;

/// <summary>What is known of a running task right after a read.</summary>
/// <param name="Kind">As the provider names it; <see langword="null"/> when it does not.</param>
/// <param name="Age">
/// Since the task was created, by the clocks of the provider and of this machine; <see langword="null"/> when the provider does not say.
/// </param>
/// <param name="SinceFirstSeen">Since this process first read the task, by its own clock.</param>
/// <param name="Estimate">What the provider said of the time left, over all reads so far; <see langword="null"/> for nothing.</param>
internal readonly record struct PollContext(
    string? Kind, TimeSpan? Age, TimeSpan SinceFirstSeen, ProviderEstimate? Estimate = null)
{
    /// <summary>
    /// A task is never younger than the time it was watched, whatever the clocks say; <see langword="null"/> when its age is not known.
    /// </summary>
    public TimeSpan? BestAge => Age is { } age ? age > SinceFirstSeen ? age : SinceFirstSeen : null;
}
