using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>A task as a caller asked for it: parsed, not yet found.</summary>
/// <param name="Asked">What the caller wrote.</param>
/// <param name="Id">The id. Valid by <see cref="Domain.TaskId"/>.</param>
internal sealed record TaskQuery(string Asked, string Id)
{
    /// <summary>The provider named by an argument, a reference or an address; <see langword="null"/> when it has to be found.</summary>
    public ProviderDescriptor? Provider { get; init; }

    /// <summary>The kind that was given; <see langword="null"/> where none was given or none matters.</summary>
    public string? Kind { get; init; }

    /// <summary>The caller said that this is an external id.</summary>
    public bool External { get; init; }

    /// <summary>What the answer says about the words of the call; <see langword="null"/> for nothing.</summary>
    public string? Note { get; init; }
}

/// <summary>What a provider is asked for.</summary>
/// <param name="Id">The id.</param>
/// <param name="Kind">The kind to look under; <see langword="null"/> where none is needed.</param>
/// <param name="External">The id is the caller's own.</param>
/// <param name="InFallback">Whether <see cref="LookupApi.Fallback"/> is asked.</param>
internal sealed record TaskKey(string Id, string? Kind = null, bool External = false, bool InFallback = false);
