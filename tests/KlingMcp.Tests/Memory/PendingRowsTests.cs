using KlingMcp.Domain;
using KlingMcp.Memory;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Memory;

/// <summary>What is collected until it is stored.</summary>
public class PendingRowsTests
{
    private readonly PendingRows pending = new();

    [Fact]
    public void Of_each_task_only_the_last_state_is_stored()
    {
        Assert.True(pending.Add(Row("one", KlingTaskStatus.Queued)));
        Assert.False(pending.Add(Row("two", KlingTaskStatus.Queued)));
        Assert.False(pending.Add(Row("one", KlingTaskStatus.Succeeded)));

        Assert.Equal(
            [("one", KlingTaskStatus.Succeeded), ("two", KlingTaskStatus.Queued)],
            pending.Take().Select(static r => (r.Reference.Id, r.Status)));
        Assert.True(pending.IsEmpty);
        Assert.True(pending.Add(Row("one", KlingTaskStatus.Queued)));
    }

    [Fact]
    public void A_row_that_could_not_be_stored_does_not_replace_a_newer_state()
    {
        pending.Add(Row("one", KlingTaskStatus.Processing));
        pending.Add(Row("two", KlingTaskStatus.Processing));
        var taken = pending.Take();
        pending.Add(Row("one", KlingTaskStatus.Succeeded));

        pending.Return(taken);

        Assert.Equal(
            [("one", KlingTaskStatus.Succeeded), ("two", KlingTaskStatus.Processing)],
            pending.Take().Select(static r => (r.Reference.Id, r.Status)));
    }

    [Fact]
    public void No_more_tasks_are_collected_than_are_ever_kept_but_their_states_still_change()
    {
        for (var i = 0; i <= MemoryStore.MaxTasks; i++) pending.Add(Row($"{i}", KlingTaskStatus.Queued));
        pending.Add(Row("0", KlingTaskStatus.Succeeded));

        var rows = pending.Take();

        Assert.Equal(MemoryStore.MaxTasks, rows.Count);
        Assert.Equal(KlingTaskStatus.Succeeded, rows.First().Status);
    }

    private static TaskRow Row(string id, KlingTaskStatus status)
    {
        var goapi = ProviderCatalog.Find("goapi")!;
        ProviderAccount account = new(goapi, goapi.Keys[0], Credentials.None(goapi.Keys[0].Variables), goapi.DefaultAddress);
        return TaskRow.Of(account, new(new("goapi", null, id), status, status.Word), null, DateTimeOffset.UnixEpoch, new())!;
    }
}
