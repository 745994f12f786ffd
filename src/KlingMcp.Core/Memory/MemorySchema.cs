using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace KlingMcp.Memory;

/// <summary>The tables, as steps from one version to the next. The version is the database's <c>user_version</c>.</summary>
internal static class MemorySchema
{
    /// <summary>Step N makes version N + 1 of version N.</summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE secret (value BLOB NOT NULL);
        CREATE TABLE task (
            account BLOB NOT NULL,
            provider TEXT NOT NULL,
            id TEXT NOT NULL,
            place TEXT,
            kind TEXT,
            status TEXT NOT NULL,
            created INTEGER,
            finished INTEGER,
            first_seen INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            outputs INTEGER,
            external_id TEXT,
            made INTEGER GENERATED ALWAYS AS (coalesce(created, finished, first_seen)) VIRTUAL,
            PRIMARY KEY (account, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX task_made ON task (account, made DESC, id);
        CREATE INDEX task_last_seen ON task (last_seen);
        CREATE INDEX task_external_id ON task (account, external_id) WHERE external_id IS NOT NULL;
        """,
    ];

    public static long VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Brings an older database to the version that the steps make. The caller has the lock.</summary>
    public static void Migrate(SqliteConnection connection, IReadOnlyList<string> steps)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = VersionOf(connection);
        using var command = connection.CreateCommand();
        for (var next = version; next < steps.Count; next++)
        {
            command.CommandText = $"{steps[(int)next]}; PRAGMA user_version = {next + 1}";
            command.ExecuteNonQuery();
        }

        if (version == 0)
        {
            command.CommandText = "INSERT INTO secret VALUES ($secret)";
            command.Parameters.AddWithValue("$secret", RandomNumberGenerator.GetBytes(AccountHash.SecretLength));
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
