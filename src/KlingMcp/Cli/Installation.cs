namespace KlingMcp.Cli;

/// <summary>How to start this installation.</summary>
/// <param name="Command">The absolute path of the program, or what starts it.</param>
/// <param name="Arguments">Arguments before the program's own.</param>
internal sealed record Installation(string Command, IReadOnlyList<string> Arguments)
{
    /// <summary>How deep the program lies in its package: <c>tools/net10.0/linux-x64/kling-mcp</c>.</summary>
    private const int MaxDepthInPackage = 5;

    /// <summary>How this process was started. After an update of a tool the path may be gone.</summary>
    public static Installation Own { get; } = Of(Environment.ProcessPath ?? "kling-mcp", AppContext.BaseDirectory);

    /// <summary>
    /// How a host should start it. A .NET tool is started by its command, and one that was run with <c>dnx</c> by <c>dnx</c>: a path into
    /// a package cache contains the version, and disappears with it.
    /// </summary>
    public static Installation ForHosts { get; } = Lasting(Own, AppContext.BaseDirectory, Environment.GetEnvironmentVariable);

    /// <param name="process">The path of the running process's file.</param>
    /// <param name="directory">The folder of the program's assembly.</param>
    public static Installation Of(string process, string directory) =>
        IsDotnet(process) ? new(process, [Path.Combine(directory, "kling-mcp.dll")]) : new(process, []);

    /// <param name="own">How the process was started.</param>
    /// <param name="directory">The folder of the program.</param>
    /// <param name="variable">The value of an environment variable.</param>
    public static Installation Lasting(Installation own, string directory, Func<string, string?> variable)
    {
        if (ShimOf(directory) is { } shim) return new(shim, []);
        if (!IsInPackage(directory)) return own;

        var dotnet = IsDotnet(own.Command) ? own.Command
            : variable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
            : ExecutableIn(variable("DOTNET_ROOT"), variable("PATH")) ?? "dotnet";
        return new(dotnet, ["dnx", "KlingMcp", "--yes"]);
    }

    private static bool IsDotnet(string file) =>
        Path.GetFileNameWithoutExtension(file).Equals("dotnet", StringComparison.OrdinalIgnoreCase);

    /// <summary>The command of a .NET tool, which lies beside the <c>.store</c> folder that contains the package.</summary>
    private static string? ShimOf(string directory)
    {
        for (var folder = directory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.GetFileName(folder) is not ".store") continue;

            string[] names = OperatingSystem.IsWindows() ? ["kling-mcp.exe", "kling-mcp.cmd"] : ["kling-mcp"];
            return names.Select(name => Path.Combine(Path.GetDirectoryName(folder)!, name)).FirstOrDefault(File.Exists);
        }

        return null;
    }

    /// <summary>Whether the program lies in the folder of a NuGet package.</summary>
    private static bool IsInPackage(string directory)
    {
        var folder = Path.TrimEndingDirectorySeparator(directory);
        for (var i = 0; i < MaxDepthInPackage && folder is not null; i++, folder = Path.GetDirectoryName(folder))
            if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.nuspec").Any()) return true;

        return false;
    }

    private static string? ExecutableIn(string? root, string? path) =>
        (from folder in (string?[])[root, .. (path ?? "").Split(Path.PathSeparator)]
         where !string.IsNullOrEmpty(folder)
         let file = Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")
         where File.Exists(file)
         select file).FirstOrDefault();
}
