using Microsoft.Extensions.Time.Testing;

namespace KlingMcp.Tests.Support;

/// <summary>
/// A clock that only the test moves. It starts at noon of 22 November 2026 UTC. Timers fire in the order of their due times, on the thread
/// that moves the clock; while they fire, the clock already shows the end of the step.
/// </summary>
internal class ManualTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero))
{
    private int armed;
    private int changes;

    /// <summary>How many timers are running.</summary>
    public int Armed => Volatile.Read(ref armed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        CountedTimer timer = new(this, callback, state);
        timer.Start(base.CreateTimer(
            static fired => ((CountedTimer)fired!).Fire(), timer, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock in small steps, with a few milliseconds for other threads after each, until a condition holds.</summary>
    /// <param name="happened">The condition.</param>
    /// <param name="atMost">The longest time to move the clock by.</param>
    /// <param name="step">The size of a step; <see langword="null"/> for 100 ms.</param>
    public async Task AdvanceUntilAsync(Func<bool> happened, TimeSpan atMost, TimeSpan? step = null)
    {
        var each = step ?? TimeSpan.FromMilliseconds(100);
        for (var gone = TimeSpan.Zero; !happened() && gone < atMost; gone += each)
        {
            Advance(each);
            for (var turn = 0; turn < 3 && !happened(); turn++) await PauseAsync(TimeSpan.FromMilliseconds(2));
        }
    }

    /// <summary>Waits in real time until no timer has been started or stopped for 100 ms.</summary>
    public async Task SettleAsync()
    {
        var (seen, quiet) = (Volatile.Read(ref changes), 0);
        while (quiet < 5)
        {
            await PauseAsync(TimeSpan.FromMilliseconds(20));
            quiet = Volatile.Read(ref changes) == seen ? quiet + 1 : 0;
            seen = Volatile.Read(ref changes);
        }
    }

    private static Task PauseAsync(TimeSpan pause) => Task.Delay(pause, TestContext.Current.CancellationToken);

    /// <summary>Counts the running timers around those of the base class, which does not show them.</summary>
    private sealed class CountedTimer(ManualTime owner, TimerCallback callback, object? state) : ITimer
    {
        private ITimer inner = null!;
        private bool repeats;
        private int running;

        public void Start(ITimer timer) => inner = timer;

        public void Fire()
        {
            if (!repeats) Count(false);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            repeats = period > TimeSpan.Zero;
            Count(dueTime >= TimeSpan.Zero);
            return inner.Change(dueTime, period);
        }

        public void Dispose()
        {
            Count(false);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Count(bool runs)
        {
            Interlocked.Increment(ref owner.changes);
            Interlocked.Add(ref owner.armed, (runs ? 1 : 0) - Interlocked.Exchange(ref running, runs ? 1 : 0));
        }
    }
}
