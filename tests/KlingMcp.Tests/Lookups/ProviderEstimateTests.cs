using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups;

public class ToldEstimateTests
{
    [Fact]
    public void A_number_told_again_and_again_counts_down_from_when_it_was_first_told()
    {
        var told = Told((0, 60), (10, 60), (25, 60));

        Assert.Equal(35, told?.LeftAt(At(25)));
        Assert.Equal(-20, told?.LeftAt(At(80)));
    }

    [Fact]
    public void A_new_number_counts_from_when_it_was_told() => Assert.Equal(41, Told((0, 60), (10, 51))?.LeftAt(At(20)));

    [Theory]
    [InlineData(60, 40, 20, true)]
    [InlineData(60, 53, 20, true)]
    [InlineData(60, 55, 20, false)]
    [InlineData(60, 60 + 15, 20, false)]
    public void It_is_believed_only_while_it_falls_as_time_passes(int first, int then, int after, bool believed) =>
        Assert.Equal(believed ? then : null, Told((0, first), (after, then))?.LeftAt(At(after)));

    [Fact]
    public void Over_a_few_seconds_nobody_can_say_whether_it_falls() => Assert.Equal(61, Told((0, 60), (4, 61))?.LeftAt(At(4)));

    [Fact]
    public void An_estimate_that_is_not_told_once_goes_on_counting() => Assert.Equal(40, Told((0, 60), (10, null))?.LeftAt(At(20)));

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Nothing_or_a_field_not_yet_filled_in_is_no_estimate(int? seconds) => Assert.Null(Told((0, seconds), (5, seconds)));

    [Fact]
    public void A_zero_after_an_estimate_means_any_moment_now() => Assert.Equal(0, Told((0, 20), (20, 0))?.LeftAt(At(20)));

    private static ProviderEstimate? Told(params (double At, int? Seconds)[] polls) =>
        polls.Aggregate((ProviderEstimate?)null, (before, poll) => ProviderEstimate.Update(before, poll.Seconds, At(poll.At)));

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
