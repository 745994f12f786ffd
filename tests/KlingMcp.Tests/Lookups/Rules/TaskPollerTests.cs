using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>When a task that is watched is read, with eight seconds between polls.</summary>
public sealed class TaskPollerTests : IDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private readonly ManualTime time = new();
    private readonly ProviderRuntime runtime;
    private readonly ProviderSearch search;
    private readonly CancellationTokenSource leave = new();
    private string status = "processing";
    private int reads;

    public TaskPollerTests()
    {
        runtime = Runtimes.Of("piapi", time, _ => Answer(), TimeSpan.FromSeconds(8));
        search = ProviderSearch.InOrder(runtime.Account, new TaskKey(Id));
    }

    private TaskPoller Poller => (TaskPoller)runtime.Poller;

    [Fact]
    public async Task A_task_that_is_said_to_have_changed_is_read_at_once_but_no_sooner_than_a_second_after_its_last_read()
    {
        _ = WatchAsync(60);
        await AdvanceAsync(0.5, reads: 1);

        Poller.Nudge(Id);
        await AdvanceAsync(0.4, reads: 1);
        await AdvanceAsync(0.1, reads: 2);
        await AdvanceAsync(6, reads: 2);
        Poller.Nudge(Id);
        await AdvanceAsync(0, reads: 3);
    }

    [Fact]
    public async Task What_is_said_again_within_five_seconds_changes_nothing()
    {
        _ = WatchAsync(60);
        await AdvanceAsync(2, reads: 1);
        Poller.Nudge(Id);
        await AdvanceAsync(4.9, reads: 2);

        Poller.Nudge(Id);
        await AdvanceAsync(0.05, reads: 2);
        Poller.Nudge(Id);
        await AdvanceAsync(0.05, reads: 2);
        Poller.Nudge(Id);
        await AdvanceAsync(0, reads: 3);
    }

    [Fact]
    public async Task What_is_said_of_another_task_changes_nothing()
    {
        _ = WatchAsync(60);
        await AdvanceAsync(2, reads: 1);

        Poller.Nudge("another");
        await AdvanceAsync(5.9, reads: 1);
        await AdvanceAsync(0.1, reads: 2);
    }

    [Fact]
    public async Task A_read_may_be_asked_for_soon_and_comes_a_second_after_the_last_one()
    {
        using var scheduled = Runtimes.Of("piapi", time, _ => Answer());
        var poller = (TaskPoller)scheduled.Poller;
        _ = WatchAsync(scheduled, 60, null);
        await AdvanceAsync(0.5, reads: 1);

        poller.ReadSoon(search with { Keys = [new("another")] });
        await AdvanceAsync(0.4, reads: 1);
        poller.ReadSoon(search);
        await AdvanceAsync(0.05, reads: 1);
        await AdvanceAsync(0.05, reads: 2);
        await AdvanceAsync(1.5, reads: 2);
    }

    [Fact]
    public async Task A_read_that_is_not_permitted_is_tried_again_every_half_second()
    {
        var (isPermitted, tries) = (false, 0);
        Poller.MayRead = names =>
        {
            Assert.Equal([search.Name], names);
            tries++;
            return isPermitted;
        };

        _ = WatchAsync(60);
        await AdvanceAsync(0.4, reads: 0);
        Assert.Equal(1, tries);
        await AdvanceAsync(0.1, reads: 0);
        Assert.Equal(2, tries);
        isPermitted = true;
        await AdvanceAsync(0.5, reads: 1);
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task A_task_that_is_not_permitted_to_be_read_is_forgotten_with_its_last_watcher()
    {
        var tries = 0;
        Poller.MayRead = _ => ++tries == 0;
        var watching = WatchAsync(60);
        await AdvanceAsync(0.5, reads: 0);
        Assert.Equal(2, tries);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        await AdvanceAsync(5, reads: 0);
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task One_more_read_is_made_a_second_before_the_time_of_a_watcher_is_up()
    {
        _ = WatchAsync(15);
        await AdvanceAsync(7.9, reads: 1);
        await AdvanceAsync(0.1, reads: 2);
        await AdvanceAsync(5.9, reads: 2);
    }

    [Fact]
    public async Task A_watcher_that_brings_a_state_along_causes_no_read_of_its_own()
    {
        status = "completed";
        var last = await WatchAsync(60);
        status = "processing";
        using var other = Runtimes.Of("piapi", time, _ => Answer(), TimeSpan.FromSeconds(8));
        var running = last.Task! with { Status = KlingTaskStatus.Processing };

        _ = WatchAsync(other, 60, running);
        await AdvanceAsync(7.9, reads: 1);
        await AdvanceAsync(0.1, reads: 2);
    }

    [Fact]
    public async Task A_snapshot_says_when_the_next_read_comes()
    {
        List<Snapshot> seen = [];
        _ = WatchAsync(60, seen);
        await AdvanceAsync(0, reads: 1);
        status = "completed";
        await AdvanceAsync(8, reads: 2);

        Assert.Equal([8, null], seen.Select(static s => s.NextIn?.TotalSeconds));
        Assert.Equal([(1, false, false), (2, true, true)], seen.Select(static s => (s.Reads, s.IsOver, s.IsFinal)));
        await AdvanceAsync(60, reads: 2);
    }

    public void Dispose()
    {
        leave.Cancel();
        leave.Dispose();
        runtime.Dispose();
    }

    private HttpResponseMessage Answer()
    {
        Interlocked.Increment(ref reads);
        return new()
        {
            Content = new StringContent($$$"""
                {"code":200,"data":{"task_id":"{{{Id}}}","model":"kling","task_type":"video_generation","status":"{{{status}}}",
                "output":{"video_url":"https://media.example/a.mp4"}},"message":"success"}
                """),
        };
    }

    private Task<Snapshot> WatchAsync(double seconds, List<Snapshot>? seen = null) => WatchAsync(runtime, seconds, null, seen);

    /// <summary>Watches the task until nothing more will come.</summary>
    /// <returns>The last snapshot.</returns>
    private async Task<Snapshot> WatchAsync(
        ProviderRuntime at, double seconds, KlingTask? read, List<Snapshot>? seen = null)
    {
        var last = Snapshot.Unread;
        var deadline = time.GetTimestamp() + (long)(seconds * time.TimestampFrequency);
        await foreach (var snapshot in at.Poller.WatchAsync(search, read, deadline, leave.Token))
        {
            last = snapshot;
            seen?.Add(snapshot);
        }

        return last;
    }

    /// <summary>Moves the clock and compares how many reads there were by then.</summary>
    private async Task AdvanceAsync(double seconds, int reads)
    {
        await time.SettleAsync();
        if (seconds > 0) time.Advance(TimeSpan.FromSeconds(seconds));
        await time.SettleAsync();
        Assert.Equal(reads, this.reads);
    }
}
