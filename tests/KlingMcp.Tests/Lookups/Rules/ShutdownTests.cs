using KlingMcp.Lookups;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>The end of a session: waits end at once, lookups after five seconds.</summary>
public class ShutdownTests
{
    [Fact]
    public void Waits_end_at_once_and_lookups_when_the_grace_period_is_over()
    {
        ManualTime time = new();
        using Shutdown shutdown = new(time);
        Assert.Equal((false, false), Ended());

        shutdown.Request();
        Assert.Equal((true, false), Ended());
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal((true, false), Ended());
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((true, true), Ended());

        (bool, bool) Ended() => (shutdown.Requested.IsCancellationRequested, shutdown.GraceElapsed.IsCancellationRequested);
    }
}
