using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace KlingMcp.Server;

/// <summary>The SHA-256 of a secret. Comparing takes the same time whatever was given.</summary>
internal sealed class SecretHash
{
    private readonly byte[] bytes;

    private SecretHash(byte[] bytes) => this.bytes = bytes;

    public static SecretHash Of(string secret) => new(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary><see langword="null"/> if the text is not a SHA-256 in hexadecimal.</summary>
    public static SecretHash? Read(string text)
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        return text.Length == 2 * bytes.Length && Convert.FromHexString(text, bytes, out _, out _) is OperationStatus.Done
            ? new(bytes)
            : null;
    }

    public bool IsSame(SecretHash other) => CryptographicOperations.FixedTimeEquals(bytes, other.bytes);

    /// <summary>In hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(bytes);
}
