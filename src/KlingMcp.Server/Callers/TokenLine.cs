namespace KlingMcp.Server.Callers;

/// <summary>A line of the token file: a caller's name and the SHA-256 of its token.</summary>
/// <param name="Name">For the log and the limits.</param>
/// <param name="Hash">Of the token.</param>
internal sealed record TokenLine(string Name, SecretHash Hash)
{
    private const int MaxName = 64;

    /// <summary><see langword="null"/> if the line is not <c>name sha256-in-hexadecimal</c>.</summary>
    public static TokenLine? Read(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var name, var hash]
        && IsName(name) && SecretHash.Read(hash) is { } read ? new(name, read) : null;

    public static TokenLine For(string name, string token) => new(name, SecretHash.Of(token));

    /// <summary>Letters, digits and <c>. _ - @</c>, 64 at most.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@');

    public override string ToString() => $"{Name} {Hash}";
}
