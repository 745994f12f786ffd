using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups;

public class PollScheduleTests
{
    /// <summary>The table's figure for it is 100 s.</summary>
    private const string Video = "video_generation";

    private readonly PollSchedule schedule = new(new());

    [Theory]
    [InlineData("custom-voices")]
    [InlineData("generations")]
    [InlineData(Video)]
    [InlineData("motion_control")]
    [InlineData("a kind of tomorrow")]
    [InlineData(null)]
    public void A_pause_is_never_below_one_second_nor_above_fifteen(string? kind)
    {
        foreach (var age in new[] { 0.0, 1, 8, 20, 60, 90, 100, 500, 3_600, 1e7 })
        {
            foreach (var told in new int?[] { null, 1, 5, 60, 100_000, int.MaxValue })
                Assert.InRange(Seconds(new(kind, At(age), At(2), ProviderEstimate.Update(null, told, At(0)))), 1, 15);
        }
    }

    [Fact]
    public void Pauses_shrink_with_age_until_the_typical_time_comes_near_and_then_stay()
    {
        double[] pauses = [.. new[] { 0.0, 20, 40, 60, 80, 100, 200, 1_000 }.Select(age => Seconds(Aged(age)))];

        Assert.Equal(pauses.OrderDescending(), pauses);
        Assert.Equal(15, pauses[0]);
        Assert.True(pauses[2] < pauses[1] && pauses[3] < pauses[2]);
        Assert.Equal(3.5, pauses[4], 0.01);
        Assert.All(pauses[4..], pause => Assert.Equal(3.5, pause, 0.01));
    }

    [Fact]
    public void Of_a_video_that_takes_its_hundred_seconds_some_twenty_polls_see_the_end_within_four()
    {
        var (age, polls) = (0.0, 1);
        for (; age < 100; polls++) age += Seconds(Aged(age));

        Assert.InRange(polls, 16, 22);
        Assert.InRange(age - 100, 0, 4);
    }

    [Fact]
    public void Kinds_that_take_longer_are_polled_less_often()
    {
        string[] kinds = ["custom-voices", "generations", Video, "m2v_img2video_hq", "motion_control"];
        double[] pauses = [.. kinds.Select(kind => Seconds(new(kind, At(600), At(600))))];

        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(5, pauses.Distinct().Count());
    }

    [Fact]
    public void The_schedule_follows_the_age_not_the_time_since_this_process_met_the_task() =>
        Assert.Equal(Seconds(new(Video, At(90), At(90))), Seconds(new(Video, At(90), At(0))));

    [Theory]
    [InlineData(null)]
    [InlineData(-120)]
    [InlineData(10)]
    public void Without_a_usable_age_the_time_since_the_task_was_first_seen_counts(int? age) =>
        Assert.Equal(Seconds(Aged(70)), Seconds(new(Video, age is { } told ? At(told) : null, At(70))));

    [Theory]
    [InlineData(0.2)]
    [InlineData(600)]
    public void A_pause_that_the_user_set_is_taken_as_it_is(double seconds)
    {
        var always = new PollSchedule(new(), At(seconds));

        Assert.Equal(At(seconds), always.PauseAfter(Aged(0)));
        Assert.Equal(At(seconds), always.PauseAfter(new(null, null, At(500), ProviderEstimate.Update(null, 3, At(500)))));
    }

    [Fact]
    public void The_nearer_the_end_that_the_provider_tells_the_closer_the_polls()
    {
        double[] pauses = [.. new[] { 60, 10, 5, 2, 1 }.Select(told => Seconds(Aged(50) with { Estimate = ProviderEstimate.Update(null, told, At(50)) }))];

        Assert.Equal(pauses.OrderDescending(), pauses);
        Assert.Equal(3, pauses[2], 0.01);
        Assert.Equal(1, pauses[^1]);
    }

    [Fact]
    public void A_long_estimate_stretches_a_pause_to_the_double_and_no_further()
    {
        var situation = Aged(90);

        Assert.Equal(2 * Seconds(situation), Seconds(situation with { Estimate = ProviderEstimate.Update(null, 5_000, At(90)) }), 0.01);
    }

    [Fact]
    public void Long_after_the_end_that_was_told_the_schedule_is_as_if_nothing_had_been()
    {
        var told = ProviderEstimate.Update(null, 30, At(0));

        Assert.Equal(1, Seconds(Aged(31) with { Estimate = told }));
        Assert.Equal(Seconds(Aged(90)), Seconds(Aged(90) with { Estimate = told }));
    }

    [Fact]
    public void An_estimate_that_is_renewed_but_does_not_fall_is_passed_over()
    {
        var told = ProviderEstimate.Update(ProviderEstimate.Update(ProviderEstimate.Update(null, 60, At(70)), 58, At(80)), 61, At(90));

        Assert.Equal(Seconds(Aged(90)), Seconds(Aged(90) with { Estimate = told }));
    }

    [Fact]
    public void What_was_learned_of_a_kind_moves_its_schedule()
    {
        var known = new LearnedDurations();
        for (var id = 0; id < LearnedDurations.MaxTasks; id++) known.Learn(KnownDurationsTests.Finished(Video, took: 25, id));

        Assert.Equal(0.35 * 5, new PollSchedule(known).PauseAfter(Aged(60)).TotalSeconds, 0.01);
    }

    private static PollContext Aged(double seconds) => new(Video, At(seconds), At(seconds));

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private double Seconds(PollContext situation) => schedule.PauseAfter(situation).TotalSeconds;
}
