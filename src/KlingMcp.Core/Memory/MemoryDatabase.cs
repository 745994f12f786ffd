using Microsoft.Data.Sqlite;

namespace KlingMcp.Memory;

/// <summary>An open database of the current version. Used by one thread; other processes may have it open too.</summary>
internal sealed class MemoryDatabase : IDisposable
{
    /// <summary>The largest database. 10,000 tasks need a twentieth of it.</summary>
    public const int MaxPages = 16 * 1024;

    /// <summary>How long SQLite waits for another process, in milliseconds.</summary>
    private const int BusyTimeout = 2000;

    private readonly MemoryFiles files;
    private readonly IReadOnlyList<string> steps;
    private readonly (bool, DateTime) generation;

    private MemoryDatabase(MemoryFiles files, IReadOnlyList<string> steps, SqliteConnection connection, (bool, DateTime) generation) =>
        (this.files, this.steps, Connection, this.generation) = (files, steps, connection, generation);

    public SqliteConnection Connection { get; }

    /// <summary>Whether the path is still this file.</summary>
    public bool IsCurrent => files.Generation == generation;

    /// <summary>Opens the database. Creates or migrates it if necessary.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="steps">See <see cref="MemorySchema.Steps"/>.</param>
    /// <param name="maxPages">Its largest size, in pages of 4 KiB.</param>
    /// <exception cref="NewerDatabaseException">A newer program made it.</exception>
    public static MemoryDatabase Open(MemoryFiles files, IReadOnlyList<string> steps, int maxPages)
    {
        files.Create();
        if (TryOpen(files, steps, maxPages) is { } opened) return opened;

        using (files.TakeLock())
        {
            using var connection = Connect(files, maxPages);
            if (MemorySchema.VersionOf(connection) == 0) SetJournal(connection);
            MemorySchema.Migrate(connection, steps);
        }

        return TryOpen(files, steps, maxPages) ?? throw new IOException("the database was replaced while it was opened");
    }

    /// <summary>Whether the database is damaged. The caller has the lock.</summary>
    public static bool IsDamaged(MemoryFiles files)
    {
        try
        {
            using var connection = Connect(files, MaxPages);
            using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA quick_check(1)";
            return check.ExecuteScalar() is not "ok";
        }
        catch (SqliteException e) when (MemoryFault.IsDamage(e))
        {
            return true;
        }
    }

    /// <summary>Begins to write, if the database still has the version that this program knows.</summary>
    /// <exception cref="NewerDatabaseException">A newer program has migrated it.</exception>
    public SqliteTransaction BeginWrite()
    {
        var transaction = Connection.BeginTransaction(deferred: false);
        if (MemorySchema.VersionOf(Connection) <= steps.Count) return transaction;

        transaction.Dispose();
        throw new NewerDatabaseException();
    }

    public void Dispose() => Connection.Dispose();

    /// <summary><see langword="null"/> for a database that is to be created or migrated first.</summary>
    private static MemoryDatabase? TryOpen(MemoryFiles files, IReadOnlyList<string> steps, int maxPages)
    {
        // Before the file is opened: if it is replaced meanwhile, that shows.
        var generation = files.Generation;
        var connection = Connect(files, maxPages);
        try
        {
            var version = MemorySchema.VersionOf(connection);
            if (version > steps.Count) throw new NewerDatabaseException();
            if (version == steps.Count) return new(files, steps, connection, generation);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        connection.Dispose();
        return null;
    }

    private static SqliteConnection Connect(MemoryFiles files, int maxPages)
    {
        // Fails here, in words of its own, if the native library is not there.
        SQLitePCL.Batteries_V2.Init();
        SqliteConnectionStringBuilder text = new()
        {
            DataSource = files.Database,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = BusyTimeout / 1000,
        };
        SqliteConnection connection = new(text.ToString());
        try
        {
            connection.Open();
            Execute(connection, $"PRAGMA busy_timeout = {BusyTimeout}; PRAGMA max_page_count = {maxPages}; PRAGMA synchronous = NORMAL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A write-ahead log lets one process write while others read. It needs shared memory, which network folders lack.</summary>
    private static void SetJournal(SqliteConnection connection)
    {
        try
        {
            Execute(connection, "PRAGMA journal_mode = WAL");
        }
        catch (SqliteException e) when (!MemoryFault.IsDamage(e) && !MemoryFault.IsBusy(e))
        {
            Execute(connection, "PRAGMA journal_mode = DELETE");
        }
    }
}

/// <summary>A newer program made the database. It is left alone.</summary>
internal sealed class NewerDatabaseException() : Exception("the database was made by a newer version of this program");
