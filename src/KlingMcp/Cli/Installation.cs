namespace KlingMcp.Cli;

/// <summary>How to start this installation.</summary>
/// <param name="Command">The absolute path of the program.</param>
/// <param name="Arguments">Arguments before the program's own: the path of the assembly if <see cref="Command"/> is <c>dotnet</c>.</param>
internal sealed record Installation(string Command, IReadOnlyList<string> Arguments)
{
    public static Installation Own { get; } = Of(Environment.ProcessPath ?? "kling-mcp", AppContext.BaseDirectory);

    /// <param name="process">The path of the running process's file.</param>
    /// <param name="directory">The folder of the program's assembly.</param>
    public static Installation Of(string process, string directory) =>
        Path.GetFileNameWithoutExtension(process).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? new(process, [Path.Combine(directory, "kling-mcp.dll")])
            : new(process, []);
}
