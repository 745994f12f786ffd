using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>Whether a wait goes on after a read, after which pause, and what it counts. Pauses are in seconds.</summary>
public class ContinueRuleTests
{
    private static readonly KlingTask Running = new(new("kie", null, "1"), KlingTaskStatus.Processing, "generating");
    private static readonly ReadHistory Seen = new(HasState: true, 0, 0);

    [Theory]
    [InlineData(nameof(KlingTaskStatus.Queued), false)]
    [InlineData(nameof(KlingTaskStatus.Processing), false)]
    [InlineData(nameof(KlingTaskStatus.Unknown), false)]
    [InlineData(nameof(KlingTaskStatus.Succeeded), true)]
    [InlineData(nameof(KlingTaskStatus.Failed), true)]
    public void A_state_ends_the_wait_when_it_is_final_and_clears_all_counts(string status, bool isEnd)
    {
        var (history, next, pause) = ContinueRule.After(new(false, 2, 3) { FurtherRecheck = TimeSpan.FromSeconds(8) }, Running with
        {
            Status = Enum.Parse<KlingTaskStatus>(status),
        });

        Assert.Equal((Seen, isEnd, TimeSpan.Zero), (history, next is NextRead.None, pause));
        Assert.Equal(isEnd ? NextRead.None : NextRead.Scheduled, next);
    }

    [Fact]
    public void Not_found_before_any_state_is_checked_after_2_4_and_8_seconds() =>
        Assert.Equal([2, 4, 8], PausesOf(FaultCategory.NotFound, default));

    [Theory]
    [InlineData(14, new[] { 2, 4, 8 })]
    [InlineData(15, new[] { 2, 4, 8, 8 })]
    [InlineData(6, new[] { 2, 4 })]
    [InlineData(0, new int[0])]
    [InlineData(30, new[] { 2, 4, 8, 8, 8 })]
    public void Not_found_is_checked_for_as_long_as_a_fresh_task_may_be_invisible(int seconds, int[] pauses) =>
        Assert.Equal(pauses, PausesOf(FaultCategory.NotFound, default, freshFor: TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_search_over_kinds_is_repeated_once() =>
        Assert.Equal([2], PausesOf(FaultCategory.NotFound, default, isKindSearch: true));

    [Theory]
    [InlineData(nameof(FaultCategory.NotFound))]
    [InlineData(nameof(FaultCategory.InvalidInput))]
    [InlineData(nameof(FaultCategory.Ambiguous))]
    public void After_a_state_another_fault_is_checked_after_2_and_4_seconds(string name)
    {
        var category = Enum.Parse<FaultCategory>(name);
        Assert.Equal([2, 4], PausesOf(category, Seen));
        Assert.Equal([2, 4], PausesOf(category, Seen, isKindSearch: true, freshFor: TimeSpan.FromMinutes(5)));
    }

    [Theory]
    [InlineData(nameof(FaultCategory.Auth))]
    [InlineData(nameof(FaultCategory.Permission))]
    [InlineData(nameof(FaultCategory.InsufficientCredit))]
    public void A_fault_of_the_account_is_checked_once_and_for_all_its_tasks_but_only_after_a_state(string name)
    {
        var category = Enum.Parse<FaultCategory>(name);
        Assert.True(ContinueRule.IsAboutAccount(category));
        Assert.Equal([2], PausesOf(category, Seen));
        Assert.Equal(NextRead.RecheckAccount, ContinueRule.After(Seen, new Fault(category, "no")).Next);
        Assert.Equal(NextRead.None, ContinueRule.After(default, new Fault(category, "no")).Next);
    }

    [Theory]
    [InlineData(nameof(FaultCategory.InvalidInput))]
    [InlineData(nameof(FaultCategory.Ambiguous))]
    [InlineData(nameof(FaultCategory.NotConfigured))]
    public void Before_any_state_a_permanent_fault_ends_the_wait(string name) =>
        Assert.Empty(PausesOf(Enum.Parse<FaultCategory>(name), default));

    [Fact]
    public void A_fault_of_the_task_is_rechecked_for_this_task_only()
    {
        Assert.Equal(NextRead.Recheck, ContinueRule.After(Seen, new Fault(FaultCategory.NotFound, "no")).Next);
        Assert.Equal(NextRead.Recheck, ContinueRule.After(default, new Fault(FaultCategory.NotFound, "no")).Next);
        Assert.False(ContinueRule.IsAboutAccount(FaultCategory.NotFound));
    }

    [Theory]
    [InlineData(nameof(FaultCategory.RateLimited))]
    [InlineData(nameof(FaultCategory.ProviderUnavailable))]
    [InlineData(nameof(FaultCategory.Network))]
    [InlineData(nameof(FaultCategory.Timeout))]
    public void A_fault_that_may_pass_is_read_through_for_ever_and_ends_a_row_of_unusable_answers(string name)
    {
        var category = Enum.Parse<FaultCategory>(name);
        var (history, next, pause) = ContinueRule.After(new(false, 1, 3), new Fault(category, "later"));

        Assert.Equal((new ReadHistory(false, 1, 0), NextRead.Scheduled, TimeSpan.Zero), (history, next, pause));
    }

    [Fact]
    public void Three_unusable_answers_in_a_row_are_read_through_and_the_fourth_ends_the_wait()
    {
        foreach (var start in (ReadHistory[])[default, Seen])
        {
            var history = start;
            foreach (var expected in (NextRead[])[NextRead.Scheduled, NextRead.Scheduled, NextRead.Scheduled, NextRead.None])
            {
                (history, var next, _) = ContinueRule.After(history, new Fault(FaultCategory.BadResponse, "?"));
                Assert.Equal(expected, next);
            }

            Assert.Equal(4, history.BadResponses);
        }
    }

    [Fact]
    public void The_history_says_whether_a_recheck_that_confirms_the_answer_is_followed_by_another()
    {
        List<double?> further = [];
        var history = default(ReadHistory);
        for (var read = 0; read < 4; read++)
        {
            history = ContinueRule.After(history, new Fault(FaultCategory.NotFound, "no")).History;
            further.Add(history.FurtherRecheck?.TotalSeconds);
        }

        Assert.Equal([4, 8, null, null], further);
        Assert.Equal(3, history.Rechecks);
    }

    /// <summary>The pauses of the rechecks while the same fault comes again and again.</summary>
    private static IEnumerable<int> PausesOf(
        FaultCategory category, ReadHistory history, bool isKindSearch = false, TimeSpan? freshFor = null)
    {
        for (var reads = 0; reads < 50; reads++)
        {
            (history, var next, var pause) = ContinueRule.After(history, new Fault(category, "no"), isKindSearch, freshFor);
            if (next is NextRead.None) yield break;
            yield return (int)pause.TotalSeconds;
        }
    }
}
