using KlingMcp.Http;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Http;

/// <summary>How long a provider is left unasked, and who hears of it.</summary>
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

    [Fact]
    public void Each_pause_that_this_process_is_asked_for_is_announced_and_one_of_another_process_is_not()
    {
        List<TimeSpan> begun = [];
        ProviderPause pause = new(TimeSpan.FromMinutes(1), new ManualTime());
        pause.Begun += begun.Add;

        pause.Begin(TimeSpan.FromSeconds(3));
        pause.Join(TimeSpan.FromSeconds(5));
        Assert.Equal(5, pause.Remaining?.TotalSeconds);
        pause.Begin(TimeSpan.FromSeconds(90));

        Assert.Equal([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(90)], begun);
        Assert.Equal(90, pause.Remaining?.TotalSeconds);
    }

    [Fact]
    public void What_is_left_of_a_pause_that_was_kept_for_the_longest_time_does_not_count_in_the_next_one()
    {
        ManualTime time = new();
        ProviderPause pause = new(TimeSpan.FromMinutes(1), time);

        pause.Begin(TimeSpan.FromSeconds(90));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(pause.Remaining);
        pause.Begin(TimeSpan.FromSeconds(5));
        Assert.Equal(5, pause.Remaining?.TotalSeconds);
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
