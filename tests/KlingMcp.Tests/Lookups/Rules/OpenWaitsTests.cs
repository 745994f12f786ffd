using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>Ending the oldest of the waits that are going on.</summary>
public class OpenWaitsTests
{
    private readonly OpenWaits open = new();
    private readonly List<string> ended = [];

    [Fact]
    public void The_oldest_wait_is_ended_first_and_each_only_once()
    {
        open.Add(() => ended.Add("first"));
        open.Add(() => ended.Add("second"));

        open.EndOldest();
        Assert.Equal(["first"], ended);
        open.EndOldest();
        open.EndOldest();
        Assert.Equal(["first", "second"], ended);
    }

    [Fact]
    public void A_wait_that_is_over_is_not_ended_and_may_be_removed_after_it_was_ended()
    {
        var first = open.Add(() => ended.Add("first"));
        var second = open.Add(() => ended.Add("second"));

        first.Dispose();
        open.EndOldest();
        second.Dispose();
        second.Dispose();
        open.EndOldest();

        Assert.Equal(["second"], ended);
    }
}
