using Microsoft.Data.Sqlite;

namespace KlingMcp.Memory;

/// <summary>What an exception says about the memory.</summary>
internal static class MemoryFault
{
    /// <summary>The file is no database, or a broken one.</summary>
    public static bool IsDamage(Exception e) => e is SqliteException { SqliteErrorCode: 11 or 26 };

    /// <summary>Another process keeps it locked. This passes.</summary>
    public static bool IsBusy(Exception e) => e is SqliteException { SqliteErrorCode: 5 or 6 } or LockTakenException;

    /// <summary>Why there is no memory, in words.</summary>
    public static string Describe(Exception e) => e switch
    {
        NewerDatabaseException => e.Message,
        SqliteException { SqliteErrorCode: 8 } => "the database is read-only",
        SqliteException { SqliteErrorCode: 13 } => "the disk or the database is full",
        SqliteException { SqliteErrorCode: 14 } => "the database cannot be opened",
        SqliteException { SqliteErrorCode: 10 } => "the disk reports an error",
        SqliteException sqlite when IsDamage(sqlite) => "the database is damaged and cannot be moved aside",
        SqliteException sqlite => $"SQLite reports error {sqlite.SqliteExtendedErrorCode}",
        UnauthorizedAccessException => "the folder or the file is not writable",
        DirectoryNotFoundException => "the folder is gone",
        IOException => "the folder or the file cannot be used",
        _ when IsLibraryMissing(e) => "library not found: e_sqlite3 must lie beside the program",
        _ => $"unexpected {e.GetType().Name}",
    };

    private static bool IsLibraryMissing(Exception? e) =>
        e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException
        || (e?.InnerException is { } inner && IsLibraryMissing(inner));
}
