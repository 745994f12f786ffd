using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Lookups;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>How long calls may take, how patient they are, and which of several faults they report.</summary>
public class LimitTests
{
    private static readonly WaitOptions Options = new()
    {
        DefaultWait = TimeSpan.FromSeconds(20),
        LongestWait = TimeSpan.FromSeconds(30),
    };

    [Theory]
    [InlineData(null, 20, null)]
    [InlineData(5, 5, null)]
    [InlineData(30, 30, null)]
    [InlineData(31, 30, 30)]
    public void A_wait_has_the_default_length_or_the_one_asked_for_up_to_the_longest(int? asked, int length, int? shortened)
    {
        var wanted = asked is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;

        Assert.Equal(length, Options.Limit(wanted).TotalSeconds);
        Assert.Equal(shortened, Options.Shortened(wanted)?.TotalSeconds);
    }

    [Fact]
    public void The_description_names_the_default_and_the_most() =>
        Assert.Equal("Default 20; a call waits 30 at most", Options.Describe());

    [Fact]
    public void Of_two_budgets_the_one_with_the_later_deadline_counts()
    {
        RetryBudget early = new(1) { Searching = true };
        RetryBudget late = new(2);

        Assert.Equal(late, RetryBudget.Longer(early, late));
        Assert.Equal(late, RetryBudget.Longer(late, early));
        Assert.Equal((true, false), (late.Retries, late.Searching));
    }

    [Fact]
    public void Time_left_is_never_negative()
    {
        ManualTime time = new();
        using CallDeadline deadline = new(TimeSpan.FromSeconds(3), time, default, default);

        Assert.Equal(3, deadline.Left.TotalSeconds);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((1, 2), (deadline.Left.TotalSeconds, deadline.Elapsed.TotalSeconds));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((0, 4), (deadline.Left.TotalSeconds, deadline.Elapsed.TotalSeconds));
    }

    [Fact]
    public void Of_several_faults_the_first_of_this_order_is_reported()
    {
        FaultCategory[] order =
        [
            FaultCategory.Auth, FaultCategory.InsufficientCredit, FaultCategory.Permission, FaultCategory.RateLimited,
            FaultCategory.ProviderUnavailable, FaultCategory.Network, FaultCategory.Timeout, FaultCategory.BadResponse,
        ];
        for (var i = 0; i < order.Length; i++)
        {
            Fault[] faults = [.. order[i..].Reverse().Append(FaultCategory.NotFound).Select(static c => new Fault(c, "no"))];

            Assert.Equal(order[i], FaultSeverity.Worst(faults)!.Category);
        }

        Assert.Null(FaultSeverity.Worst([new(FaultCategory.NotFound, "no"), new(FaultCategory.InvalidInput, "no")]));
    }
}
