using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>The pause until the next poll, from the age of the task, the typical duration and the provider's estimate.</summary>
public class PollScheduleTests
{
    /// <summary>A kind whose typical duration is 100 s.</summary>
    private const string Video = "video_generation";

    private readonly PollSchedule schedule = new(new());

    [Theory]
    [InlineData("custom-voices")]
    [InlineData("generations")]
    [InlineData(Video)]
    [InlineData("motion_control")]
    [InlineData("an unknown kind")]
    [InlineData(null)]
    public void A_pause_is_between_one_and_fifteen_seconds(string? kind)
    {
        foreach (var age in new[] { 0.0, 1, 8, 20, 60, 90, 100, 500, 3_600, 1e7 })
        {
            foreach (var told in new int?[] { null, 1, 5, 60, 100_000, int.MaxValue })
                Assert.InRange(Seconds(new(kind, At(age), At(2), ProviderEstimate.Update(null, told, At(0)))), 1, 15);
        }
    }

    [Fact]
    public void Pauses_shrink_until_the_typical_duration_is_near_and_then_stay_the_same()
    {
        double[] pauses = [.. new[] { 0.0, 20, 40, 60, 80, 100, 200, 1_000 }.Select(age => Seconds(Aged(age)))];

        Assert.Equal(pauses.OrderDescending(), pauses);
        Assert.Equal(15, pauses[0]);
        Assert.True(pauses[2] < pauses[1] && pauses[3] < pauses[2]);
        Assert.Equal(3.5, pauses[4], 0.01);
        Assert.All(pauses[4..], pause => Assert.Equal(3.5, pause, 0.01));
    }

    [Fact]
    public void The_end_of_a_typical_video_is_seen_within_four_seconds_by_about_twenty_polls()
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
    public void The_age_of_the_task_counts_and_not_the_time_since_it_was_first_read() =>
        Assert.Equal(Seconds(new(Video, At(90), At(90))), Seconds(new(Video, At(90), At(0))));

    [Theory]
    [InlineData(-120)]
    [InlineData(10)]
    public void Without_a_plausible_age_the_time_since_the_first_read_counts(int age) =>
        Assert.Equal(Seconds(Aged(70)), Seconds(new(Video, At(age), At(70))));

    [Fact]
    public void A_task_of_unknown_age_is_not_taken_for_new_and_its_pauses_grow_with_the_time_watched()
    {
        double[] pauses = [.. new[] { 0, 10, 30, 60, 120 }.Select(watched => Seconds(new(Video, null, At(watched))))];

        Assert.True(pauses[0] < Seconds(Aged(0)));
        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(5, pauses.Distinct().Count());
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(600)]
    public void A_configured_pause_is_used_unchanged(double seconds)
    {
        var always = new PollSchedule(new(), At(seconds));

        Assert.Equal(At(seconds), always.PauseAfter(Aged(0)));
        Assert.Equal(At(seconds), always.PauseAfter(new(null, null, At(500), ProviderEstimate.Update(null, 3, At(500)))));
    }

    [Fact]
    public void The_pause_shrinks_as_the_providers_estimate_comes_to_its_end()
    {
        double[] pauses = [.. from told in new[] { 60, 10, 5, 2, 1 }
                              select Seconds(Aged(50) with { Estimate = ProviderEstimate.Update(null, told, At(50)) })];

        Assert.Equal(pauses.OrderDescending(), pauses);
        Assert.Equal(3, pauses[2], 0.01);
        Assert.Equal(1, pauses[^1]);
    }

    [Fact]
    public void A_long_estimate_at_most_doubles_the_pause()
    {
        var situation = Aged(90);

        Assert.Equal(2 * Seconds(situation), Seconds(situation with { Estimate = ProviderEstimate.Update(null, 5_000, At(90)) }), 0.01);
    }

    [Fact]
    public void Long_after_its_end_an_estimate_is_ignored()
    {
        var told = ProviderEstimate.Update(null, 30, At(0));

        Assert.Equal(1, Seconds(Aged(31) with { Estimate = told }));
        Assert.Equal(Seconds(Aged(90)), Seconds(Aged(90) with { Estimate = told }));
    }

    [Fact]
    public void An_estimate_that_does_not_fall_is_ignored()
    {
        var told = ProviderEstimate.Update(ProviderEstimate.Update(ProviderEstimate.Update(null, 60, At(70)), 58, At(80)), 61, At(90));

        Assert.Equal(Seconds(Aged(90)), Seconds(Aged(90) with { Estimate = told }));
    }

    [Theory]
    [InlineData(null, 0, 2.5)]
    [InlineData(null, 100, 9.5)]
    [InlineData("motion_control", 0, 2.5)]
    [InlineData("generations", 0, 1.37)]
    [InlineData("generations", 10, 2.07)]
    public void The_pauses_of_a_task_of_unknown_age_follow_from_its_typical_duration(string? kind, double watched, double pause) =>
        Assert.Equal(pause, Seconds(new(kind, null, At(watched))), 0.01);

    [Fact]
    public void When_the_time_told_is_just_over_the_task_is_read_after_a_second() =>
        Assert.Equal(1, Seconds(Aged(90) with { Estimate = ProviderEstimate.Update(null, 10, At(80)) }));

    [Theory]
    [InlineData(null, 1)]
    [InlineData(0.2, 0.2)]
    [InlineData(30.0, 30)]
    public void Two_reads_are_a_second_apart_or_the_configured_pause(double? configured, double shortest) =>
        Assert.Equal(shortest, new PollSchedule(new(), configured is { } pause ? At(pause) : null).ShortestPause.TotalSeconds);

    [Fact]
    public void Learned_durations_change_the_pauses_of_their_kind()
    {
        var known = new LearnedDurations();
        for (var id = 0; id < LearnedDurations.MaxTasks; id++) known.Learn(LearnedDurationsTests.Finished(Video, took: 25, id));

        Assert.Equal(0.35 * 5, new PollSchedule(known).PauseAfter(Aged(60)).TotalSeconds, 0.01);
    }

    private static PollContext Aged(double seconds) => new(Video, At(seconds), At(seconds));

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private double Seconds(PollContext situation) => schedule.PauseAfter(situation).TotalSeconds;
}
