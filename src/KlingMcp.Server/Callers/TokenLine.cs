using System.Security.Cryptography;
using System.Text;

namespace KlingMcp.Server.Callers;

/// <summary>A line of the token file: a caller's name and the SHA-256 of its token.</summary>
/// <param name="Name">For the log and the limits.</param>
/// <param name="Hash">32 bytes.</param>
internal sealed record TokenLine(string Name, byte[] Hash)
{
    private const int MaxName = 64;

    /// <summary><see langword="null"/> if the line is not <c>name sha256-in-hexadecimal</c>.</summary>
    public static TokenLine? Read(string line)
    {
        var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [var name, { Length: 2 * SHA256.HashSizeInBytes } hash] || !IsName(name)) return null;

        var bytes = new byte[SHA256.HashSizeInBytes];
        return Convert.FromHexString(hash, bytes, out _, out _) is System.Buffers.OperationStatus.Done ? new(name, bytes) : null;
    }

    public static TokenLine For(string name, string token) => new(name, HashOf(token));

    /// <summary>Letters, digits and <c>. _ - @</c>, 64 at most.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@');

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public override string ToString() => $"{Name} {Convert.ToHexStringLower(Hash)}";
}
