using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Lookups;

/// <summary>Looks for a task at one provider, by the keys of a <see cref="ProviderSearch"/>.</summary>
internal static class ProviderSearcher
{
    /// <param name="runtime">The provider.</param>
    /// <param name="search">What to ask for.</param>
    /// <param name="budget">How patient the caller is.</param>
    /// <param name="cancellationToken">Ends the search at once.</param>
    public static Task<Result<KlingTask>> FindAsync(
        ProviderRuntime runtime, ProviderSearch search, RetryBudget budget, CancellationToken cancellationToken) =>
        search.Width == 1
            ? FindInOrderAsync(runtime, search, budget, cancellationToken)
            : KindSearch.FindAsync(runtime, search, budget, cancellationToken);

    /// <summary>Tries one key after the other: the provider's own id, then the external one, then both in its second place.</summary>
    private static async Task<Result<KlingTask>> FindInOrderAsync(
        ProviderRuntime runtime, ProviderSearch search, RetryBudget budget, CancellationToken cancellationToken)
    {
        var result = await runtime.Loader.LoadAsync(search.Keys[0], budget, cancellationToken);
        foreach (var key in search.Keys[1..])
        {
            if (!MayBeElsewhere(result, runtime, key)) return result;

            var next = await runtime.Loader.LoadAsync(key, budget, cancellationToken);
            if (SaysMore(next, result)) result = next;
        }

        return result;
    }

    /// <summary>
    /// The provider has no task of its own with this id, or the id cannot be one of its own. What answers a wrong base address is not asked
    /// again.
    /// </summary>
    private static bool MayBeElsewhere(Result<KlingTask> result, ProviderRuntime runtime, TaskKey key) =>
        result.Fault is { Category: FaultCategory.NotFound, IsAstray: false }
        || (result.Fault is { Category: FaultCategory.InvalidInput } && !runtime.Account.Provider.MayOwn(key.Id));

    /// <summary>"Not found" by the second key does not replace what the first one said, and neither does "not a valid id".</summary>
    private static bool SaysMore(Result<KlingTask> next, Result<KlingTask> first) => next.Fault?.Category switch
    {
        FaultCategory.InvalidInput => false,
        FaultCategory.NotFound => first.Fault?.Category is not FaultCategory.NotFound,
        _ => true,
    };
}
