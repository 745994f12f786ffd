namespace KlingMcp.Http;

/// <summary>How much patience a caller has with a request that fails for a reason that may pass.</summary>
/// <param name="Deadline">
/// Timestamp of the clock in use. A pause that the provider asks for (<c>Retry-After</c>) is waited out only if it ends by then.
/// </param>
internal readonly record struct RetryBudget(long Deadline)
{
    /// <summary>Transient faults are retried after a short back-off, but no pause that a provider asks for is waited out.</summary>
    public static RetryBudget NoPauses { get; } = new(0);

    /// <summary>False for a single attempt.</summary>
    public bool Retries { get; init; } = true;

    /// <summary>One of several places is searched: a fault that may only mean "not here" is not retried.</summary>
    public bool Searching { get; init; }

    /// <summary>The more patient of two budgets, for reads that share a request.</summary>
    public static RetryBudget Longer(RetryBudget a, RetryBudget b) => a.Deadline >= b.Deadline ? a : b;
}
