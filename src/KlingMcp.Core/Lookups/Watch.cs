using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>What is known of a watched task at one moment.</summary>
/// <param name="Task">The last state read; <see langword="null"/> before the first.</param>
/// <param name="Fault">Why the last read failed; <see langword="null"/> when it did not.</param>
/// <param name="IsOver">No more reads follow: the task is final, or the fault will not pass.</param>
/// <param name="Polls">How many reads there were; rises with each.</param>
/// <param name="ResumesAt">The timestamp before which the provider wants no question; <see langword="null"/> for none.</param>
internal sealed record WatchState(KlingTask? Task, Fault? Fault, bool IsOver, int Polls, long? ResumesAt)
{
    public static WatchState Begun { get; } = new(null, null, IsOver: false, Polls: 0, ResumesAt: null);
}

/// <summary>One task that is polled for all who wait for it.</summary>
internal sealed class Watch(TaskKey asked, long since) : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private volatile WatchState state = WatchState.Begun;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The key under which it is shared.</summary>
    public TaskKey Asked { get; } = asked;

    /// <summary>The key under which it is read: the provider's own id once that is known.</summary>
    public TaskKey Key { get; set; } = asked;

    /// <summary>The timestamp at which it was first waited for.</summary>
    public long Since { get; } = since;

    public WatchState State => state;

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationToken Stopped => stop.Token;

    // the rest is the watcher's, under its gate
    public int Waiters { get; set; }

    public bool IsReading { get; set; }

    /// <summary>Everybody has left.</summary>
    public bool IsGone { get; set; }

    /// <summary>What the provider told of the time left; <see langword="null"/> for nothing.</summary>
    public ProviderEstimate? Estimate { get; set; }

    /// <summary>The timestamp at which the last read ended.</summary>
    public long LastRead { get; set; }

    /// <summary>The timestamp of the next read.</summary>
    public long Due { get; set; }

    /// <summary>The pause that was planned after the last read.</summary>
    public TimeSpan Pause { get; set; }

    /// <summary>What it adds to the polls a second of its provider.</summary>
    public double PollsPerSecond { get; set; }

    public bool WasAskedAgain { get; set; }

    public int BadResponses { get; set; }

    /// <summary>Waits for a state newer than the one seen.</summary>
    public Task ChangedAfter(WatchState seen)
    {
        var next = Volatile.Read(ref changed).Task;
        return state == seen ? next : Task.CompletedTask;
    }

    public void Change(WatchState next)
    {
        state = next;
        Interlocked.Exchange(ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    public void Stop() => stop.Cancel();

    public void Dispose() => stop.Dispose();
}
