namespace KlingMcp.Cli.Hosts;

/// <summary>The system that a host runs on, as far as it decides where files are.</summary>
/// <param name="Kind">The operating system.</param>
/// <param name="Home">The user's home folder.</param>
/// <param name="Variable">The value of an environment variable; <see langword="null"/> if it is not set.</param>
internal sealed record HostSystem(SystemKind Kind, string Home, Func<string, string?> Variable)
{
    public static HostSystem Current { get; } = new(
        OperatingSystem.IsWindows() ? SystemKind.Windows : OperatingSystem.IsMacOS() ? SystemKind.MacOs : SystemKind.Linux,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
        Environment.GetEnvironmentVariable);

    /// <summary>Where applications keep their settings.</summary>
    public string ApplicationData => Kind switch
    {
        SystemKind.Windows => FolderIn("APPDATA") ?? InHome("AppData", "Roaming"),
        SystemKind.MacOs => InHome("Library", "Application Support"),
        _ => FolderIn("XDG_CONFIG_HOME") ?? InHome(".config"),
    };

    public string InHome(params string[] parts) => Path.Combine([Home, .. parts]);

    /// <summary>The folder that a variable names; <see langword="null"/> if it is not set or not absolute.</summary>
    public string? FolderIn(string variable) => Variable(variable) is { Length: > 0 } folder && Path.IsPathRooted(folder) ? folder : null;
}

/// <summary>An operating system.</summary>
internal enum SystemKind
{
    Linux,
    MacOs,
    Windows,
}
