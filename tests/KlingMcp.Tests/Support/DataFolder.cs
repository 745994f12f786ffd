using KlingMcp.Memory;
using Microsoft.Data.Sqlite;

namespace KlingMcp.Tests.Support;

/// <summary>A folder for the memory of a test. It is deleted afterwards.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string parent = Directory.CreateTempSubdirectory("kling-mcp-test").FullName;

    /// <summary>Not there until the program makes it.</summary>
    public string Path => System.IO.Path.Combine(parent, "data");

    public string Database => System.IO.Path.Combine(Path, "memory.db");

    public MemoryFiles Files => new(Path);

    /// <summary>The settings with this folder.</summary>
    public Dictionary<string, string?> In(IReadOnlyDictionary<string, string?> environment) => environment.With("KLING_MCP_DATA_DIR", Path);

    /// <summary>Runs SQL in the database, which must exist.</summary>
    /// <returns>The first value of the result.</returns>
    public object? Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>A connection of its own, as another process would have.</summary>
    public SqliteConnection Connect()
    {
        SqliteConnection connection = new($"Data Source={Database};Mode=ReadWrite;Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Makes an empty database of the current version.</summary>
    public void Create() => MemoryDatabase.Open(Files, MemorySchema.Steps, MemoryDatabase.MaxPages).Dispose();

    public void Dispose() => Directory.Delete(parent, recursive: true);
}
