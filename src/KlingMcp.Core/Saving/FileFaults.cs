using KlingMcp.Domain;

namespace KlingMcp.Saving;

/// <summary>What an error of the file system means.</summary>
internal static class FileFaults
{
    /// <summary>Our own words for a fault of the folder: the text of an exception contains paths and may contain anything.</summary>
    public static Fault Of(Exception exception) => exception switch
    {
        UnauthorizedAccessException => Folder("the folder is not writable"),
        DirectoryNotFoundException or FileNotFoundException => Folder("the folder is gone"),
        IOException io when IsInUse(io) => PartFile.InUse,
        IOException io when IsDiskFull(io) => DiskFull,
        _ => Folder("the file cannot be written"),
    };

    /// <summary>There is no space, or not enough of it.</summary>
    public static Fault DiskFull => Folder("the disk is full, or less than 1 GiB of it would stay free");

    private static Fault Folder(string message) => new(FaultCategory.NotConfigured, message)
    {
        Hint = $"Make room or give rights there, or name another folder ({SaveOptions.FolderVariable}).",
    };

    /// <summary>EAGAIN of a lock on Linux and macOS; a sharing or lock violation on Windows.</summary>
    private static bool IsInUse(IOException e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) is 32 or 33
        : e.HResult is 11 or 35;

    /// <summary>ENOSPC and EDQUOT on Linux and macOS; a full disk on Windows.</summary>
    private static bool IsDiskFull(IOException e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) is 39 or 112
        : e.HResult is 28 or 69 or 122;
}
