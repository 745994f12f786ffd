namespace KlingMcp.Tests.Support;

/// <summary>A clock that stands still until it is moved. Timers fire in the order of their own instants, on the thread that moves it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private int changes;
    private DateTimeOffset now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers wait.</summary>
    public int Armed
    {
        get
        {
            lock (gate) return timers.Count(static t => t.Due is not null);
        }
    }

    /// <summary>How long until the next timer is due; <see langword="null"/> when none waits.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (gate) return timers.Min(static t => t.Due) - now;
        }
    }

    private int Changes
    {
        get
        {
            lock (gate) return changes;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (true)
        {
            Timer? next;
            lock (gate)
            {
                next = timers.Where(t => t.Due <= end).MinBy(static t => t.Due);
                if (next is null)
                {
                    now = end;
                    return;
                }

                if (next.Due > now) now = next.Due.Value;
                next.Due = next.Period > TimeSpan.Zero ? next.Due + next.Period : null;
            }

            next.Fire();
        }
    }

    /// <summary>Moves the clock in small steps, letting the work that each step wakes go on, until something has happened.</summary>
    /// <param name="happened">What is waited for.</param>
    /// <param name="atMost">The longest the clock is moved.</param>
    /// <param name="step">How far at a time.</param>
    public async Task AdvanceUntilAsync(Func<bool> happened, TimeSpan atMost, TimeSpan? step = null)
    {
        var each = step ?? TimeSpan.FromMilliseconds(100);
        for (var gone = TimeSpan.Zero; !happened() && gone < atMost; gone += each)
        {
            Advance(each);
            for (var turn = 0; turn < 3 && !happened(); turn++) await Task.Delay(TimeSpan.FromMilliseconds(2), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets the work under way go on until no timer has been set or taken away for a while.</summary>
    public async Task SettleAsync()
    {
        var (seen, quiet) = (Changes, 0);
        while (quiet < 5)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
            quiet = Changes == seen ? quiet + 1 : 0;
            seen = Changes;
        }
    }

    private sealed class Timer(ManualTime owner, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool atOnce;
            lock (owner.gate)
            {
                if (!owner.timers.Contains(this)) owner.timers.Add(this);
                owner.changes++;
                Period = period > TimeSpan.Zero ? period : TimeSpan.Zero;
                atOnce = dueTime == TimeSpan.Zero;
                Due = dueTime < TimeSpan.Zero ? null
                    : !atOnce ? owner.now + dueTime
                    : Period > TimeSpan.Zero ? owner.now + Period
                    : null;
            }

            if (atOnce) Fire();
            return true;
        }

        public void Dispose()
        {
            lock (owner.gate)
            {
                Due = null;
                owner.changes++;
                owner.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
