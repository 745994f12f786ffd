using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>What a task that is being polled is known as, when its read may come earlier, and what its watchers see.</summary>
public class PolledTaskTests
{
    private static readonly KlingTask Found = new(new("kie", null, "own"), KlingTaskStatus.Processing, "generating");

    [Fact]
    public void A_task_is_known_by_each_id_that_was_asked_for_and_by_the_one_found()
    {
        PolledTask task = new(new("kie", [new("asked")]), TimeSpan.Zero);
        task.Names.Add(task.Search.Name);
        task.Names.Add(new ProviderSearch("kie", [new("other")]).Name);

        Assert.Equal([true, true, false, false], new[] { "asked", "other", "own", "x" }.Select(task.IsKnownAs));
        task.Latest = new(Found, null, IsOver: false, Reads: 1);
        Assert.Equal([true, true, true, false], new[] { "asked", "other", "own", "x" }.Select(task.IsKnownAs));
    }

    [Fact]
    public void A_read_may_come_earlier_unless_none_was_made_none_will_be_or_the_next_one_needs_its_pause()
    {
        PolledTask task = new(new("kie", [new("asked")]), TimeSpan.Zero);
        Assert.False(task.MayBeReadEarly);

        task.Latest = new(Found, null, IsOver: false, Reads: 1);
        Assert.True(task.MayBeReadEarly);
        task.Latest = new(Found, null, IsOver: true, Reads: 1);
        Assert.False(task.MayBeReadEarly);
        task.Latest = new(Found, null, IsOver: false, Reads: 1, ResumesAt: 5);
        Assert.False(task.MayBeReadEarly);
        task.Latest = new(Found, null, IsOver: false, Reads: 1);
        task.History = new(HasState: true, Rechecks: 1, BadResponses: 0);
        Assert.False(task.MayBeReadEarly);
    }

    [Theory]
    [InlineData(false, null, 2)]
    [InlineData(true, null, 1)]
    [InlineData(false, 9L, 2)]
    [InlineData(false, 10L, 1)]
    [InlineData(false, 11L, 1)]
    public async Task A_watcher_reads_up_to_the_last_state_or_to_a_pause_beyond_its_time(bool isOver, long? resumesAt, int snapshots)
    {
        Watcher watcher = new(TimeSpan.Zero);
        List<int> seen = [];
        watcher.Publish(new(Found, null, isOver, Reads: 1, resumesAt));

        await foreach (var snapshot in watcher.ReadAsync(deadline: 10, TestContext.Current.CancellationToken))
        {
            seen.Add(snapshot.Reads);
            watcher.Publish(new(Found, null, IsOver: true, Reads: 2));
        }

        Assert.Equal(Enumerable.Range(1, snapshots), seen);
    }

    [Fact]
    public async Task A_slow_watcher_sees_the_newest_state_only()
    {
        Watcher watcher = new(TimeSpan.Zero);
        watcher.Publish(new(Found, null, IsOver: false, Reads: 1));
        watcher.Publish(new(Found, null, IsOver: true, Reads: 2));

        List<int> seen = [];
        await foreach (var snapshot in watcher.ReadAsync(deadline: 10, TestContext.Current.CancellationToken)) seen.Add(snapshot.Reads);

        Assert.Equal([2], seen);
    }
}
