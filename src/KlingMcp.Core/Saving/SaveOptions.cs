namespace KlingMcp.Saving;

/// <summary>Where files are saved, and how much.</summary>
internal sealed record SaveOptions
{
    public const string FolderVariable = "KLING_MCP_SAVE_DIR";

    /// <summary>The folder that was set; <see langword="null"/> for <c>Kling</c> in the platform's download folder.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether files are written only where the caller or a setting names the folder, as in the sandbox.</summary>
    public bool OnlyNamedFolder { get; init; }

    /// <summary>The size of the largest file, in bytes.</summary>
    public long MaxFileBytes { get; init; } = 1024 * Megabyte;

    /// <summary>The size of all files of one call, in bytes.</summary>
    public long MaxTotalBytes { get; init; } = 4096 * Megabyte;

    /// <summary>What stays free on the disk, in bytes.</summary>
    public long DiskReserve { get; init; } = 1024 * Megabyte;

    /// <summary>The longest that one call of the tool takes, since hosts cut long calls off and lose the answer.</summary>
    public TimeSpan CallTime { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>A download whose server sends nothing for this long is given up.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(30);

    public const long Megabyte = 1024 * 1024;
}
