using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Lookups;

/// <summary>Looks an id up under each kind, a few at a time, until the first find.</summary>
internal static class KindSearch
{
    /// <inheritdoc cref="ProviderSearcher.FindAsync"/>
    public static async Task<Result<KlingTask>> FindAsync(
        ProviderRuntime runtime, ProviderSearch search, RetryBudget budget, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Fault> faults = [];
        List<Task<Result<KlingTask>>> running = [];
        try
        {
            foreach (var key in search.Keys)
            {
                // After a fault that outlasted its retries, each of the remaining kinds is asked once.
                var isTroubled = faults.Exists(static f => f.IsTransient && !f.MayMeanNotHere);
                running.Add(runtime.Loader.LoadAsync(key, budget with { Searching = true, Retries = !isTroubled }, stop.Token));
                if (running.Count == search.Width && await NextAsync() is { } end) return end;
            }

            while (running.Count > 0)
                if (await NextAsync() is { } end) return end;

            return Summarize(runtime, faults);
        }
        finally
        {
            await stop.CancelAsync();
        }

        // The next answer, if it ends the search: a find, or a fault that holds for every kind.
        async Task<Result<KlingTask>?> NextAsync()
        {
            var first = await Task.WhenAny(running);
            running.Remove(first);
            var result = await first;
            if (result.IsSuccess) return result;

            faults.Add(result.Fault);
            return HoldsForEveryKind(result.Fault) ? result : null;
        }
    }

    /// <summary>
    /// Insufficient credit ends the search, except on a 429: Kling's packages (code 1102) cover one product each, so another kind may
    /// still succeed.
    /// </summary>
    private static bool HoldsForEveryKind(Fault fault) =>
        fault.Category is FaultCategory.Auth || fault is { Category: FaultCategory.InsufficientCredit, HttpStatus: not 429 };

    /// <summary>
    /// The fault to report when no kind had the task. If no answer came from the API at all (web pages, redirects), the base address is
    /// wrong; otherwise any fault that does not just mean "not here" is more telling than "not found".
    /// </summary>
    private static Fault Summarize(ProviderRuntime runtime, List<Fault> faults)
    {
        if (faults.All(static f => f.IsAstray || f.Category is FaultCategory.BadResponse))
            return faults[0] with { Category = FaultCategory.BadResponse };

        if (FaultSeverity.Worst(faults.Where(static f => f.Category is not FaultCategory.NotFound && !f.MayMeanNotHere)) is { } fault)
            return fault;

        return new(FaultCategory.NotFound, $"not found under any of its {runtime.Account.Api.Kinds.Count} kinds")
        {
            Provider = runtime.Account.Name,
            KeyVariables = runtime.Account.KeyVariables,
            Hint = faults.FirstOrDefault(static f => f.Category is FaultCategory.NotFound)?.Hint,
        };
    }
}
