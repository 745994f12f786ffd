using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>Which of several faults is told.</summary>
internal static class FaultSeverity
{
    private static readonly FaultCategory[] Order =
    [
        FaultCategory.Auth, FaultCategory.InsufficientCredit, FaultCategory.Permission, FaultCategory.RateLimited,
        FaultCategory.ProviderUnavailable, FaultCategory.Network, FaultCategory.Timeout, FaultCategory.BadResponse,
    ];

    /// <summary>The first of the order; <see langword="null"/> when none of the faults is in it (they all mean "not found").</summary>
    public static Fault? Worst(IEnumerable<Fault> faults) =>
        faults.Where(static f => Order.Contains(f.Category)).MinBy(static f => Array.IndexOf(Order, f.Category));
}
