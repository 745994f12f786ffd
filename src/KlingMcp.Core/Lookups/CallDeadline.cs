using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>The time that one call has, and the ways in which it may end early.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly TimeProvider time;
    private readonly long started;
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration onShutdown;
    private readonly CancellationTokenRegistration onCaller;

    /// <param name="length">How long the call may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="shutdown">Ends the time early, as if it were up.</param>
    /// <param name="caller">The caller gave up: no answer is wanted any more.</param>
    public CallDeadline(TimeSpan length, TimeProvider time, CancellationToken shutdown, CancellationToken caller)
    {
        (this.time, Caller) = (time, caller);
        started = time.GetTimestamp();
        Timestamp = time.TimestampAfter(started, length);
        source = new(length, time);
        onShutdown = shutdown.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), source);
        onCaller = caller.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), source);
    }

    /// <summary>Cancelled when the time is up, the session ends or the caller gave up.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Cancelled when the caller gave up.</summary>
    public CancellationToken Caller { get; }

    /// <summary>The timestamp at which the time is up.</summary>
    public long Timestamp { get; }

    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Never negative.</summary>
    public TimeSpan Left => time.GetElapsedTime(time.GetTimestamp(), Timestamp) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>
    /// What a provider answers. Running out of time is an answer too; only the caller's own cancellation is thrown.
    /// </summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="ask">Asks it, with a token that ends with this deadline.</param>
    public async Task<Result<T>> AnswerOrOutOfTimeAsync<T>(string provider, Func<Task<Result<T>>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (OperationCanceledException) when (!Caller.IsCancellationRequested)
        {
            return Fault.OutOfTime(provider);
        }
    }

    /// <summary>Ends the time now.</summary>
    public void End() => source.Cancel();

    public void Dispose()
    {
        onShutdown.Dispose();
        onCaller.Dispose();
        source.Dispose();
    }
}
