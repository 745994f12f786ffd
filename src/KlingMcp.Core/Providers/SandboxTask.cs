using KlingMcp.Domain;

namespace KlingMcp.Providers;

/// <summary>
/// A simulated task. It fills the templates of its provider (<see cref="SandboxTemplate"/>) in the sandbox and in the tests'
/// server.
/// </summary>
/// <param name="Id">The provider's id of the task.</param>
/// <param name="Status">Its state now.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="UpdatedAt">When its state last changed; for a final task, when it ended.</param>
internal sealed record SandboxTask(string Id, KlingTaskStatus Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Every id of the sandbox starts like this. Providers accept such ids whatever the form of their real ones.</summary>
    public const string IdPrefix = "sandbox-";

    /// <summary>The kind it was created under; <see langword="null"/> for the provider's most common kind.</summary>
    public string? Kind { get; init; }

    /// <summary>
    /// Why a failed task failed: <see cref="FaultCategory.Moderation"/> or <see cref="FaultCategory.InsufficientCredit"/>.
    /// </summary>
    public FaultCategory Failure { get; init; } = FaultCategory.Moderation;

    /// <summary>Seconds left, for providers that report it; <see langword="null"/> for none.</summary>
    public int? EtaSeconds { get; init; }

    /// <summary>The address of its result.</summary>
    public string Url { get; init; } = "https://sandbox.invalid/video.mp4";

    /// <summary>The caller's own id; <see langword="null"/> for none.</summary>
    public string? ExternalId { get; init; }
}
