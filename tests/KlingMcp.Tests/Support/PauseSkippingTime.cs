namespace KlingMcp.Tests.Support;

/// <summary>
/// A clock for tests of retries. A timer of ten seconds or less is a pause and moves the clock to its end at once; a longer one is a limit
/// and only fires when the clock gets there.
/// </summary>
internal sealed class PauseSkippingTime : ManualTime
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= LongestPause) ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        return timer;
    }
}
