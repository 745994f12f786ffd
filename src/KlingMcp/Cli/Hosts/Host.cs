namespace KlingMcp.Cli.Hosts;

/// <summary>An MCP host, and the user-level file that lists its servers.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Title">The name that people know.</param>
/// <param name="Form">The form of the file.</param>
/// <param name="FileOn">The path of the file on a system.</param>
internal sealed record Host(string Name, string Title, IHostForm Form, Func<HostSystem, string> FileOn)
{
    /// <summary>The variable of the host's own environment that a value refers to; <see langword="null"/> if it is a plain value.</summary>
    public Func<string, string?> ReferenceIn { get; init; } = static _ => null;
}

/// <summary>The form of a host's file.</summary>
internal interface IHostForm
{
    /// <summary>The entry as text to paste.</summary>
    public string Print(ServerEntry entry);

    /// <summary>The text of the file with the entry in it. Everything else stays byte for byte.</summary>
    /// <param name="text">The file; empty if there is none.</param>
    /// <param name="entry">The entry to add, or to update if the file has one of this program.</param>
    /// <exception cref="HostFileException">The file cannot be edited.</exception>
    public byte[] Write(byte[] text, ServerEntry entry);

    /// <summary>All servers of the file.</summary>
    /// <exception cref="HostFileException">The file does not have this form.</exception>
    public IReadOnlyList<FoundServer> Read(byte[] text);
}

/// <summary>A host's file cannot be read or edited.</summary>
/// <param name="message">Why, and what to do.</param>
internal sealed class HostFileException(string message) : Exception(message)
{
    /// <summary>Our name is taken by an entry of another program, which must not be overwritten.</summary>
    public static HostFileException NameIsTaken() =>
        new($"its entry \"{ServerEntry.Name}\" starts another program; rename that entry first.");
}
