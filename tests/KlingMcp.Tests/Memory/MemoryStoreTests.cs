using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Memory;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Memory;

/// <summary>What is kept, for how long, and which of two states counts.</summary>
public sealed class MemoryStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProviderAccount Account = AccountWith("a-key-of-the-tests");

    private readonly DataFolder folder = new();
    private readonly MemoryStore store;

    public MemoryStoreTests() => store = new(MemoryDatabase.Open(folder.Files, MemorySchema.Steps, MemoryDatabase.MaxPages));

    [Fact]
    public void The_state_that_was_read_last_counts_whatever_process_writes_first()
    {
        Write(Now.AddSeconds(5), Task("one", KlingTaskStatus.Succeeded));
        Write(Now, Task("one", KlingTaskStatus.Processing));

        var seen = Assert.Single(store.Find([(Account, "one")]));

        Assert.Equal((KlingTaskStatus.Succeeded, 1), (seen.Task.Status, seen.Outputs));
    }

    [Fact]
    public void What_a_row_does_not_tell_stays_known()
    {
        var told = Task("one", KlingTaskStatus.Succeeded) with
        {
            Kind = "text2video",
            ExternalId = "shot-09",
            FinishedAt = Now.AddSeconds(30),
        };
        Write(Now.AddMinutes(1), told);
        store.Write([TaskRow.Of(Account, Bare("one", KlingTaskStatus.Succeeded), null, Now.AddMinutes(2), new())!], Now);

        var seen = Assert.Single(store.Find([(Account, "shot-09")]));

        Assert.Equal(("text2video", 1), (seen.Task.Kind, seen.Outputs));
        Assert.Equal((Now, told.FinishedAt, Now.AddMinutes(1)), (seen.Task.CreatedAt, seen.Task.FinishedAt, seen.Task.SeenAt));
    }

    [Fact]
    public void Tasks_that_were_not_seen_for_ninety_days_are_forgotten()
    {
        Write(Now, Task("old", KlingTaskStatus.Succeeded), Task("also", KlingTaskStatus.Succeeded));
        Write(Now.AddDays(89), Task("also", KlingTaskStatus.Succeeded));

        Assert.Equal(["also", "old"], Latest(Now.AddDays(89)));
        Assert.Equal(["also"], Latest(Now.AddDays(91)));
        Write(Now.AddDays(91), Task("new", KlingTaskStatus.Queued));
        Assert.Equal(2L, folder.Execute("SELECT count(*) FROM task"));
    }

    [Fact]
    public void Of_more_than_ten_thousand_tasks_those_seen_longest_ago_are_forgotten()
    {
        for (var i = 0; i <= 20; i++)
            Write(Now.AddSeconds(i), [.. Enumerable.Range(0, 500).Select(n => Task($"{i}-{n}", KlingTaskStatus.Queued))]);

        Assert.Equal((long)MemoryStore.MaxTasks, folder.Execute("SELECT count(*) FROM task"));
        Assert.Empty(store.Find([(Account, "0-1")]));
        Assert.Single(store.Find([(Account, "1-0"), (Account, "0-0")]));
    }

    [Fact]
    public void The_latest_tasks_are_those_between_two_times_in_the_wanted_states_newest_first()
    {
        KlingTaskStatus[] states = [KlingTaskStatus.Queued, KlingTaskStatus.Failed, KlingTaskStatus.Succeeded];
        Write(Now, [.. Enumerable.Range(0, 9).Select(i => Task($"{i}", states[i % 3]) with { CreatedAt = Now.AddMinutes(i - 10) })]);

        Assert.Equal(["8", "7", "6"], Ids(new(3)));
        Assert.Equal(["6", "5", "4"], Ids(new(10) { Since = Now.AddMinutes(-6), Until = Now.AddMinutes(-4) }));
        Assert.Equal(["7", "6", "4", "3", "1", "0"], Ids(new(10) { Statuses = [KlingTaskStatus.Queued, KlingTaskStatus.Failed] }));

        IEnumerable<string> Ids(LatestTasks wanted) => store.Latest(Account, wanted, Now).Select(static r => r.Task.Reference.Id);
    }

    [Fact]
    public void Only_succeeded_tasks_with_both_times_tell_how_long_tasks_take_and_the_oldest_comes_first()
    {
        var whole = Task("late", KlingTaskStatus.Succeeded) with { FinishedAt = Now.AddSeconds(60) };
        Write(
            Now,
            whole,
            whole with { Reference = new("goapi", null, "early"), FinishedAt = Now.AddSeconds(30) },
            whole with { Reference = new("goapi", null, "failed"), Status = KlingTaskStatus.Failed },
            whole with { Reference = new("goapi", null, "endless"), FinishedAt = null },
            whole with { Reference = new("goapi", null, "ageless"), CreatedAt = null });

        Assert.Equal(["early", "late"], store.Finished().Select(static t => t.Reference.Id));
    }

    [Fact]
    public void Of_many_tasks_the_thousand_seen_last_tell_how_long_tasks_take()
    {
        for (var i = 0; i < 3; i++)
        {
            Write(Now.AddHours(i), [.. Enumerable.Range(0, 500).Select(n =>
                Task($"{i}-{n}", KlingTaskStatus.Succeeded) with { FinishedAt = Now.AddSeconds(n) })]);
        }

        Assert.Equal(["1", "2"], store.Finished().Select(static t => t.Reference.Id[..1]).Distinct().Order());
    }

    [Fact]
    public void Accounts_do_not_see_each_others_tasks()
    {
        Write(Now, Task("one", KlingTaskStatus.Queued));

        Assert.Empty(store.Find([(AccountWith("another-key"), "one")]));
        Assert.Empty(store.Latest(AccountWith("another-key"), new(10), Now));
        Assert.Empty(store.Latest(Account with { BaseAddress = "https://elsewhere.example" }, new(10), Now));
        Assert.Single(store.Latest(AccountWith("a-key-of-the-tests"), new(10), Now));
    }

    [Fact]
    public async Task How_long_tasks_of_a_kind_take_is_known_to_the_next_process()
    {
        string[] ids = [.. Enumerable.Range(0, 20).Select(static i => $"one-{i}")];
        Write(Now, [.. ids.Select(static id => Task(id, KlingTaskStatus.Succeeded) with
        {
            Kind = "text2video", CreatedAt = Now.AddSeconds(-700), FinishedAt = Now,
        })]);
        using SqliteMemory memory = new(new(folder.Files, Assert.Fail), new(), new ManualTime());
        LearnedDurations durations = new(memory);

        await durations.RecallAsync();

        Assert.Equal(TimeSpan.FromSeconds(700), durations.Typical("text2video"));
    }

    [Fact]
    public void Clearing_leaves_no_byte_of_a_task_in_the_files()
    {
        Write(Now, Task("a-task-to-forget", KlingTaskStatus.Succeeded) with { ExternalId = "shot-to-forget" });
        File.WriteAllText($"{folder.Database}.damaged", "a-task-to-forget");
        Assert.Contains("to-forget", Bytes(), StringComparison.Ordinal);

        Assert.Equal([("goapi", 1L)], store.Clear());
        folder.Files.DeleteDamaged();

        Assert.DoesNotContain("to-forget", Bytes(), StringComparison.Ordinal);
        Write(Now, Task("one", KlingTaskStatus.Queued));
        Assert.Single(store.Find([(Account, "one")]));
    }

    [Fact]
    public void Clearing_gives_the_space_back()
    {
        var empty = folder.Files.Size;
        Write(Now, [.. Enumerable.Range(0, 2000).Select(static n => Task($"a-task-of-some-length-{n}", KlingTaskStatus.Succeeded))]);
        var full = folder.Files.Size;

        store.Clear();

        Assert.InRange(folder.Files.Size, 1, empty + ((full - empty) / 4));
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    private static ProviderAccount AccountWith(string key)
    {
        var goapi = ProviderCatalog.Find("goapi")!;
        return new(
            goapi, goapi.Keys[0], new(new Dictionary<string, string> { [goapi.Keys[0].Variables[0]] = key }), goapi.DefaultAddress);
    }

    private static KlingTask Bare(string id, KlingTaskStatus status) => new(new("goapi", null, id), status, status.Word);

    private static KlingTask Task(string id, KlingTaskStatus status) => Bare(id, status) with { CreatedAt = Now };

    private string Bytes() => string.Concat(Directory.GetFiles(folder.Path).Select(
        static f => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(f))));

    private IEnumerable<string> Latest(DateTimeOffset now) => store.Latest(Account, new(10), now).Select(static r => r.Task.Reference.Id);

    private void Write(DateTimeOffset seen, params KlingTask[] tasks) =>
        store.Write([.. tasks.Select(t => TaskRow.Of(Account, t, 1, seen, new())!)], seen);
}
