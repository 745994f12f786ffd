namespace KlingMcp.Cli.Hosts;

/// <summary>The entry that makes a host start this program.</summary>
/// <param name="Command">The program, or what starts it.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Variables">The environment variables to list.</param>
internal sealed record ServerEntry(string Command, IReadOnlyList<string> Arguments, IReadOnlyList<EntryVariable> Variables)
{
    /// <summary>The name of a new entry.</summary>
    public const string Name = "kling";

    /// <summary>What stands for a key that the user fills in. The program takes it for a value that is not set.</summary>
    public const string ToFillIn = "your key";
}

/// <summary>An environment variable of an entry.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Value">Its value; <see langword="null"/> if the host or the user supplies it.</param>
/// <param name="IsSecret">It holds a key or personal data.</param>
internal sealed record EntryVariable(string Name, string? Value, bool IsSecret)
{
    /// <summary>An existing value is replaced: only by a key that the user asked to write.</summary>
    public bool Replaces => IsSecret && Value is not null;
}

/// <summary>A server in a host's file.</summary>
/// <param name="Name">The name of the entry.</param>
/// <param name="Command">The command; <see langword="null"/> for a remote server.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Variables">The environment variables by name, as they stand in the file.</param>
/// <param name="PassedOn">The variables that the host passes on from its own environment.</param>
internal sealed record FoundServer(
    string Name,
    string? Command,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Variables,
    IReadOnlyList<string> PassedOn)
{
    /// <summary>Whether the program is kling-mcp: its path, the tool's command, or <c>dnx</c> with its package.</summary>
    public bool IsOurs => Command is { } command && (IsOurProgram(command)
        || (Arguments.FirstOrDefault() is { } assembly && IsDotnet(command) && FileOf(assembly) is "kling-mcp.dll")
        || (IsDnx(command, Arguments) && Arguments.Any(IsOurPackage)));

    private static bool IsOurProgram(string command) => FileOf(command) is "kling-mcp" or "kling-mcp.exe" or "kling-mcp.cmd";

    private static bool IsDotnet(string command) => FileOf(command) is "dotnet" or "dotnet.exe";

    private static bool IsDnx(string command, IReadOnlyList<string> arguments) =>
        FileOf(command) is "dnx" or "dnx.cmd" or "dnx.exe"
        || (IsDotnet(command) && arguments is ["dnx", ..] or ["tool", "execute" or "exec", ..]);

    private static bool IsOurPackage(string argument) =>
        argument.Split('@')[0].Equals("KlingMcp", StringComparison.OrdinalIgnoreCase);

    /// <summary>The last part of a path of any system, in lower case.</summary>
    private static string FileOf(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..].ToLowerInvariant();
}
