using System.Collections.Immutable;

namespace KlingMcp.Lookups;

/// <summary>Where to look for a task, and in which order.</summary>
/// <param name="Rounds">
/// The providers of a round are asked side by side. The next round follows only if every provider of this one said "not found".
/// </param>
internal sealed record LookupPlan(ImmutableArray<ImmutableArray<ProviderSearch>> Rounds)
{
    /// <summary>The search at the only provider of the plan; <see langword="null"/> when there are several.</summary>
    public ProviderSearch? Single => Rounds is [[var only]] ? only : null;
}

/// <summary>Where to look for a task at one provider.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Keys">
/// What to ask for, likeliest first: the provider's own id and then the external one, or the same id under each kind.
/// </param>
/// <param name="Width">How many keys are asked for at the same time.</param>
internal sealed record ProviderSearch(string Provider, ImmutableArray<TaskKey> Keys, int Width = 1)
{
    /// <summary>A task that is known to be there.</summary>
    public static ProviderSearch For(string provider, TaskKey key) => new(provider, [key]);
}
