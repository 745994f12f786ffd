namespace KlingMcp.Providers;

/// <summary>All that the server knows of a provider, as a value.</summary>
internal sealed record ProviderDescriptor
{
    /// <summary>The name in references and arguments, in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>The address asked unless <see cref="BaseVariable"/> is set, without a slash at the end.</summary>
    public required string DefaultAddress { get; init; }

    /// <summary>Other addresses that mean this provider when they stand in a lookup address.</summary>
    public IReadOnlyList<string> OtherAddresses { get; init; } = [];

    /// <summary>The variable that changes the address.</summary>
    public required string BaseVariable { get; init; }

    /// <summary>The ways to hold a key, the preferred one first.</summary>
    public required IReadOnlyList<KeyScheme> Keys { get; init; }

    /// <summary>Variables that are sent along when set.</summary>
    public IReadOnlyList<string> OptionalVariables { get; init; } = [];

    /// <summary>Whether a bare id looks like one of this provider's task ids.</summary>
    public required Func<string, bool> MayOwn { get; init; }

    /// <summary>The same for people: <c>UUID</c>.</summary>
    public required string IdForm { get; init; }

    /// <summary>An id in this provider's form that no task has, to try a key with.</summary>
    public string ImpossibleId { get; init; } = "000000000000000000";

    /// <summary>Tasks can be looked up by the caller's own id.</summary>
    public bool ExternalIds { get; init; }

    /// <summary>
    /// Reads the rest of a lookup address, behind the base: its path segments, unescaped, and its query, to the id and perhaps the kind.
    /// <see langword="null"/> when the path is none of this provider's lookup paths.
    /// </summary>
    public required Func<LookupPath, AddressedTask?> ReadAddress { get; init; }

    /// <summary>
    /// The template bodies that answer a request in the sandbox and in the tests' server. The argument is what <see cref="ReadAddress"/> reads of its path.
    /// </summary>
    public required Func<AddressedTask?, SandboxTemplate> Sandbox { get; init; }

    /// <summary>What a bad base address or a bad key is corrected by, and what a task not found may also mean, beyond the standing advice; by category.</summary>
    public IReadOnlyDictionary<Domain.FaultCategory, string> Hints { get; init; } = new Dictionary<Domain.FaultCategory, string>();

    /// <summary>The variables to set, for people: <c>KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY</c>.</summary>
    public string KeyVariables => string.Join(", or ", Keys.Select(static k => string.Join(" and ", k.Variables)));
}

/// <summary>One way to hold a key.</summary>
/// <param name="Variables">All must be set.</param>
/// <param name="Api">How tasks are asked for with it.</param>
internal sealed record KeyScheme(IReadOnlyList<string> Variables, LookupApi Api);

/// <summary>What is left of a lookup address behind a provider's base.</summary>
/// <param name="Segments">The path's segments, unescaped.</param>
/// <param name="Query">The query's values by name, unescaped.</param>
internal sealed record LookupPath(IReadOnlyList<string> Segments, IReadOnlyDictionary<string, string> Query)
{
    /// <summary>Reads a path and its query as they stand in an address, without a leading slash.</summary>
    public static LookupPath Read(string pathAndQuery)
    {
        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (pathAndQuery, "") : (pathAndQuery[..question], pathAndQuery[(question + 1)..]);
        return new(
            [.. path.TrimEnd('/').Split('/').Select(Uri.UnescapeDataString)],
            query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=', 2))
                .GroupBy(static pair => pair[0], StringComparer.Ordinal)
                .ToDictionary(static g => g.Key, static g => g.First() is [_, var value] ? Uri.UnescapeDataString(value) : "", StringComparer.Ordinal));
    }
}

/// <summary>The task that a lookup address is about.</summary>
/// <param name="Id">As written; not yet checked.</param>
/// <param name="Kind">The kind in the path; <see langword="null"/> for none.</param>
/// <param name="External">It is the caller's own id.</param>
internal sealed record AddressedTask(string Id, string? Kind = null, bool External = false);
