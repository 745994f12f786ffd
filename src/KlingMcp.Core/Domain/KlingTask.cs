namespace KlingMcp.Domain;

/// <summary>A generation task in the last state read from its provider. Times are in UTC, durations in seconds.</summary>
/// <param name="Reference">Where it was found, by the provider's own id, also if the caller asked by an external id.</param>
/// <param name="Status">The state.</param>
/// <param name="ProviderStatus">The provider's word for the state, or its number if there is no word.</param>
internal sealed record KlingTask(TaskReference Reference, KlingTaskStatus Status, string ProviderStatus)
{
    /// <summary>The provider's name of the kind, for example <c>image2video</c>; <see langword="null"/> if not reported.</summary>
    public string? Kind { get; init; }

    /// <summary>Name and version, for example <c>kling 3.0</c>; <see langword="null"/> if not reported.</summary>
    public string? Model { get; init; }

    /// <summary>Whether the model is one that is not Kling's: the provider's lookup finds the tasks of every model.</summary>
    public bool IsOtherModel { get; init; }

    /// <summary>Percent, 0–100; <see langword="null"/> if not reported.</summary>
    public int? Progress { get; init; }

    /// <summary>Seconds left, as the provider estimates; <see langword="null"/> if not reported.</summary>
    public int? EtaSeconds { get; init; }

    /// <summary>When it was accepted; <see langword="null"/> if not reported.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it became final; <see langword="null"/> if it is not, or if not reported.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When this program first saw it; <see langword="null"/> if its provider still reports it.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Its results, in the provider's order; empty unless it succeeded.</summary>
    public IReadOnlyList<KlingOutput> Outputs { get; init; } = [];

    /// <summary>Results that the provider counts, but gives no address for; <see langword="null"/> for none.</summary>
    public int? MissingOutputs { get; init; }

    /// <summary>Whether the outputs were found by a search, because they were not at the known places.</summary>
    public bool FoundBySearch { get; init; }

    /// <summary>Why it failed; <see langword="null"/> unless it did.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>The caller's own id; <see langword="null"/> for none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The prompt; <see langword="null"/> if not reported.</summary>
    public string? Prompt { get; init; }

    /// <summary>The id of the video it was made from, or of that video's task; <see langword="null"/> if not reported.</summary>
    public string? Parent { get; init; }

    /// <summary>The cost with its unit, for example <c>0.26 USD</c>; <see langword="null"/> if not reported.</summary>
    public string? Cost { get; init; }

    /// <summary>Whether the next step (extend, lip-sync, sound) takes the id of this task, rather than one of its output.</summary>
    public bool TaskIdIsHandle { get; init; }

    /// <summary>
    /// What a caller must know about the result, for example that an address is withheld; <see langword="null"/> for nothing.
    /// </summary>
    public string? Advice { get; init; }
}

/// <summary>Why a task failed. This is an ordinary answer, not a fault.</summary>
/// <param name="Category">The kind of reason.</param>
/// <param name="Code">The provider's code; <see langword="null"/> for none.</param>
/// <param name="Message">The provider's message, untrusted; <see langword="null"/> for none.</param>
internal sealed record TaskFailure(FaultCategory Category, string? Code, string? Message)
{
    /// <summary>Whether the reason is known to pass by itself, for example a time-out.</summary>
    public bool Passes { get; init; }

    /// <summary>What the provider itself says of <see cref="Retryable"/>; <see langword="null"/> when it does not.</summary>
    public bool? ToldRetryable { get; init; }

    /// <summary>Whether the same request may succeed if submitted again; <see langword="null"/> when the reason is not known.</summary>
    public bool? Retryable => ToldRetryable ?? KnownRetryable;

    private bool? KnownRetryable => Category is not FaultCategory.GenerationFailed ? false : Passes ? true : null;
}
