using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>Tasks whose last read met a fault of the account: one is read again for all.</summary>
public class AccountDoubtTests
{
    private readonly AccountDoubt doubt = new();
    private readonly PolledTask first = Task("1");
    private readonly PolledTask second = Task("2");
    private readonly PolledTask third = Task("3");

    [Fact]
    public void The_first_task_is_read_again_and_the_others_wait_for_it()
    {
        Assert.False(doubt.IsProber(first));
        Assert.Equal([false, true, true], new[] { first, second, third }.Select(doubt.Add));
        Assert.Equal((true, false), (doubt.IsProber(first), doubt.IsProber(second)));
        Assert.False(doubt.Add(first));
        Assert.Equal([second, third], doubt.Settle());
    }

    [Fact]
    public void When_the_doubt_is_settled_the_next_task_begins_a_new_one()
    {
        doubt.Add(first);
        doubt.Add(second);
        doubt.Settle();

        Assert.False(doubt.IsProber(first));
        Assert.False(doubt.Add(third));
        Assert.Empty(doubt.Settle());
    }

    [Fact]
    public void A_task_that_nobody_waits_for_is_forgotten_and_the_one_to_be_read_again_is_told_apart()
    {
        doubt.Add(first);
        doubt.Add(second);
        doubt.Add(third);

        Assert.Equal((false, true), (doubt.Remove(second), doubt.Remove(first)));
        Assert.Equal([third], doubt.Settle());
    }

    private static PolledTask Task(string id) => new(new("piapi", [new(id)]), TimeSpan.Zero);
}
