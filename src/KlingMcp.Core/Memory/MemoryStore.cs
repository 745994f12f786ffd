using KlingMcp.Domain;
using KlingMcp.Providers;
using Microsoft.Data.Sqlite;

namespace KlingMcp.Memory;

/// <summary>Writes and reads the tasks of an open database. Used by one thread.</summary>
internal sealed class MemoryStore(MemoryDatabase database) : IDisposable
{
    /// <summary>Beyond this, the tasks that were seen longest ago are forgotten.</summary>
    public const int MaxTasks = 10_000;

    /// <summary>A task that was not seen for so long is forgotten.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(90);

    /// <summary>From how many of the tasks seen last durations are learned.</summary>
    private const int DurationsFrom = 1000;

    private const string Columns = "provider, place, id, status, kind, created, finished, external_id, first_seen, outputs";

    private readonly Dictionary<ProviderAccount, byte[]> hashes = new(ReferenceEqualityComparer.Instance);
    private byte[]? secret;

    public bool IsCurrent => database.IsCurrent;

    /// <summary>
    /// Writes rows in one transaction and forgets what is too old or too much. A row that another process has seen later wins.
    /// </summary>
    public void Write(IReadOnlyCollection<TaskRow> rows, DateTimeOffset now)
    {
        using var transaction = database.BeginWrite();
        using (var write = Command(
            """
            INSERT INTO task (account, provider, id, place, kind, status, created, finished, first_seen, last_seen, outputs, external_id)
            VALUES ($account, $provider, $id, $place, $kind, $status, $created, $finished, $seen, $seen, $outputs, $external_id)
            ON CONFLICT DO UPDATE SET
                place = excluded.place,
                kind = coalesce(excluded.kind, kind),
                status = excluded.status,
                created = coalesce(excluded.created, created),
                finished = coalesce(excluded.finished, finished),
                last_seen = excluded.last_seen,
                outputs = coalesce(excluded.outputs, outputs),
                external_id = coalesce(excluded.external_id, external_id)
            WHERE excluded.last_seen >= last_seen
            """))
        {
            foreach (var row in rows) Write(write, row);
        }

        using var forget = Command(
            $"""
            DELETE FROM task WHERE last_seen < $oldest;
            DELETE FROM task WHERE (account, id) IN (SELECT account, id FROM task ORDER BY last_seen DESC LIMIT -1 OFFSET {MaxTasks})
            """);
        forget.Parameters.AddWithValue("$oldest", (now - MaxAge).ToUnixTimeMilliseconds());
        forget.ExecuteNonQuery();
        transaction.Commit();
    }

    public IReadOnlyList<RememberedTask> Find(IEnumerable<(ProviderAccount Account, string Id)> ids)
    {
        using var command = Command(
            $"""
            SELECT {Columns} FROM task WHERE account = $account AND id = $id
            UNION ALL SELECT {Columns} FROM task WHERE account = $account AND external_id = $id
            """);
        List<RememberedTask> found = [];
        foreach (var (account, id) in ids)
        {
            Set(command, "$account", HashOf(account));
            Set(command, "$id", id);
            found.AddRange(Read(command));
        }

        return found;
    }

    public IReadOnlyList<RememberedTask> Latest(ProviderAccount account, LatestTasks wanted, DateTimeOffset now)
    {
        string[] words = [.. wanted.Statuses.Select(static (_, i) => $"$status{i}")];
        using var command = Command(
            $"""
            SELECT {Columns} FROM task
            WHERE account = $account AND made BETWEEN $since AND $until AND last_seen >= $oldest
                {(words.Length > 0 ? $"AND status IN ({string.Join(", ", words)})" : "")}
            ORDER BY made DESC, id LIMIT $limit
            """);
        Set(command, "$account", HashOf(account));
        Set(command, "$since", wanted.Since?.ToUnixTimeMilliseconds() ?? long.MinValue);
        Set(command, "$until", wanted.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue);
        Set(command, "$oldest", (now - MaxAge).ToUnixTimeMilliseconds());
        Set(command, "$limit", wanted.Limit);
        foreach (var (status, word) in wanted.Statuses.Zip(words)) Set(command, word, status.Word);
        return Read(command);
    }

    /// <summary>Finished tasks whose times are known, of all accounts, oldest first.</summary>
    public IReadOnlyList<KlingTask> Finished()
    {
        using var command = Command(
            $"""
            SELECT {Columns} FROM (SELECT * FROM task ORDER BY last_seen DESC LIMIT {DurationsFrom})
            WHERE status = $status AND created IS NOT NULL AND finished IS NOT NULL ORDER BY finished
            """);
        Set(command, "$status", KlingTaskStatus.Succeeded.Word);
        return [.. Read(command).Select(static r => r.Task)];
    }

    /// <summary>How many tasks of each provider are remembered.</summary>
    public IReadOnlyList<(string Provider, long Tasks)> Count()
    {
        using var command = Command("SELECT provider, count(*) FROM task GROUP BY provider ORDER BY provider");
        using var reader = command.ExecuteReader();
        List<(string, long)> counts = [];
        while (reader.Read()) counts.Add((reader.GetString(0), reader.GetInt64(1)));
        return counts;
    }

    /// <summary>Forgets everything, and leaves no trace of it in the files.</summary>
    /// <returns>How many tasks of each provider there were.</returns>
    /// <exception cref="SqliteException">Another process is in the way: the files may still hold what was deleted.</exception>
    public IReadOnlyList<(string Provider, long Tasks)> Clear()
    {
        var counts = Count();
        using (var secure = Command("PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY")) secure.ExecuteNonQuery();
        using (var transaction = database.BeginWrite())
        {
            using var delete = Command("DELETE FROM task");
            delete.ExecuteNonQuery();
            transaction.Commit();
        }

        using var vacuum = Command("VACUUM");
        vacuum.ExecuteNonQuery();
        using var truncate = Command("PRAGMA wal_checkpoint(TRUNCATE)");
        using var reader = truncate.ExecuteReader();
        if (reader.Read() && reader.GetInt64(0) != 0) throw new SqliteException("the write-ahead log is in use", 5);

        return counts;
    }

    public void Dispose() => database.Dispose();

    private void Write(SqliteCommand command, TaskRow row)
    {
        Set(command, "$account", HashOf(row.Account));
        Set(command, "$provider", row.Reference.Provider);
        Set(command, "$id", row.Reference.Id);
        Set(command, "$place", row.Reference.Kind);
        Set(command, "$kind", row.Kind);
        Set(command, "$status", row.Status.Word);
        Set(command, "$created", row.Created);
        Set(command, "$finished", row.Finished);
        Set(command, "$seen", row.Seen);
        Set(command, "$outputs", row.Outputs);
        Set(command, "$external_id", row.ExternalId);
        command.ExecuteNonQuery();
    }

    private static List<RememberedTask> Read(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        List<RememberedTask> tasks = [];
        while (reader.Read()) tasks.Add(RowReader.Read(reader));
        return tasks;
    }

    private static void Set(SqliteCommand command, string name, object? value)
    {
        if (!command.Parameters.Contains(name)) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        else command.Parameters[name].Value = value ?? DBNull.Value;
    }

    private SqliteCommand Command(string sql)
    {
        var command = database.Connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private byte[] HashOf(ProviderAccount account)
    {
        if (hashes.TryGetValue(account, out var known)) return known;

        if (secret is null)
        {
            using var command = Command("SELECT value FROM secret");
            secret = (byte[])command.ExecuteScalar()!;
        }

        return hashes[account] = AccountHash.Of(account, secret);
    }
}
