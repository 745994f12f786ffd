using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>Reads what one account has left. Asks at most once a minute; in between, the last answer is repeated.</summary>
internal sealed class BalanceReader(ProviderHttp http, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim oneAtATime = new(1);
    private (long At, Result<Balance> Read)? last;

    /// <summary>The sum of the parts that the provider reports, or the fault of the first that could not be read.</summary>
    /// <param name="budget">How patient the caller is.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task<Result<Balance>> ReadAsync(RetryBudget budget, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (last is { } before && time.GetElapsedTime(before.At) < AskAgainAfter) return before.Read;

            var read = await AskAsync(budget, cancellationToken);

            // who was not reached was not asked
            if (read.Fault is not { Category: FaultCategory.Network or FaultCategory.Timeout }) last = (time.GetTimestamp(), read);
            return read;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task<Result<Balance>> AskAsync(RetryBudget budget, CancellationToken cancellationToken)
    {
        Balance? sum = null;
        foreach (var call in http.Account.Api.Balance)
        {
            var part = await http.BalanceAsync(call, budget, cancellationToken);
            if (part.Value is not { } told) return part;

            sum = sum is null ? told : told with { Amount = sum.Amount + told.Amount };
        }

        return sum ?? throw new InvalidOperationException($"{http.Account.Name} reports no balance");
    }
}
