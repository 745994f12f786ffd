using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>How long tasks of a kind take: a table at first, then what finished tasks took.</summary>
public class LearnedDurationsTests
{
    private readonly LearnedDurations known = new();

    [Theory]
    [InlineData("custom-voices", 9)]
    [InlineData("generations", 30)]
    [InlineData("omni-image", 30)]
    [InlineData("multi-image2image", 30)]
    [InlineData("kolors-virtual-try-on", 30)]
    [InlineData("advanced-custom-elements", 40)]
    [InlineData("omni-video", 85)]
    [InlineData("omni_video_generation", 85)]
    [InlineData("video_generation", 100)]
    [InlineData("m2v_img2video", 100)]
    [InlineData("multi-elements", 100)]
    [InlineData("image2video", 140)]
    [InlineData("TEXT2VIDEO", 140)]
    [InlineData("m2v_img2video_hq", 150)]
    [InlineData("motion-control", 510)]
    [InlineData("motion_control", 510)]
    [InlineData("text2image", 30)]
    [InlineData("txt2img", 30)]
    [InlineData("ai_multi_shot", 30)]
    [InlineData("image-expand", 30)]
    [InlineData("expand", 30)]
    [InlineData("try-on", 30)]
    [InlineData("an unknown kind", 100)]
    [InlineData("", 100)]
    [InlineData(null, 100)]
    public void Before_any_task_finished_the_duration_comes_from_a_table(string? kind, int seconds) =>
        Assert.Equal(seconds, Typical(kind));

    [Theory]
    [InlineData("image2video")]
    [InlineData("an unknown kind")]
    [InlineData(null)]
    public void The_median_of_finished_tasks_replaces_the_table(string? kind)
    {
        foreach (var took in Enumerable.Range(1, LearnedDurations.MaxTasks)) known.Learn(Finished(kind, took, took));

        Assert.Equal(10.5, Typical(kind));
        Assert.Equal(100, Typical("video_generation"));
    }

    [Fact]
    public void With_few_finished_tasks_the_table_counts_as_one_of_them()
    {
        known.Learn(Finished("generations", 50, 1));
        Assert.Equal(40, Typical("generations"));

        known.Learn(Finished("generations", 60, 2));
        Assert.Equal(50, Typical("generations"));
    }

    [Fact]
    public void Only_the_latest_tasks_count()
    {
        for (var id = 0; id < LearnedDurations.MaxTasks; id++) known.Learn(Finished("generations", 500, id));
        for (var id = 0; id < LearnedDurations.MaxTasks; id++) known.Learn(Finished("generations", 20, 100 + id));

        Assert.Equal(20, Typical("generations"));
    }

    [Fact]
    public void A_task_counts_once_however_often_it_is_read()
    {
        for (var i = 0; i < 30; i++) known.Learn(Finished("generations", 50, id: 1));

        Assert.Equal(40, Typical("generations"));
    }

    [Fact]
    public void Kinds_are_compared_without_case()
    {
        known.Learn(Finished("Generations", 50, 1));

        Assert.Equal(40, Typical("gENERATIONS"));
    }

    [Fact]
    public void Only_succeeded_tasks_with_plausible_times_count()
    {
        var told = Finished("generations", 2, 1);

        known.Learn(told with { Status = KlingTaskStatus.Failed });
        known.Learn(told with { Status = KlingTaskStatus.Processing });
        known.Learn(told with { CreatedAt = null });
        known.Learn(told with { FinishedAt = null });
        known.Learn(told with { FinishedAt = told.CreatedAt });
        known.Learn(told with { FinishedAt = told.CreatedAt - TimeSpan.FromHours(1) });
        known.Learn(told with { FinishedAt = told.CreatedAt + TimeSpan.FromDays(30) });

        Assert.Equal(30, Typical("generations"));
    }

    [Theory]
    [InlineData(6 * 3600, (30 + (6 * 3600)) / 2)]
    [InlineData((6 * 3600) + 1, 30)]
    public void A_duration_of_more_than_six_hours_does_not_count(int took, int typical)
    {
        known.Learn(Finished("generations", took, 1));

        Assert.Equal(typical, Typical("generations"));
    }

    [Fact]
    public void When_there_are_too_many_kinds_the_least_recent_one_is_forgotten()
    {
        known.Learn(Finished("first", 20, 1));
        known.Learn(Finished("second", 20, 2));
        known.Learn(Finished("first", 20, 3));
        for (var n = 0; n < LearnedDurations.MaxKinds - 1; n++) known.Learn(Finished($"kind {n}", 20, 10 + n));

        Assert.Equal(20, Typical("first"));
        Assert.Equal(100, Typical("second"));
        Assert.Equal(60, Typical("kind 0"));
    }

    [Fact]
    public void Kinds_with_long_names_are_counted_together_with_tasks_without_a_kind()
    {
        known.Learn(Finished(new('k', 65), 20, 1));

        Assert.Equal(60, Typical(null));
        Assert.Equal(60, Typical(new('j', 65)));
        Assert.Equal(100, Typical(new('k', 64)));
        known.Learn(Finished(new('k', 64), 40, 2));
        Assert.Equal(70, Typical(new('k', 64)));
        Assert.Equal(60, Typical(null));
    }

    [Fact]
    public void Many_threads_may_use_it_at_the_same_time()
    {
        List<Exception> thrown = [];
        using var start = new Barrier(participantCount: 4);
        Thread[] threads = [.. Enumerable.Range(0, start.ParticipantCount).Select(_ => new Thread(LearnAndAsk))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        Assert.Empty(thrown);

        void LearnAndAsk()
        {
            start.SignalAndWait();
            try
            {
                for (var id = 0; id < 20_000; id++)
                {
                    known.Learn(Finished($"kind {id % 70}", 20, id));
                    Assert.InRange(Typical($"kind {id % 7}"), 20, 100);
                }
            }
            catch (Exception e)
            {
                lock (thrown) thrown.Add(e);
            }
        }
    }

    internal static KlingTask Finished(string? kind, double took, int id)
    {
        var created = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new(new("piapi", null, $"{id}"), KlingTaskStatus.Succeeded, "completed")
        {
            Kind = kind,
            CreatedAt = created,
            FinishedAt = created.AddSeconds(took),
        };
    }

    private double Typical(string? kind) => known.Typical(kind).TotalSeconds;
}
