namespace KlingMcp.Lookups;

/// <summary>What is known of a running task right after a poll.</summary>
/// <param name="Kind">As the provider names it; <see langword="null"/> when not told.</param>
/// <param name="Age">Since the task was created, by the clocks of the provider and of this machine; <see langword="null"/> when the provider does not tell.</param>
/// <param name="SinceFirstSeen">Since this process first read the task, by its own clock.</param>
/// <param name="Estimate">What the provider told of the time left, over all polls so far; <see langword="null"/> when it told nothing.</param>
internal readonly record struct PollContext(string? Kind, TimeSpan? Age, TimeSpan SinceFirstSeen, ProviderEstimate? Estimate = null)
{
    /// <summary>The age to reckon with: a task is never younger than the time we have known it, whatever the clocks say.</summary>
    public TimeSpan BestAge => Age > SinceFirstSeen ? Age.Value : SinceFirstSeen;
}
