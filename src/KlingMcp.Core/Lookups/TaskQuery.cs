using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>A task as it was asked for: understood, not yet found.</summary>
/// <param name="Asked">As it was written, for the answer.</param>
/// <param name="Id">The id; valid.</param>
internal sealed record TaskQuery(string Asked, string Id)
{
    /// <summary>Who was named, by argument, reference or address; <see langword="null"/> when that is for us to find.</summary>
    public ProviderDescriptor? Provider { get; init; }

    /// <summary>The kind given, where it matters; <see langword="null"/> otherwise.</summary>
    public string? Kind { get; init; }

    /// <summary>The address said that it is the caller's own id.</summary>
    public bool External { get; init; }
}

/// <summary>What is read of one task: which id, under which kind, and whether it may be the caller's own.</summary>
/// <param name="Id">The id.</param>
/// <param name="Kind">The kind; <see langword="null"/> where none is needed.</param>
/// <param name="Scope">Whose id it is.</param>
internal sealed record TaskKey(string Id, string? Kind, IdScope Scope)
{
    /// <summary>The same id asked for in the other form, bare or with its provider: most likely the same task. <see langword="null"/> for the caller's own id.</summary>
    public TaskKey? Twin => Scope switch
    {
        IdScope.Own => this with { Scope = IdScope.OwnThenExternal },
        IdScope.OwnThenExternal => this with { Scope = IdScope.Own },
        _ => null,
    };
}

/// <summary>Whose id an id may be.</summary>
internal enum IdScope
{
    /// <summary>The provider's.</summary>
    Own,

    /// <summary>The provider's, else the caller's.</summary>
    OwnThenExternal,

    /// <summary>The caller's.</summary>
    External,
}
