using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>What a wait knows of its tasks after each update, and when it may end.</summary>
public sealed class WaitStateTests : IDisposable
{
    private static readonly TaskQuery[] Two = [new("first", "1"), new("second", "2")];
    private static readonly KlingTask Running = new(new("kie", null, "1"), KlingTaskStatus.Processing, "generating");
    private static readonly KlingTask Succeeded = Running with { Status = KlingTaskStatus.Succeeded };
    private static readonly Fault Late = new(FaultCategory.ProviderUnavailable, "later") { RetryAfter = TimeSpan.FromSeconds(7) };

    private readonly CallDeadline deadline = new(TimeSpan.FromMinutes(1), new ManualTime(), default, default);

    [Fact]
    public void Waiting_for_all_is_done_when_each_task_is_settled()
    {
        WaitState state = new(Two, any: false, deadline);

        state.Apply(new(0, Read(Succeeded, isOver: true), IsSettled: false));
        Assert.False(state.IsDone);
        state.Apply(new(1, Read(Running), IsSettled: false));
        Assert.False(state.IsDone);
        state.Apply(new(1, Read(Running), IsSettled: true));
        Assert.True(state.IsDone);
    }

    [Fact]
    public void Waiting_for_any_is_done_when_one_task_is_final_and_not_when_one_failed_to_be_read()
    {
        WaitState state = new(Two, any: true, deadline);

        state.Apply(new(0, new(null, Late, IsOver: true, Reads: 1), IsSettled: true));
        Assert.False(state.IsDone);
        state.Apply(new(1, Read(Succeeded, isOver: true), IsSettled: false));
        Assert.True(state.IsDone);
    }

    [Fact]
    public void Once_settled_a_task_stays_settled()
    {
        WaitState state = new([Two[0]], any: false, deadline);

        state.Apply(new(0, Read(Running), IsSettled: true));
        state.Apply(new(0, Read(Running, reads: 2), IsSettled: false));
        Assert.True(state.IsDone);
    }

    [Fact]
    public void A_task_counts_as_read_after_its_first_read_and_as_answered_when_it_has_a_state_or_none_will_come()
    {
        WaitState state = new(Two, any: true, deadline);
        Assert.Equal((false, false), (state.AllRead, state.AllHaveAnswers));

        state.Apply(new(0, Read(Running), IsSettled: false));
        Assert.Equal((false, false), (state.AllRead, state.AllHaveAnswers));
        state.Apply(new(1, new(null, Late, IsOver: false, Reads: 1), IsSettled: false));
        Assert.Equal((true, false), (state.AllRead, state.AllHaveAnswers));
        state.Apply(new(1, new(null, Late, IsOver: false, Reads: 1), IsSettled: true));
        Assert.Equal((true, true), (state.AllRead, state.AllHaveAnswers));
    }

    [Fact]
    public void A_task_that_cannot_be_read_counts_as_read()
    {
        WaitState state = new([Two[0]], any: false, deadline);

        state.Apply(new(0, new(null, Late, IsOver: true, Reads: 0), IsSettled: false));
        Assert.Equal((true, true), (state.AllRead, state.AllHaveAnswers));
    }

    [Fact]
    public void Only_a_further_read_and_a_tick_are_worth_a_report()
    {
        WaitState state = new(Two, any: false, deadline);

        Assert.True(state.Apply(new(0, Read(Running), IsSettled: false)));
        Assert.False(state.Apply(new(0, Read(Running), IsSettled: true)));
        Assert.True(state.Apply(new(0, Read(Running, reads: 2), IsSettled: true)));
        Assert.True(state.Apply(Update.Tick));
        Assert.False(state.Apply(Update.Wake));
        Assert.False(state.Apply(Update.EndOfGrace));
        Assert.False(state.Apply(Update.End));
    }

    [Fact]
    public void Each_signal_sets_its_own_mark_and_it_stays()
    {
        WaitState state = new(Two, any: false, deadline);

        state.Apply(Update.Tick);
        state.Apply(Update.Wake);
        Assert.Equal((false, false), (state.GraceIsOver, state.IsEnded));
        state.Apply(Update.EndOfGrace);
        Assert.Equal((true, false), (state.GraceIsOver, state.IsEnded));
        state.Apply(Update.End);
        Assert.Equal((true, true), (state.GraceIsOver, state.IsEnded));
        state.Apply(Update.EndOfGrace);
        state.Apply(Update.Tick);
        Assert.Equal((true, true), (state.GraceIsOver, state.IsEnded));
    }

    [Fact]
    public void A_wait_timed_out_if_a_task_is_not_over_unless_any_was_enough()
    {
        foreach (var any in (bool[])[false, true])
        {
            WaitState state = new(Two, any, deadline);
            state.Apply(new(0, Read(Succeeded, isOver: true), IsSettled: false));
            state.Apply(new(1, Read(Running), IsSettled: false));
            Assert.Equal(!any, state.ToResult().TimedOut);
            state.Apply(new(1, Read(Succeeded, isOver: true), IsSettled: false));
            Assert.False(state.ToResult().TimedOut);
        }

        WaitState none = new(Two, any: true, deadline);
        none.Apply(new(0, new(null, Late, IsOver: true, Reads: 1), IsSettled: true));
        Assert.True(none.ToResult().TimedOut);
        none.Apply(new(1, new(null, Late, IsOver: true, Reads: 1), IsSettled: true));
        Assert.False(none.ToResult().TimedOut);
    }

    [Fact]
    public void A_task_that_was_read_is_told_with_the_fault_of_its_last_read_unless_that_fault_ended_the_wait()
    {
        WaitState state = new(Two, any: false, deadline);
        state.Apply(new(0, new(Running, Late, IsOver: false, Reads: 2), IsSettled: false));
        state.Apply(new(1, new(Running, Late, IsOver: true, Reads: 2), IsSettled: false));

        var (stale, failed) = (state.ToResult().Tasks[0], state.ToResult().Tasks[1]);

        Assert.Equal(("first", Running), (stale.Asked, stale.Result.Value));
        Assert.Equal((FaultCategory.ProviderUnavailable, TimeSpan.FromSeconds(7)), (stale.LastReadError, stale.Pause));
        Assert.Equal(("second", Late), (failed.Asked, failed.Result.Fault));
    }

    [Fact]
    public void A_final_task_is_told_as_it_is_and_one_that_was_never_read_as_out_of_time()
    {
        WaitState state = new(Two, any: false, deadline);
        state.Apply(new(0, Read(Succeeded, isOver: true), IsSettled: true));

        var (final, unread) = (state.ToResult().Tasks[0], state.ToResult().Tasks[1]);

        Assert.Equal((Succeeded, null, null), (final.Result.Value, final.LastReadError, final.Pause));
        Assert.Equal(FaultCategory.Timeout, unread.Result.Fault!.Category);
    }

    public void Dispose() => deadline.Dispose();

    private static Snapshot Read(KlingTask task, bool isOver = false, int reads = 1) => new(task, null, isOver, reads);
}
