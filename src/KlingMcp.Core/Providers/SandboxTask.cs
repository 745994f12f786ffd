using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers;

/// <summary>
/// A task of a pretended world, in our vocabulary. A provider's writer (<see cref="ProviderDescriptor.Pretend"/>) puts it into the provider's own wire
/// format, for the sandbox and for the server that the tests ask.
/// </summary>
/// <param name="Id">The provider's id for it.</param>
/// <param name="Status">Its state now.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="UpdatedAt">When its state last changed; the end of a final one.</param>
internal sealed record SandboxTask(string Id, KlingTaskStatus Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>How the sandbox's ids begin. They are taken everywhere, whatever form the provider's true ids have.</summary>
    public const string SandboxPrefix = "sandbox-";

    /// <summary>The kind it was made under; <see langword="null"/> for the provider's likeliest.</summary>
    public string? Kind { get; init; }

    /// <summary>Of a failed task: <see cref="FaultCategory.Moderation"/> or <see cref="FaultCategory.InsufficientCredit"/>.</summary>
    public FaultCategory Failure { get; init; } = FaultCategory.Moderation;

    /// <summary>Seconds left, for providers that tell; <see langword="null"/> for none.</summary>
    public int? EtaSeconds { get; init; }

    /// <summary>Where its result lies.</summary>
    public string Url { get; init; } = "https://sandbox.invalid/video.mp4";

    /// <summary>The caller's own id; <see langword="null"/> for none.</summary>
    public string? ExternalId { get; init; }
}

/// <summary>Answers a request for a lookup path in the provider's own format: what <paramref name="world"/> knows of the ids asked, or the provider's own "not found".</summary>
/// <param name="rest">The request's path and query behind the base address.</param>
/// <param name="world">The task of an id (or external id); <see langword="null"/> for none.</param>
internal delegate ProviderResponse SandboxResponder(LookupPath rest, Func<string, SandboxTask?> world);
