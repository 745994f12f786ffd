using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>The remaining time that a provider tells, over several readings.</summary>
public class ProviderEstimateTests
{
    [Fact]
    public void A_repeated_number_counts_down_from_its_first_reading()
    {
        var told = Told((0, 60), (10, 60), (25, 60));

        Assert.Equal(35, told?.LeftAt(At(25)));
        Assert.Equal(-20, told?.LeftAt(At(80)));
    }

    [Fact]
    public void A_new_number_counts_down_from_its_own_reading() => Assert.Equal(41, Told((0, 60), (10, 51))?.LeftAt(At(20)));

    [Theory]
    [InlineData(60, 40, 20, true)]
    [InlineData(60, 53, 20, true)]
    [InlineData(60, 55, 20, false)]
    [InlineData(60, 60 + 15, 20, false)]
    public void An_estimate_is_used_only_if_it_falls_as_time_passes(int first, int then, int after, bool believed) =>
        Assert.Equal(believed ? then : null, Told((0, first), (after, then))?.LeftAt(At(after)));

    [Fact]
    public void Within_a_few_seconds_an_estimate_need_not_fall() => Assert.Equal(61, Told((0, 60), (4, 61))?.LeftAt(At(4)));

    [Theory]
    [InlineData(5, 59)]
    [InlineData(5.01, null)]
    public void After_more_than_five_seconds_an_estimate_must_fall(double after, int? left) =>
        Assert.Equal(left, (int?)Told((0, 60), (after, 59))?.LeftAt(At(after)));

    [Fact]
    public void An_estimate_that_falls_by_just_three_tenths_of_a_second_each_second_is_used() =>
        Assert.Equal(57, Told((0, 60), (10, 57))?.LeftAt(At(10)));

    [Fact]
    public void A_reading_without_an_estimate_does_not_end_the_countdown() => Assert.Equal(40, Told((0, 60), (10, null))?.LeftAt(At(20)));

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_missing_or_empty_field_is_no_estimate(int? seconds) => Assert.Null(Told((0, seconds), (5, seconds)));

    [Fact]
    public void Zero_after_an_estimate_means_at_any_moment() => Assert.Equal(0, Told((0, 20), (20, 0))?.LeftAt(At(20)));

    private static ProviderEstimate? Told(params (double At, int? Seconds)[] polls) =>
        polls.Aggregate((ProviderEstimate?)null, (before, poll) => ProviderEstimate.Update(before, poll.Seconds, At(poll.At)));

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
