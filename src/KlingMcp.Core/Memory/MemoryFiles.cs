namespace KlingMcp.Memory;

/// <summary>The files of the memory in one folder. Only the owner may read them.</summary>
/// <param name="folder">The folder, as an absolute path.</param>
internal sealed class MemoryFiles(string folder)
{
    private const string Name = "memory.db";

    private const string Damaged = "damaged";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>SQLite keeps these beside the database while it is in use.</summary>
    private static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>How often, and how long between in milliseconds, a lock that another process has is tried for.</summary>
    private const int LockTries = 100;

    private const int LockPause = 20;

    private bool wasThere;

    public string Folder => folder;

    public string Database { get; } = Path.Combine(folder, Name);

    private string Lock { get; } = Path.Combine(folder, "memory.lock");

    /// <summary>
    /// Changes whenever the database is created, migrated or replaced. SQLite would go on writing to a file that was moved away.
    /// </summary>
    public (bool Exists, DateTime Replaced) Generation => (File.Exists(Database), File.GetLastWriteTimeUtc(Lock));

    /// <summary>The size of the database with its companions, in bytes.</summary>
    public long Size => new[] { Database }.Concat(Companions.Select(c => Database + c))
        .Sum(static path => new FileInfo(path) is { Exists: true } file ? file.Length : 0);

    /// <summary>Creates the folder and an empty database file, if they are not there.</summary>
    /// <exception cref="IOException">The folder has vanished since it was first used, or cannot be created.</exception>
    public void Create()
    {
        if (!Directory.Exists(folder))
        {
            // Created again, a folder on a disk that is gone would hide the disk's own when that is back.
            if (wasThere) throw new DirectoryNotFoundException("the folder is gone");
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }

        wasThere = true;
        if (!File.Exists(Database)) Open(Database, FileShare.ReadWrite).Dispose();
        else if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(Database) != OwnerOnly) File.SetUnixFileMode(Database, OwnerOnly);
    }

    /// <summary>Keeps other processes from creating, migrating or replacing the database until the result is disposed.</summary>
    /// <exception cref="LockTakenException">Another process keeps the lock.</exception>
    public IDisposable TakeLock()
    {
        using ManualResetEventSlim never = new();
        for (var tries = 1; ; tries++)
        {
            try
            {
                var file = Open(Lock, FileShare.None);
                file.SetLength(0);
                file.WriteByte((byte)'\n');
                file.Flush();
                return file;
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException))
            {
                if (tries == LockTries) throw new LockTakenException(e);
                never.Wait(LockPause);
            }
        }
    }

    /// <summary>Moves a damaged database aside, in the place of an earlier one. The caller has the lock.</summary>
    /// <returns>Where it is now.</returns>
    public string MoveAside()
    {
        var target = Path.Combine(folder, $"{Name}.{Damaged}");
        foreach (var companion in Companions.Where(c => File.Exists(Database + c)))
            File.Move(Database + companion, target + companion, overwrite: true);
        File.Move(Database, target, overwrite: true);
        return target;
    }

    /// <summary>Deletes what <see cref="MoveAside"/> left.</summary>
    public void DeleteDamaged()
    {
        if (!Directory.Exists(folder)) return;

        foreach (var file in Directory.EnumerateFiles(folder, $"{Name}.{Damaged}*")) File.Delete(file);
    }

    private static FileStream Open(string path, FileShare share)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new(path, options);
    }
}

/// <summary>Another process creates, migrates or replaces the database. This passes.</summary>
internal sealed class LockTakenException(Exception e) : IOException("another process keeps the lock", e);
