using System.Security.Cryptography;
using System.Text;
using KlingMcp.Providers;

namespace KlingMcp.Memory;

/// <summary>Names an account without revealing its key.</summary>
internal static class AccountHash
{
    /// <summary>Bytes of a secret.</summary>
    public const int SecretLength = 32;

    private const int Length = 16;

    /// <summary>
    /// 16 bytes that are the same for the same key (of a pair: the first), base address and optional variables. A new key is a new account.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="secret">Random bytes, kept where the result is kept.</param>
    public static byte[] Of(ProviderAccount account, ReadOnlySpan<byte> secret) => Of(account, [account.Keys.Variables[0]], secret);

    /// <summary>The same where every part of a pair of keys counts.</summary>
    public static byte[] OfAllKeys(ProviderAccount account, ReadOnlySpan<byte> secret) => Of(account, account.Keys.Variables, secret);

    private static byte[] Of(ProviderAccount account, IReadOnlyList<string> variables, ReadOnlySpan<byte> secret)
    {
        string?[] parts =
        [
            account.Name,
            account.BaseAddress,
            .. variables.Select(variable => account.Credentials[variable]),
            .. account.Provider.OptionalVariables.Select(account.Credentials.Find),
        ];
        return HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Join('\n', parts)))[..Length];
    }
}
