using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lists.Rules;

/// <summary>The order of tasks of several providers in one list.</summary>
public class ListOrderTests
{
    [Fact]
    public void A_list_is_sorted_by_the_start_of_a_task_else_by_its_end_else_by_when_it_was_seen()
    {
        KlingTask task = new(new("kie", null, "1"), KlingTaskStatus.Succeeded, "");
        var seen = task with { SeenAt = DateTimeOffset.FromUnixTimeMilliseconds(3) };
        var finished = seen with { FinishedAt = DateTimeOffset.FromUnixTimeMilliseconds(2) };
        var created = finished with { CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(1) };

        Assert.Equal([0, 3, 2, 1], new[] { task, seen, finished, created }.Select(ListReading.TimeOf));
    }
}
