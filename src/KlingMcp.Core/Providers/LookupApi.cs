using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers;

/// <summary>One way of asking a provider for tasks: where, with which key, and what the answer means. All functions are pure.</summary>
internal sealed record LookupApi
{
    /// <summary>Path and query of a question, escaped, without a leading slash, relative to the base address.</summary>
    public required Func<LookupRequest, Credentials, string> Target { get; init; }

    /// <summary>Puts the key on a request. The time is the provider's, as far as known.</summary>
    public required Action<HttpRequestMessage, Credentials, DateTimeOffset> Authorize { get; init; }

    /// <summary>What an answer says of each id asked, in the order of <see cref="LookupRequest.Ids"/>.</summary>
    public required Func<LookupRequest, ProviderResponse, IReadOnlyList<Result<KlingTask>>> Read { get; init; }

    /// <summary>The kinds that a lookup must choose from, likeliest first; empty where the provider finds a task without one.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Kinds that may be given though none is needed (they change the path); any other is dropped.</summary>
    public IReadOnlyList<string> OptionalKinds { get; init; } = [];

    /// <summary>How many ids one request may ask for.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>External ids are asked for by a question of their own (<see cref="LookupRequest.External"/>), not in the place of the id.</summary>
    public bool AsksExternalIdsApart { get; init; }

    /// <summary>Whether a fault says that the signature's time was wrong, so that it is worth signing once more by the provider's clock.</summary>
    public Func<Fault, bool> MeansStaleSignature { get; init; } = static _ => false;

    /// <summary>A secret of the caller's that an answer repeats beside the task; <see langword="null"/> for none.</summary>
    public Func<ProviderResponse, string?> SecretIn { get; init; } = static _ => null;

    /// <summary>A way of asking for one id at a time.</summary>
    public static Func<LookupRequest, ProviderResponse, IReadOnlyList<Result<KlingTask>>> One(Func<LookupRequest, ProviderResponse, Result<KlingTask>> read) => (asked, response) => [read(asked, response)];
}
