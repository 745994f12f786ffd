using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers;

/// <summary>One way to ask a provider for tasks: which requests, with which key, and what the responses mean.</summary>
internal sealed record LookupApi
{
    /// <summary>Looks tasks up.</summary>
    public required ILookup Lookup { get; init; }

    /// <summary>
    /// Asked for the ids that <see cref="Lookup"/> does not find; <see langword="null"/> for none. Not every account has it, so only
    /// its finds count, and a refused key.
    /// </summary>
    public ILookup? Fallback { get; init; }

    /// <summary>The lists of the account's tasks, the one with the most fields first; empty if this kind of key has none.</summary>
    public IReadOnlyList<TaskList> Lists { get; init; } = [];

    /// <summary>Asks for the file without watermark; <see langword="null"/> where the outputs themselves have it, or nobody has.</summary>
    public CleanFileCall? CleanFile { get; init; }

    /// <summary>The reads of what the account has left, whose amounts are added; empty where the provider reports no balance.</summary>
    public IReadOnlyList<BalanceCall> Balance { get; init; } = [];

    /// <summary>How a key is verified.</summary>
    public KeyTrial Trial { get; init; } = KeyTrial.ImpossibleId;

    /// <summary>Adds the key to a request. The time is the provider's, as far as it is known.</summary>
    public required Action<HttpRequestMessage, Credentials, DateTimeOffset> Authorize { get; init; }

    /// <summary>The kinds that a lookup must choose from, likeliest first; empty where the provider finds a task without one.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>
    /// Where no kind is required: the kind that changes the path, as the provider writes it; <see langword="null"/> for one
    /// that is ignored.
    /// </summary>
    public Func<string, string?> OptionalKind { get; init; } = static _ => null;

    /// <summary>For how long a wait goes on after "not found", since a task that was just created may be invisible.</summary>
    public TimeSpan FreshFor { get; init; } = DefaultFreshFor;

    /// <summary>Three checks, after 2, 4 and 8 seconds.</summary>
    public static readonly TimeSpan DefaultFreshFor = TimeSpan.FromSeconds(14);

    /// <summary>How many ids one request may ask for.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>External ids take a request of their own (<see cref="LookupRequest.External"/>), rather than the place of the id.</summary>
    public bool HasExternalLookup { get; init; }

    /// <summary>
    /// Whether a fault means that the signature was made with the wrong time, so that signing again by the provider's clock may help.
    /// </summary>
    public Func<Fault, bool> IsStaleSignature { get; init; } = static _ => false;

    /// <summary>
    /// Whether a fault is the provider's own way to say that an id is unknown. For an id that cannot exist it shows that the key is
    /// accepted. A fault about the key is never passed here.
    /// </summary>
    public required Func<Fault, bool> IsOwnNotFound { get; init; }

    /// <summary>A secret of the caller that a response repeats (a webhook's); <see langword="null"/> for none.</summary>
    public Func<ProviderResponse, string?> SecretIn { get; init; } = static _ => null;
}

/// <summary>How a key is verified.</summary>
internal enum KeyTrial
{
    /// <summary>
    /// An id that cannot exist is looked up: <see cref="LookupApi.IsOwnNotFound"/> means that the key is accepted.
    /// </summary>
    ImpossibleId,

    /// <summary>The balance is read, where it is not known how the provider says "not found".</summary>
    Balance,

    /// <summary>One row of the first list is read, for the same reason.</summary>
    List,
}
