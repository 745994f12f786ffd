namespace KlingMcp.Tasks;

/// <summary>The end of the session: waits answer at once with what they have, lookups under way get a little longer.</summary>
internal sealed class Ending(TimeProvider time) : IDisposable
{
    /// <summary>What a lookup in flight still gets.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource begun = new();
    private readonly CancellationTokenSource over = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Cancelled when no more input will come.</summary>
    public CancellationToken Begun => begun.Token;

    /// <summary>Cancelled when the grace is over.</summary>
    public CancellationToken Over => over.Token;

    public void Begin()
    {
        over.CancelAfter(Grace);
        begun.Cancel();
    }

    public void Dispose()
    {
        begun.Dispose();
        over.Dispose();
    }
}
