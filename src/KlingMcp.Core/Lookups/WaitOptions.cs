namespace KlingMcp.Lookups;

/// <summary>How long calls may take.</summary>
internal sealed record WaitOptions
{
    /// <summary>The longest a lookup takes, search and retries included.</summary>
    public TimeSpan Lookup { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How long a wait takes when the caller does not say.</summary>
    public TimeSpan DefaultWait { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>A longer wait is shortened to this, since hosts cut long calls off and lose the answer.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>Default and maximum, for the description of a tool.</summary>
    public string Describe() => $"Default {Limit(null).TotalSeconds:0}; a call waits {LongestWait.TotalSeconds:0} at most";

    /// <summary>The length of a wait that was asked for.</summary>
    /// <param name="asked"><see langword="null"/> for the default.</param>
    public TimeSpan Limit(TimeSpan? asked) => (asked ?? DefaultWait) is var wanted && wanted < LongestWait ? wanted : LongestWait;

    /// <summary>The length to which a wait is shortened; <see langword="null"/> when it is not.</summary>
    public TimeSpan? Shortened(TimeSpan? asked) => asked > LongestWait ? LongestWait : null;
}
