namespace KlingMcp.Providers;

/// <summary>Everything the server knows about a provider.</summary>
internal sealed record ProviderDescriptor
{
    /// <summary>The name in references and arguments, in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>The base address unless <see cref="BaseVariable"/> is set, without a slash at the end.</summary>
    public required string DefaultAddress { get; init; }

    /// <summary>Other base addresses that a caller may use to name a task. They are not requested.</summary>
    public IReadOnlyList<string> OtherAddresses { get; init; } = [];

    /// <summary>
    /// The domains that are known to serve its files, besides the default address and Kling's own. They matter where a proxy resolves
    /// names.
    /// </summary>
    public IReadOnlyList<string> MediaHosts { get; init; } = [];

    /// <summary>The variable that changes the base address.</summary>
    public required string BaseVariable { get; init; }

    /// <summary>Where the lists are; <see langword="null"/> where they are at the base address.</summary>
    public ListBase? ListBase { get; init; }

    /// <summary>The kinds of keys, the preferred one first.</summary>
    public required IReadOnlyList<KeyScheme> Keys { get; init; }

    /// <summary>Other names that people give to the variables of the key. They are not read; <c>doctor</c> names the right one.</summary>
    public IReadOnlyList<string> MistakenVariables { get; init; } = [];

    /// <summary>Further variables that are sent if they are set.</summary>
    public IReadOnlyList<string> OptionalVariables { get; init; } = [];

    /// <summary>Whether a bare id has the form of this provider's task ids.</summary>
    public required Func<string, bool> MayOwn { get; init; }

    /// <summary>That form in words, for example <c>UUID</c>.</summary>
    public required string IdForm { get; init; }

    /// <summary>An id of that form that no task has. It serves to verify a key.</summary>
    public string ImpossibleId { get; init; } = "000000000000000000";

    /// <summary>Whether tasks can be looked up by the caller's own id.</summary>
    public bool ExternalIds { get; init; }

    /// <summary>
    /// Reads the id, and the kind if there is one, from the part of a lookup address that follows the base address;
    /// <see langword="null"/> if that is not a lookup path of this provider.
    /// </summary>
    public required Func<LookupPath, AddressedTask?> ReadAddress { get; init; }

    /// <summary>
    /// The template bodies that answer a request in the sandbox and in the tests' server. The argument is what
    /// <see cref="ReadAddress"/> reads of its path.
    /// </summary>
    public required Func<AddressedTask?, SandboxTemplate> Sandbox { get; init; }

    /// <summary>Provider-specific hints by category. They replace the default hints.</summary>
    public IReadOnlyDictionary<Domain.FaultCategory, string> Hints { get; init; } = new Dictionary<Domain.FaultCategory, string>();

    /// <summary>The variables whose values are never shown: those of all kinds of keys, and those that are sent along.</summary>
    public IEnumerable<string> SecretVariables => Keys.SelectMany(static k => k.Variables).Concat(OptionalVariables);

    /// <summary>The variables of all kinds of keys, for messages: <c>KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY</c>.</summary>
    public string KeyVariables => string.Join(", or ", Keys.Select(static k => string.Join(" and ", k.Variables)));
}

/// <summary>Another base address, at which a provider lists an account's tasks.</summary>
/// <param name="Variable">The variable that changes it.</param>
/// <param name="DefaultAddress">
/// The address unless the variable is set; only for accounts at the provider's own base address. Without a slash at the end.
/// </param>
internal sealed record ListBase(string Variable, string DefaultAddress);

/// <summary>A kind of key.</summary>
/// <param name="Variables">Its variables, all of which must be set.</param>
/// <param name="Api">How tasks are looked up with it.</param>
internal sealed record KeyScheme(IReadOnlyList<string> Variables, LookupApi Api);

/// <summary>The part of a lookup address that follows a provider's base address.</summary>
/// <param name="Segments">The path's segments, unescaped.</param>
/// <param name="Query">The query's values by name, unescaped.</param>
internal sealed record LookupPath(IReadOnlyList<string> Segments, IReadOnlyDictionary<string, string> Query)
{
    /// <summary>Reads an escaped path and query without a leading slash.</summary>
    public static LookupPath Read(string pathAndQuery)
    {
        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (pathAndQuery, "") : (pathAndQuery[..question], pathAndQuery[(question + 1)..]);
        return new(
            [.. path.TrimEnd('/').Split('/').Select(Uri.UnescapeDataString)],
            query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=', 2))
                .GroupBy(static pair => pair[0], StringComparer.Ordinal)
                .ToDictionary(static g => g.Key, static g => ValueOf(g.First()), StringComparer.Ordinal));
    }

    private static string ValueOf(string[] pair) => pair is [_, var value] ? Uri.UnescapeDataString(value) : "";
}

/// <summary>The task that a lookup address names.</summary>
/// <param name="Id">The id as written; not validated.</param>
/// <param name="Kind">The kind in the path; <see langword="null"/> if there is none.</param>
/// <param name="External">Whether the id is the caller's own.</param>
/// <param name="IsResult">Whether the address is that of the result, where the state has another.</param>
internal sealed record AddressedTask(string Id, string? Kind = null, bool External = false, bool IsResult = false);
