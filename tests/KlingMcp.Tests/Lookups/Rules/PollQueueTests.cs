using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>Which tasks are read next, and when. Times are in seconds.</summary>
public class PollQueueTests
{
    [Fact]
    public void A_new_task_is_due_at_once_and_only_once()
    {
        PollQueue<string> queue = new(batchSize: 1);
        queue.Add("a");

        Assert.Equal(("a", null), TakeDue(queue, 0));
        Assert.Equal(("", null), TakeDue(queue, 100));
    }

    [Fact]
    public void A_planned_read_is_due_at_its_time_and_a_new_plan_replaces_the_old_one()
    {
        PollQueue<string> queue = new(batchSize: 1);
        Schedule(queue, "a", due: 5);
        Schedule(queue, "b", due: 7);
        Schedule(queue, "a", due: 9);

        Assert.Equal(("", 7), TakeDue(queue, 6.9));
        Assert.Equal(("b", 9), TakeDue(queue, 7));
        Assert.Equal(("a", null), TakeDue(queue, 9));
    }

    [Fact]
    public void A_request_takes_along_tasks_that_may_ride_by_then_and_leaves_the_others_planned()
    {
        PollQueue<string> queue = new(batchSize: 20);
        Schedule(queue, "a", due: 5);
        Schedule(queue, "b", due: 7, rideFrom: 6);
        Schedule(queue, "c", due: 8, rideFrom: 5);
        Schedule(queue, "d", due: 9);

        Assert.Equal(("", 5), TakeDue(queue, 4.9));
        Assert.Equal(("a c", 7), TakeDue(queue, 5));
        Assert.Equal(("b", 9), TakeDue(queue, 7));
        Assert.Equal(("d", null), TakeDue(queue, 9));
    }

    [Fact]
    public void Nothing_is_taken_along_beyond_the_places_of_the_request()
    {
        PollQueue<string> queue = new(batchSize: 2);
        foreach (var (item, due) in new[] { ("a", 5), ("b", 6), ("c", 7), ("d", 8), ("e", 8) }) Schedule(queue, item, due, rideFrom: 0);

        Assert.Equal(("a b", 7), TakeDue(queue, 5));
        Assert.Equal(("c d", 8), TakeDue(queue, 7));
        Schedule(queue, "a", due: 8, rideFrom: 0);
        Schedule(queue, "b", due: 9, rideFrom: 0);
        Assert.Equal(("a e", 9), Sorted(TakeDue(queue, 8)));
    }

    [Fact]
    public void Where_a_request_is_for_one_task_reads_that_fall_due_together_are_spread_over_half_their_pause()
    {
        PollQueue<string> queue = new(batchSize: 1);
        foreach (var item in new[] { "a", "b", "c" }) Schedule(queue, item, due: 10, pause: 6);

        // three reads in six seconds, over half of them: one each second
        Assert.Equal(11, TakeDue(queue, 10).Next);
        Assert.Equal(("", 11), TakeDue(queue, 10.9));
        Assert.Equal(12, TakeDue(queue, 11).Next);
        Assert.Null(TakeDue(queue, 12).Next);
    }

    [Fact]
    public void A_removed_task_is_not_read_and_no_longer_spreads_the_others()
    {
        PollQueue<string> queue = new(batchSize: 1);
        foreach (var item in new[] { "a", "b", "c" }) Schedule(queue, item, due: 10, pause: 8);
        queue.Remove("c");
        queue.Remove("never added");

        // two reads in eight seconds, over half of them: one in two seconds
        Assert.Equal(12, TakeDue(queue, 10).Next);
        Assert.Null(TakeDue(queue, 12).Next);
    }

    [Fact]
    public void A_read_is_brought_forward_but_never_back_and_is_not_spread()
    {
        PollQueue<string> queue = new(batchSize: 1);
        foreach (var item in new[] { "a", "b", "c" }) Schedule(queue, item, due: 10, pause: 6);
        queue.BringForward("a", Seconds(12));
        queue.BringForward("b", Seconds(4));
        queue.BringForward("c", Seconds(4));
        queue.BringForward("never added", Seconds(4));

        Assert.Equal(("", 4), TakeDue(queue, 3));
        Assert.Equal(("b c", 10), Sorted(TakeDue(queue, 4)));
        queue.BringForward("b", Seconds(5));
        Assert.Equal(("a", null), TakeDue(queue, 10));
    }

    private static void Schedule(PollQueue<string> queue, string item, double due, double pause = 5, double? rideFrom = null) =>
        queue.Schedule(item, Seconds(due), Seconds(pause), rideFrom is { } from ? Seconds(from) : null);

    private static (string Due, double? Next) TakeDue(PollQueue<string> queue, double now)
    {
        var (due, next) = queue.TakeDue(Seconds(now));
        return (string.Join(' ', due), next?.TotalSeconds);
    }

    private static (string Due, double? Next) Sorted((string Due, double? Next) taken) =>
        (string.Join(' ', taken.Due.Split(' ').Order(StringComparer.Ordinal)), taken.Next);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
