namespace KlingMcp.Lookups;

/// <summary>The time that one call has, and the ways it may end early.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly TimeProvider time;
    private readonly TimeSpan length;
    private readonly long started;
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource either;

    /// <param name="length">How long the call may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ends">Ends the time early, as if it were up.</param>
    /// <param name="caller">The caller gave up: nothing is answered any more.</param>
    public CallDeadline(TimeSpan length, TimeProvider time, CancellationToken ends, CancellationToken caller)
    {
        (this.time, this.length, Caller) = (time, length, caller);
        started = time.GetTimestamp();
        timer = new(length, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, ends, caller);
    }

    /// <summary>Cancelled when time is up or the caller gave up.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>Cancelled when the caller gave up.</summary>
    public CancellationToken Caller { get; }

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Time left, never negative.</summary>
    public TimeSpan Left => length - Elapsed is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public void Dispose()
    {
        either.Dispose();
        timer.Dispose();
    }
}
