namespace KlingMcp.Lookups;

/// <summary>The end of a session: waits answer at once with what they have; lookups in flight get a short grace period.</summary>
internal sealed class Shutdown(TimeProvider time) : IDisposable
{
    /// <summary>How long lookups in flight may go on after the end was requested.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource requested = new();
    private readonly CancellationTokenSource graceElapsed = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Cancelled when no more requests will come.</summary>
    public CancellationToken Requested => requested.Token;

    /// <summary>Cancelled when <see cref="Grace"/> has passed since the end was requested.</summary>
    public CancellationToken GraceElapsed => graceElapsed.Token;

    public void Request()
    {
        graceElapsed.CancelAfter(Grace);
        requested.Cancel();
    }

    public void Dispose()
    {
        requested.Dispose();
        graceElapsed.Dispose();
    }
}
