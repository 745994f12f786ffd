namespace KlingMcp.Lookups;

/// <summary>How long calls may take.</summary>
internal sealed record WaitOptions
{
    /// <summary>A lookup takes no longer, search and retries included.</summary>
    public TimeSpan Lookup { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>A wait's time when the caller names none.</summary>
    public TimeSpan DefaultWait { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>A longer wait is shortened to this: hosts cut calls off, and the answer is lost then.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(50);
}
