using KlingMcp.Domain;
using Microsoft.Data.Sqlite;

namespace KlingMcp.Memory;

/// <summary>Reads a row of the columns provider, place, id, status, kind, created, finished, external_id, first_seen, outputs.</summary>
internal static class RowReader
{
    public static RememberedTask Read(SqliteDataReader row)
    {
        var status = Enum.GetValues<KlingTaskStatus>().FirstOrDefault(s => s.Word == row.GetString(3));
        TaskReference reference = new(row.GetString(0), Text(row, 1), row.GetString(2));
        KlingTask task = new(reference, status, status.Word)
        {
            Kind = Text(row, 4),
            CreatedAt = Time(row, 5),
            FinishedAt = Time(row, 6),
            ExternalId = Text(row, 7),
            SeenAt = Time(row, 8),
        };
        return new(task, row.IsDBNull(9) ? null : row.GetInt32(9));
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
