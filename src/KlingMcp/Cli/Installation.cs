namespace KlingMcp.Cli;

/// <summary>How this installation is started again.</summary>
/// <param name="Command">The program, absolute.</param>
/// <param name="Arguments">What comes before any argument of ours: the library's path where the program is <c>dotnet</c>.</param>
internal sealed record Installation(string Command, IReadOnlyList<string> Arguments)
{
    public static Installation Own { get; } = Of(Environment.ProcessPath ?? "kling-mcp", AppContext.BaseDirectory);

    /// <param name="process">The file that runs.</param>
    /// <param name="directory">Where our library lies.</param>
    public static Installation Of(string process, string directory) =>
        Path.GetFileNameWithoutExtension(process).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? new(process, [Path.Combine(directory, "kling-mcp.dll")])
            : new(process, []);
}
