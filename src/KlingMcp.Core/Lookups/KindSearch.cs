using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>Looks an id up under one kind after the other, likeliest first and a few at a time, until the first find.</summary>
internal static class KindSearch
{
    private const int Width = 4;

    /// <param name="desk">Where; its way of asking needs a kind.</param>
    /// <param name="id">What.</param>
    /// <param name="patience">The longest pause that is sat out.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public static async Task<Result<KlingTask>> FindAsync(ProviderRuntime desk, string id, Func<TimeSpan> patience, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Fault> faults = [];
        List<Task<Result<KlingTask>>> running = [];
        try
        {
            foreach (var kind in desk.Api.Kinds)
            {
                running.Add(desk.Reader.ReadAsync(new(id, kind, IdScope.OwnThenExternal), PatienceLeft, searching: true, stop.Token));
                if (running.Count == Width && await NextAsync() is { } settled) return settled;
            }

            while (running.Count > 0)
                if (await NextAsync() is { } settled) return settled;

            return Verdict(desk, faults);
        }
        finally
        {
            await stop.CancelAsync();
        }

        // once a fault that passes has outlasted its retries, the other kinds are asked once each
        TimeSpan PatienceLeft() => faults.Exists(f => f.IsTransient && !f.MayMeanNotHere) ? ProviderClient.NoRetry : patience();

        // what ends the search: a find, or a fault that holds for every kind
        async Task<Result<KlingTask>?> NextAsync()
        {
            var first = await Task.WhenAny(running);
            running.Remove(first);
            var reading = await first;
            if (reading.IsSuccess)
            {
                if (reading.Value.Reference.Kind is { } kind)
                {
                    desk.Finds.Remember(id, kind);
                    desk.Finds.Remember(reading.Value.Reference.Id, kind);
                }

                return reading;
            }

            faults.Add(reading.Fault);
            return HoldsForEveryKind(reading.Fault) ? reading : null;
        }
    }

    /// <summary>Money that is said to be missing with a 429 may be missing for one kind only: packages are bought by the product.</summary>
    private static bool HoldsForEveryKind(Fault fault) =>
        fault.Category is FaultCategory.Auth || fault is { Category: FaultCategory.InsufficientCredit, HttpStatus: not 429 };

    /// <summary>A fault that is more than "not here" is told as such; when no kind gave an answer of the API, be it a web page with 404, the address is wrong.</summary>
    private static Fault Verdict(ProviderRuntime desk, List<Fault> faults)
    {
        if (faults.All(static f => f.IsAstray || f.Category is FaultCategory.BadResponse)) return faults[0] with { Category = FaultCategory.BadResponse };
        if (FaultSeverity.Worst(faults.Where(f => f.Category is not FaultCategory.NotFound && !f.MayMeanNotHere)) is { } fault) return fault;

        return new(FaultCategory.NotFound, $"not found under any of its {desk.Api.Kinds.Count} kinds")
        {
            Provider = desk.Provider.Name,
            KeyVariables = desk.Account.KeyVariables,
            Hint = faults.FirstOrDefault(static f => f.Category is FaultCategory.NotFound)?.Hint,
        };
    }
}
