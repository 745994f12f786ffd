namespace KlingMcp.Domain;

/// <summary>A generation task as its provider last told it, in our units: seconds, UTC, one vocabulary.</summary>
/// <param name="Reference">Where it was found; its <see cref="TaskReference.Id"/> is the provider's own id, also when it was asked for by an external one.</param>
/// <param name="Status">The state in our vocabulary.</param>
/// <param name="ProviderStatus">The provider's own word, or its number where it gives no word.</param>
internal sealed record KlingTask(TaskReference Reference, KlingTaskStatus Status, string ProviderStatus)
{
    /// <summary>As the provider names it: <c>image2video</c>, <c>video_generation</c>; <see langword="null"/> when not told.</summary>
    public string? Kind { get; init; }

    /// <summary>Name and version: <c>kling 3.0</c>; <see langword="null"/> when not told.</summary>
    public string? Model { get; init; }

    /// <summary>0–100; <see langword="null"/> when not told.</summary>
    public int? Progress { get; init; }

    /// <summary>Seconds left, as the provider estimates; never guessed by us.</summary>
    public int? EtaSeconds { get; init; }

    /// <summary>When it was accepted; <see langword="null"/> when not told (zero times count as not told).</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it became final; <see langword="null"/> when it is not, or not told.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What it made, in the provider's order; empty unless succeeded.</summary>
    public IReadOnlyList<KlingOutput> Outputs { get; init; } = [];

    /// <summary>Outputs were not where this provider is known to put them, but found by searching the result: the shape is new.</summary>
    public bool FoundBySearch { get; init; }

    /// <summary>Why it failed; <see langword="null"/> unless <see cref="KlingTaskStatus.Failed"/>.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>The caller's own id for it, where the provider keeps one.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The text it was made from, when told.</summary>
    public string? Prompt { get; init; }

    /// <summary>The video it was made from (its id, else its task's), when told.</summary>
    public string? Parent { get; init; }

    /// <summary>What it cost, with the unit: <c>0.26 USD</c>, <c>10 units</c>; <see langword="null"/> when not told.</summary>
    public string? Cost { get; init; }

    /// <summary>One sentence on what is special about this provider's result (a clean file behind another call, …); <see langword="null"/> for nothing.</summary>
    public string? Advice { get; init; }
}

/// <summary>Why a task failed: an ordinary answer, not a fault.</summary>
/// <param name="Category">What kind of reason.</param>
/// <param name="Code">The provider's code; <see langword="null"/> when it gives none.</param>
/// <param name="Message">The provider's words, untrusted; <see langword="null"/> when it gives none.</param>
internal sealed record TaskFailure(FaultCategory Category, string? Code, string? Message)
{
    /// <summary>The same request may succeed if submitted again.</summary>
    public bool Retryable => Category is FaultCategory.GenerationFailed;
}
