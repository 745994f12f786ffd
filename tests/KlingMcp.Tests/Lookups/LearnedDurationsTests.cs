using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups;

public class KnownDurationsTests
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
    [InlineData("a kind of tomorrow", 100)]
    [InlineData("", 100)]
    [InlineData(null, 100)]
    public void Before_a_task_was_seen_a_table_says_how_long_its_kind_takes(string? kind, int seconds) => Assert.Equal(seconds, Typical(kind));

    [Theory]
    [InlineData("image2video")]
    [InlineData("a kind of tomorrow")]
    [InlineData(null)]
    public void The_median_of_tasks_seen_to_finish_replaces_the_table(string? kind)
    {
        foreach (var took in Enumerable.Range(1, LearnedDurations.MaxTasks)) known.Learn(Finished(kind, took, took));

        Assert.Equal(10.5, Typical(kind));
        Assert.Equal(100, Typical("video_generation"));
    }

    [Fact]
    public void Until_enough_were_seen_the_table_counts_as_one_of_them()
    {
        known.Learn(Finished("generations", 50, 1));
        Assert.Equal(40, Typical("generations"));

        known.Learn(Finished("generations", 60, 2));
        Assert.Equal(50, Typical("generations"));
    }

    [Fact]
    public void Only_the_last_tasks_count()
    {
        for (var id = 0; id < LearnedDurations.MaxTasks; id++) known.Learn(Finished("generations", 500, id));
        for (var id = 0; id < LearnedDurations.MaxTasks; id++) known.Learn(Finished("generations", 20, 100 + id));

        Assert.Equal(20, Typical("generations"));
    }

    [Fact]
    public void A_task_that_is_read_again_counts_once()
    {
        for (var i = 0; i < 30; i++) known.Learn(Finished("generations", 50, id: 1));

        Assert.Equal(40, Typical("generations"));
    }

    [Fact]
    public void Kinds_are_the_same_in_any_case()
    {
        known.Learn(Finished("Generations", 50, 1));

        Assert.Equal(40, Typical("gENERATIONS"));
    }

    [Fact]
    public void A_task_teaches_nothing_unless_it_succeeded_and_its_times_were_told()
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

    [Fact]
    public void Of_too_many_kinds_the_one_learned_of_longest_ago_is_forgotten()
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
    public void A_kind_too_long_to_remember_is_learned_of_with_those_that_were_not_told()
    {
        known.Learn(Finished(new('k', 65), 20, 1));

        Assert.Equal(60, Typical(null));
        Assert.Equal(60, Typical(new('j', 65)));
    }

    [Fact]
    public void Many_threads_may_learn_and_ask_at_once()
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
        return new(new("piapi", null, $"{id}"), KlingTaskStatus.Succeeded, "completed") { Kind = kind, CreatedAt = created, FinishedAt = created.AddSeconds(took) };
    }

    private double Typical(string? kind) => known.Typical(kind).TotalSeconds;
}
