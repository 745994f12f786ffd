namespace KlingMcp.Providers;

/// <summary>The tasks that one HTTP request asks for.</summary>
/// <param name="Ids">The ids, unescaped; exactly one unless <see cref="LookupApi.BatchSize"/> is larger.</param>
/// <param name="Kind">The kind, one of <see cref="LookupApi.Kinds"/>; <see langword="null"/> where none is needed.</param>
/// <param name="External">Whether the ids are the caller's own.</param>
/// <param name="InFallback">Whether <see cref="LookupApi.Fallback"/> is asked.</param>
internal sealed record LookupRequest(IReadOnlyList<string> Ids, string? Kind = null, bool External = false, bool InFallback = false)
{
    /// <summary>The only id, or the first.</summary>
    public string Id => Ids[0];

    /// <summary>A request for one id.</summary>
    public static LookupRequest About(string id, string? kind = null, bool external = false) => new([id], kind, external);
}
