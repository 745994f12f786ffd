namespace KlingMcp.Providers;

/// <summary>What is asked of a provider in one request.</summary>
/// <param name="Ids">The ids, unescaped; exactly one unless the way of call takes more (<see cref="LookupApi.BatchSize"/>).</param>
/// <param name="Kind">The kind to look under, one of <see cref="LookupApi.Kinds"/>; <see langword="null"/> where none is needed.</param>
/// <param name="External">The ids are the caller's own.</param>
internal sealed record LookupRequest(IReadOnlyList<string> Ids, string? Kind = null, bool External = false)
{
    /// <summary>The only id, or the first.</summary>
    public string Id => Ids[0];

    /// <summary>One id.</summary>
    public static LookupRequest About(string id, string? kind = null, bool external = false) => new([id], kind, external);
}
