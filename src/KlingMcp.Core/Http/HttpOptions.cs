namespace KlingMcp.Http;

/// <summary>How a provider is asked, for all of them.</summary>
internal sealed record HttpOptions
{
    /// <summary>The longest that one attempt may take, body included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a transient fault is tried again.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The pause before the first retry, on average; it doubles with each.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest that a <c>Retry-After</c> keeps a provider unasked.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests under way at one provider.</summary>
    public int RequestsInFlight { get; init; } = 16;
}
