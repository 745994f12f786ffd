using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Tests.Answers;

/// <summary>The progress of a wait, word by word.</summary>
public class WaitTextTests
{
    private static readonly KlingTask Running = new(new("kie", null, "1"), KlingTaskStatus.Processing, "generating");
    private static readonly LookupResult Unknown = new("1", Fault.OutOfTime("kie"));

    [Fact]
    public void A_wait_for_one_task_tells_its_state_or_that_it_is_looked_for()
    {
        Assert.Equal("processing, 12 s", Text(new LookupResult("1", Running)));
        Assert.Equal("looking, 12 s", Text(Unknown));
    }

    [Fact]
    public void A_wait_for_several_tasks_counts_those_that_have_finished()
    {
        LookupResult finished = new("1", Running with { Status = KlingTaskStatus.Failed });

        Assert.Equal("2 of 4 finished, 12 s", Text(finished, new("2", Running), Unknown, finished));
        Assert.Equal("0 of 2 finished, 12 s", Text(new("2", Running), Unknown));
    }

    private static string Text(params LookupResult[] tasks) =>
        WaitText.Of(new(tasks, TimeSpan.FromSeconds(12), TimedOut: false));
}
