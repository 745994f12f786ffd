namespace KlingMcp.Cli.Hosts;

/// <summary>A host's file on disk.</summary>
/// <param name="path">Its path; it may be a link.</param>
internal sealed class HostFile(string path)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MaxLinks = 40;

    /// <summary>What is at the end of all links; it need not exist.</summary>
    public string Target { get; } = Follow(path);

    /// <summary>The copy that <see cref="Write"/> leaves.</summary>
    public string Backup => $"{Target}.bak";

    public bool Exists => File.Exists(Target);

    /// <summary>The folder of the Git work tree that the file is in; <see langword="null"/> if there is none.</summary>
    public string? WorkTree => TreeOf(Path.GetFullPath(path)) ?? TreeOf(Target);

    /// <summary>The file; empty if there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public byte[] Read() => Exists ? File.ReadAllBytes(Target) : [];

    /// <summary>Replaces the file in one step, with its mode, and leaves a copy of what it was.</summary>
    /// <param name="text">The new text.</param>
    /// <param name="isPrivate">Only the user may read the file and the copy.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is write-protected.</exception>
    public void Write(byte[] text, bool isPrivate)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        var mode = isPrivate || !Exists || OperatingSystem.IsWindows() ? Private : File.GetUnixFileMode(Target);
        if (Exists) Put(Backup, File.ReadAllBytes(Target), mode);
        Put(Target, text, mode);
    }

    private static void Put(string file, byte[] text, UnixFileMode mode)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Private;
            using (FileStream stream = new(temporary, options))
            {
                stream.Write(text);
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, mode);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string Follow(string path)
    {
        for (var i = 0; i < MaxLinks && new FileInfo(path).LinkTarget is { } link; i++)
            path = Path.Combine(Path.GetDirectoryName(path)!, link);
        return Path.GetFullPath(path);
    }

    private static string? TreeOf(string file)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Exists(Path.Combine(folder, ".git"))) return folder;

        return null;
    }
}
