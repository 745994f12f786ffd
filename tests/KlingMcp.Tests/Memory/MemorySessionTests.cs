using KlingMcp.Domain;
using KlingMcp.Memory;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;
using Microsoft.Data.Sqlite;

namespace KlingMcp.Tests.Memory;

/// <summary>How the database is used during a session: when it is written, who waits for it, and when it is replaced.</summary>
public sealed class MemorySessionTests : IDisposable
{
    /// <summary>The code of SQLite for a broken file.</summary>
    private const int Damage = 11;

    private static readonly ProviderAccount Account = AccountOf("goapi");

    private readonly DataFolder folder = new();
    private readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_list_tells_what_was_seen_a_moment_ago()
    {
        using SqliteMemory memory = new(new(folder.Files, Assert.Fail), new(), time);
        memory.Record(Account, TaskOf("one"), outputs: 1);

        var listed = await memory.LatestAsync(Account, new(10));

        Assert.Equal("one", Assert.Single(listed!).Task.Reference.Id);
    }

    [Fact]
    public async Task The_end_of_a_session_stores_what_is_not_stored_yet()
    {
        folder.Create();
        using (SqliteMemory memory = new(new(folder.Files, Assert.Fail), new(), time)) memory.Record(Account, TaskOf("one"), outputs: 1);

        await Eventually.IsTrueAsync(() => (long)folder.Execute("SELECT count(*) FROM task")! == 1);
    }

    [Fact]
    public async Task What_was_seen_is_stored_within_a_second_without_being_asked_for()
    {
        folder.Create();
        using SqliteMemory memory = new(new(folder.Files, Assert.Fail), new(), time);
        memory.Record(Account, TaskOf("one"), outputs: 1);
        memory.Record(Account, TaskOf("two"), outputs: 1);

        time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.IsTrueAsync(() => (long)folder.Execute("SELECT count(*) FROM task")! == 2);
    }

    [Fact]
    public async Task What_could_not_be_stored_while_the_database_was_locked_is_stored_later()
    {
        Directory.CreateDirectory(folder.Path);
        using ManualResetEventSlim warned = new();
        using SqliteMemory memory = new(new(folder.Files, _ => warned.Set()), new(), time);
        using (folder.Files.TakeLock())
        {
            memory.Record(Account, TaskOf("one"), outputs: 1);
            time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.IsTrueAsync(() => warned.IsSet);
        }

        IReadOnlyList<RememberedTask>? listed = null;
        while (listed is not [_])
        {
            Cancel.ThrowIfCancellationRequested();
            time.Advance(SqliteMemory.BatchTime);
            listed = await memory.LatestAsync(Account, new(10));
        }

        Assert.Equal("one", listed[0].Task.Reference.Id);
    }

    [Fact]
    public async Task A_flush_stores_what_is_not_stored_yet_before_it_returns()
    {
        folder.Create();
        using SqliteMemory memory = new(new(folder.Files, Assert.Fail), new(), time);
        memory.Record(Account, TaskOf("one"), outputs: 1);

        await memory.FlushAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(1L, folder.Execute("SELECT count(*) FROM task"));
    }

    [Fact]
    public void A_database_that_stays_locked_is_told_once()
    {
        Directory.CreateDirectory(folder.Path);
        List<string> warnings = [];
        MemorySession session = new(folder.Files, warnings.Add);
        using (folder.Files.TakeLock())
        {
            Assert.Null(session.Use(static store => store.Count()));
            Assert.Null(session.Use(static store => store.Count()));
        }

        Assert.Single(warnings);
        Assert.Null(session.WhyOff);
    }

    [Fact]
    public async Task While_somebody_has_waited_in_vain_nobody_else_waits()
    {
        folder.Create();
        await File.WriteAllBytesAsync(folder.Database, [.. Enumerable.Range(0, 8192).Select(static i => (byte)(i * 7))], Cancel);
        using ManualResetEventSlim warned = new(), goOn = new();
        SqliteMemory memory = new(
            new(folder.Files, _ =>
            {
                // The thread of the memory stands here, as it would before a disk that does not answer.
                warned.Set();
                goOn.Wait(TimeSpan.FromSeconds(30));
            }),
            new(),
            time);
        try
        {
            var first = memory.FindAsync([(Account, "one")]);
            await Eventually.IsTrueAsync(() => warned.IsSet);
            Assert.False(first.IsCompleted);
            time.Advance(SqliteMemory.Patience);
            Assert.Empty(await first);

            Assert.True(memory.FindAsync([(Account, "one")]).IsCompleted);
            Assert.True(memory.LatestAsync(Account, new(10)).IsCompleted);
        }
        finally
        {
            goOn.Set();
        }

        // Once it goes on, it is asked again.
        IReadOnlyList<RememberedTask>? listed;
        while ((listed = await memory.LatestAsync(Account, new(10))) is null) await Task.Delay(TimeSpan.FromMilliseconds(10), Cancel);
        Assert.Empty(listed);
        memory.Dispose();
    }

    [Fact]
    public void A_database_that_another_process_has_repaired_is_not_moved_aside()
    {
        List<string> warnings = [];
        MemorySession session = new(folder.Files, warnings.Add);
        var asked = 0;

        var counts = session.Use(store => asked++ == 0 ? throw new SqliteException("damaged a moment ago", Damage) : store.Count());

        Assert.Empty(counts!);
        Assert.Equal(2, asked);
        Assert.Empty(warnings);
        Assert.False(File.Exists($"{folder.Database}.damaged"));
        session.Close();
    }

    [Fact]
    public void A_database_that_stays_damaged_ends_the_memory_after_a_second_try()
    {
        List<string> warnings = [];
        MemorySession session = new(folder.Files, warnings.Add);
        var asked = 0;

        Assert.Null(session.Use<object>(_ => asked++ < 5 ? throw new SqliteException("damaged", Damage) : ""));
        Assert.Null(session.Use<object>(static _ => ""));

        Assert.Equal(2, asked);
        Assert.Contains("damaged", session.WhyOff, StringComparison.Ordinal);
        Assert.Single(warnings);
    }

    [Fact]
    public void A_damaged_database_is_moved_with_its_log_and_replaces_an_earlier_one()
    {
        folder.Create();
        string[] ends = ["", "-wal", "-shm", "-journal"];
        foreach (var end in ends) File.WriteAllText(folder.Database + end, $"new{end}");
        File.WriteAllText($"{folder.Database}.damaged-wal", "old");

        Assert.Equal($"{folder.Database}.damaged", folder.Files.MoveAside());

        foreach (var end in ends)
        {
            Assert.False(File.Exists(folder.Database + end), end);
            Assert.Equal($"new{end}", File.ReadAllText($"{folder.Database}.damaged{end}"));
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ProviderAccount AccountOf(string name)
    {
        var provider = ProviderCatalog.Find(name)!;
        return new(provider, provider.Keys[0], Credentials.None(provider.Keys[0].Variables), provider.DefaultAddress);
    }

    private static KlingTask TaskOf(string id) => new(new("goapi", null, id), KlingTaskStatus.Succeeded, "completed");
}
