namespace KlingMcp.Lookups;

/// <summary>Does something once when it is disposed.</summary>
internal sealed class BatchScope(Action close) : IDisposable
{
    private Action? close = close;

    public void Dispose() => Interlocked.Exchange(ref close, null)?.Invoke();
}

/// <summary>Counts the batches that are open. What begins while one is open waits for its end, to share requests.</summary>
internal sealed class OpenBatches
{
    private int count;

    public bool Any => Volatile.Read(ref count) > 0;

    /// <summary>Opens a batch until the result is disposed.</summary>
    /// <param name="closed">Called when it has closed; others may still be open.</param>
    public IDisposable Open(Action closed)
    {
        Interlocked.Increment(ref count);
        return new BatchScope(() =>
        {
            Interlocked.Decrement(ref count);
            closed();
        });
    }
}
