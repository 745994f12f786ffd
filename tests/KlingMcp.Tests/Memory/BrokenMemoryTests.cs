using KlingMcp.Domain;
using KlingMcp.Memory;
using KlingMcp.Tests.Support;
using Microsoft.Data.Sqlite;

namespace KlingMcp.Tests.Memory;

/// <summary>Whatever is wrong with the memory, a lookup is right and on time, and one warning says what is wrong.</summary>
public sealed class BrokenMemoryTests : IAsyncDisposable
{
    private const string Number = "842250903629086785";
    private const string Kind = "images/generations";

    private readonly ProviderWorld world = new();
    private readonly DataFolder folder = new();

    [Fact]
    public async Task A_damaged_database_is_moved_aside_and_a_new_one_begun()
    {
        folder.Create();
        await File.WriteAllBytesAsync(folder.Database, [.. Enumerable.Range(0, 8192).Select(static i => (byte)(i * 7))], Cancel);
        await File.WriteAllTextAsync($"{folder.Database}-wal", "not a log", Cancel);

        await IsRightWithOneWarningAsync("damaged");

        Assert.True(File.Exists($"{folder.Database}.damaged"));
        Assert.Equal(1L, folder.Execute("SELECT count(*) FROM task"));
    }

    [Fact]
    public async Task Damage_inside_the_database_is_found_when_it_is_read()
    {
        folder.Create();
        folder.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        await using (var file = new FileStream(folder.Database, FileMode.Open))
        {
            file.Seek(4096, SeekOrigin.Begin);
            file.Write([.. Enumerable.Repeat((byte)0xEE, (int)file.Length - 4096)]);
        }

        await IsRightWithOneWarningAsync("damaged");

        Assert.Equal(1L, folder.Execute("SELECT count(*) FROM task"));
    }

    [Fact]
    public async Task A_read_only_database_is_not_used()
    {
        folder.Create();

        // SQLite opens a file of a newer write format only for reading. A mode would not stop a test that runs as root.
        await using (var file = new FileStream(folder.Database, FileMode.Open))
        {
            file.Seek(18, SeekOrigin.Begin);
            file.WriteByte(3);
        }

        await IsRightWithOneWarningAsync("read-only");
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_left_alone()
    {
        folder.Create();
        folder.Execute("PRAGMA user_version = 99");
        var before = await File.ReadAllBytesAsync(folder.Database, Cancel);

        await IsRightWithOneWarningAsync("newer version");

        Assert.Equal(before, await File.ReadAllBytesAsync(folder.Database, Cancel));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_no_obstacle()
    {
        await File.WriteAllTextAsync(folder.Path, "a file in the place of the folder", Cancel);

        await IsRightWithOneWarningAsync("cannot be used");
    }

    [Fact]
    public async Task A_locked_database_delays_no_lookup_and_what_was_seen_is_stored_later()
    {
        folder.Create();
        folder.Execute("PRAGMA journal_mode = DELETE");
        world.Add("cometapi", Number, KlingTaskStatus.Succeeded, static t => t with { Kind = Kind });
        await using var program = await ProgramHarness.StartInitializedAsync(folder.In(world.Environment("cometapi")));
        await using (var other = folder.Connect())
        {
            await using var locked = other.CreateCommand();
            locked.CommandText = "BEGIN EXCLUSIVE";
            await locked.ExecuteNonQueryAsync(Cancel);

            // Answered while the lock is held, again and again.
            for (var id = 1; id <= 3; id++)
            {
                await program.SendAsync(Message.Call(id, "get_kling_task", $$"""{"task_id":"{{Number}}"}"""));
                Assert.Contains($"cometapi:{Kind}/{Number}", (await program.AnswerAsync(id)).GetRawText(), StringComparison.Ordinal);
            }

            await Eventually.IsTrueAsync(() => program.StandardError.Contains("locked", StringComparison.Ordinal));
            await Task.Delay(TimeSpan.FromSeconds(10), Cancel);
        }

        await Eventually.IsTrueAsync(() => (long)folder.Execute("SELECT count(*) FROM task")! == 1);
        Assert.Single(WarningsIn(program.StandardError));
    }

    [Fact]
    public async Task A_folder_that_vanishes_is_not_made_again()
    {
        world.Add("cometapi", Number, KlingTaskStatus.Succeeded, static t => t with { Kind = Kind });
        await using var program = await ProgramHarness.StartInitializedAsync(folder.In(world.Environment("cometapi")));
        await CallAsync(1);
        await Eventually.IsTrueAsync(() => File.Exists(folder.Database) && (long)folder.Execute("SELECT count(*) FROM sqlite_schema")! > 0);
        await Eventually.IsTrueAsync(() => (long)folder.Execute("SELECT count(*) FROM task")! == 1);
        Directory.Delete(folder.Path, recursive: true);

        await CallAsync(2);
        await Eventually.IsTrueAsync(() => program.StandardError.Contains("the folder is gone", StringComparison.Ordinal));
        await CallAsync(3);

        Assert.Single(WarningsIn(program.StandardError));
        Assert.False(Directory.Exists(folder.Path));

        async Task CallAsync(int id)
        {
            await program.SendAsync(Message.Call(id, "get_kling_task", $$"""{"task_id":"{{Number}}"}"""));
            Assert.Contains($"cometapi:{Kind}/{Number}", (await program.AnswerAsync(id)).GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_full_database_ends_the_memory_of_the_session_only()
    {
        List<string> warnings = [];
        using SqliteMemory memory = new(new(folder.Files, warnings.Add) { MaxPages = 8 }, new(), TimeProvider.System);
        string[] ids = [.. Enumerable.Range(0, 500).Select(i => $"{842250903629080000 + i}")];
        foreach (var id in ids) world.Add("ezmodel", id, KlingTaskStatus.Succeeded);
        await using ServerHarness server = new(world.Environment("ezmodel"), memory: memory);
        foreach (var some in ids.Chunk(50)) Assert.Equal("50", (await server.GetAsync(some)).At("succeeded"));
        await memory.FlushAsync(TimeSpan.FromSeconds(30));

        var last = await server.GetAsync(ids[0]);

        Assert.NotEqual(true, last.IsError);
        Assert.Contains("full", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.NotNull(memory.WhyOff);
    }

    [Fact]
    public void An_older_database_is_migrated_and_keeps_its_tasks()
    {
        folder.Create();
        folder.Execute(
            """
            INSERT INTO task (account, provider, id, status, first_seen, last_seen)
            VALUES (zeroblob(16), 'piapi', 'one', 'queued', 1, 2)
            """);

        string[] steps = [.. MemorySchema.Steps, "ALTER TABLE task ADD COLUMN note TEXT"];
        using (var newer = MemoryDatabase.Open(folder.Files, steps, MemoryDatabase.MaxPages)) Assert.True(newer.IsCurrent);

        Assert.Equal((long)steps.Length, folder.Execute("PRAGMA user_version"));
        Assert.Equal("one", folder.Execute("SELECT id FROM task WHERE note IS NULL"));
        Assert.Throws<NewerDatabaseException>(folder.Create);
    }

    [Fact]
    public void A_database_that_a_newer_program_migrates_meanwhile_is_not_written_any_more()
    {
        using var open = MemoryDatabase.Open(folder.Files, MemorySchema.Steps, MemoryDatabase.MaxPages);
        folder.Execute("PRAGMA user_version = 99");

        Assert.Throws<NewerDatabaseException>(() => open.BeginWrite());
    }

    [Fact]
    public void A_session_goes_on_in_the_new_file_when_another_process_has_replaced_the_database()
    {
        List<string> warnings = [];
        MemorySession session = new(folder.Files, warnings.Add);
        Assert.Empty(session.Use(static store => store.Count())!);
        var others = folder.Files;
        using (others.TakeLock()) others.MoveAside();
        folder.Create();
        folder.Execute(
            """
            INSERT INTO task (account, provider, id, status, first_seen, last_seen)
            VALUES (zeroblob(16), 'piapi', 'one', 'queued', 1, 2)
            """);

        Assert.Equal([("piapi", 1L)], session.Use(static store => store.Count()));
        Assert.Empty(warnings);
        session.Close();
    }

    [Fact]
    public void A_migration_waits_for_the_lock_of_another_process()
    {
        Directory.CreateDirectory(folder.Path);
        List<string> warnings = [];
        MemorySession session = new(folder.Files, warnings.Add);
        using (folder.Files.TakeLock()) Assert.Null(session.Use(static store => store.Count()));

        Assert.Empty(session.Use(static store => store.Count())!);
        Assert.Contains("locked", Assert.Single(warnings), StringComparison.Ordinal);
        session.Close();
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        await world.DisposeAsync();
        folder.Dispose();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IEnumerable<string> WarningsIn(string standardError) =>
        standardError.Split('\n').Where(static line => line.Contains("memory", StringComparison.Ordinal));

    /// <summary>A search by kind asks the memory first, and its find is to be stored.</summary>
    private async Task IsRightWithOneWarningAsync(string warning)
    {
        world.Add("cometapi", Number, KlingTaskStatus.Succeeded, static t => t with { Kind = Kind });
        await using var program = await ProgramHarness.StartInitializedAsync(folder.In(world.Environment("cometapi")));
        for (var id = 1; id <= 2; id++)
        {
            await program.SendAsync(Message.Call(id, "get_kling_task", $$"""{"task_id":"{{Number}}"}"""));
            Assert.Contains($"cometapi:{Kind}/{Number}", (await program.AnswerAsync(id)).GetRawText(), StringComparison.Ordinal);
        }

        await Eventually.IsTrueAsync(() => program.StandardError.Contains(warning, StringComparison.Ordinal));
        program.EndInput();
        var (exitCode, _) = await program.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.Single(WarningsIn(program.StandardError));
    }
}
