using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>Which of several faults is reported.</summary>
internal static class FaultSeverity
{
    private static readonly FaultCategory[] Order =
    [
        FaultCategory.Auth, FaultCategory.InsufficientCredit, FaultCategory.Permission, FaultCategory.RateLimited,
        FaultCategory.ProviderUnavailable, FaultCategory.Network, FaultCategory.Timeout, FaultCategory.BadResponse,
    ];

    /// <summary>The first in the order; <see langword="null"/> when there is none (all faults mean "not found").</summary>
    public static Fault? Worst(IEnumerable<Fault> faults) =>
        faults.Where(static f => Order.Contains(f.Category)).MinBy(static f => Array.IndexOf(Order, f.Category));
}
