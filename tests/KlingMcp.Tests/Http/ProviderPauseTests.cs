using KlingMcp.Http;

namespace KlingMcp.Tests.Http;

public class ProviderPauseTests
{
    [Fact]
    public void Setting_the_clock_back_during_a_pause_does_not_lengthen_it()
    {
        SetClock time = new();
        ProviderPause pause = new(TimeSpan.FromMinutes(1), time);
        pause.Begin(TimeSpan.FromSeconds(3));

        time.Now -= TimeSpan.FromHours(1);
        time.Elapsed = TimeSpan.FromSeconds(2);
        Assert.Equal(1, pause.Remaining?.TotalSeconds);
        time.Elapsed = TimeSpan.FromSeconds(3);
        Assert.Null(pause.Remaining);
    }

    /// <summary>A clock that can be set, beside time that only passes.</summary>
    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
