using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KlingMcp.Server.Hooks;

/// <summary>
/// The signature of Kling's own API, which follows <see href="https://www.standardwebhooks.com">Standard Webhooks</see>: an HMAC of id,
/// time and body, in the header <c>webhook-signature</c> as <c>v1,BASE64</c>, several separated by spaces.
/// </summary>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>How far the clock of the sender may be away.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The key in a secret; <see langword="null"/> if it is not one.</summary>
    public static byte[]? KeyOf(string secret)
    {
        var text = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret;
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length >= 16 ? key[..length] : null;
    }

    public static bool IsValid(IHeaderDictionary headers, ReadOnlySpan<byte> body, byte[] key, DateTimeOffset now)
    {
        string? id = headers["webhook-id"], sent = headers["webhook-timestamp"], signatures = headers["webhook-signature"];
        if (id is null || signatures is null || !long.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return false;
        if (Math.Abs(now.ToUnixTimeSeconds() - (double)seconds) > Tolerance.TotalSeconds) return false;

        var expected = HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{sent}."), .. body]);
        var isValid = false;
        foreach (var signature in signatures.Split(' '))
        {
            var bytes = new byte[HMACSHA256.HashSizeInBytes];
            isValid |= signature.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64String(signature[Version.Length..], bytes, out var length) && length == bytes.Length
                && CryptographicOperations.FixedTimeEquals(bytes, expected);
        }

        return isValid;
    }
}
