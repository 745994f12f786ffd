using System.Buffers;

namespace KlingMcp.Stdio;

/// <summary>The terminal's name, the variable <c>TERM</c>.</summary>
internal static class Terminal
{
    private const string Variable = "TERM";

    /// <summary>A terminal without any abilities.</summary>
    private const string Plain = "dumb";

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-._");

    /// <summary>
    /// Replaces what is no terminal's name. The runtime opens the file of that name, and fails if it is not a terminal's description.
    /// </summary>
    public static void CheckName()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name && !IsName(name))
            Environment.SetEnvironmentVariable(Variable, Plain);
    }

    private static bool IsName(string name) => name[0] is not '.' && !name.AsSpan().ContainsAnyExcept(NameCharacters);
}
