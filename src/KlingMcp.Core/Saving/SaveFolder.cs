using KlingMcp.Domain;

namespace KlingMcp.Saving;

/// <summary>The folder that files are written to.</summary>
/// <param name="options">The settings.</param>
/// <param name="environment">The value of a variable; <see langword="null"/> if it is not set.</param>
internal sealed class SaveFolder(SaveOptions options, Func<string, string?> environment)
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string Advice = $"Set {SaveOptions.FolderVariable} to a folder that kling-mcp may write to; in a terminal, give -o DIR.";

    /// <summary>
    /// Why a value of the setting cannot be used, in words that follow the variable's name; <see langword="null"/> if it can. A relative
    /// path would depend on the folder that the host was started in.
    /// </summary>
    public static string? RefusalOf(string path) =>
        !Path.IsPathFullyQualified(path) ? "must be an absolute path"
        : Path.GetFullPath(path) is var full && Path.TrimEndingDirectorySeparator(full) == Path.GetPathRoot(full)
            ? "must not be a whole drive"
            : null;

    /// <summary>The full path of the folder, which exists then.</summary>
    /// <param name="named">The folder that the caller names; <see langword="null"/> for that of the settings.</param>
    public Result<string> Open(string? named)
    {
        try
        {
            if ((named ?? options.Folder) is { } folder) return Create(Path.GetFullPath(folder));
            if (options.OnlyNamedFolder) return Unusable("files are saved only to a folder that is named", named);

            return Downloads() is { } downloads && Directory.Exists(downloads)
                ? Create(Path.Combine(downloads, "Kling"))
                : Unusable("there is no download folder here", named);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Unusable("the folder for saved files cannot be created", named);
        }
    }

    /// <summary>The folder cannot be written to.</summary>
    /// <param name="message">Why.</param>
    /// <param name="named">The folder that the caller named; <see langword="null"/> for that of the settings.</param>
    public static Fault Unusable(string message, string? named) =>
        new(FaultCategory.NotConfigured, message) { Hint = named is null ? Advice : "Name another folder." };

    private static string Create(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OnlyOwner);
        return folder;
    }

    /// <summary>The platform's download folder; <see langword="null"/> if there is no home folder.</summary>
    private string? Downloads()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (home.Length == 0) return null;

        return DownloadsByXdg(home) ?? Path.Combine(home, "Downloads");
    }

    /// <summary>
    /// <c>XDG_DOWNLOAD_DIR</c> of the file <c>user-dirs.dirs</c>, where the desktop keeps the names of folders in the user's language.
    /// </summary>
    private string? DownloadsByXdg(string home)
    {
        if (!OperatingSystem.IsLinux()) return null;

        const string Start = "XDG_DOWNLOAD_DIR=\"";
        var config = environment("XDG_CONFIG_HOME") is { Length: > 0 } set ? set : Path.Combine(home, ".config");
        var file = Path.Combine(config, "user-dirs.dirs");
        var lines = File.Exists(file) ? File.ReadLines(file) : [];
        var line = lines.FirstOrDefault(static l => l.StartsWith(Start, StringComparison.Ordinal));
        var folder = line?[Start.Length..].TrimEnd().TrimEnd('"').Replace("$HOME", home, StringComparison.Ordinal) ?? "";

        // A desktop without a download folder writes the home folder itself.
        return RefusalOf(folder) is null && folder.TrimEnd('/') != home.TrimEnd('/') ? folder : null;
    }
}
