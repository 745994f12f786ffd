using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace KlingMcp.Providers.Official;

/// <summary>
/// The token of the older standard: a JSON Web Token with HMAC-SHA256 (<see href="https://kling.ai/document-api"/>). Each request
/// gets a new one, so none expires in use.
/// </summary>
internal static class SignedToken
{
    /// <summary>The lifetime, in seconds.</summary>
    private const int Lifetime = 1800;

    /// <summary>How far the provider's clock may be behind, in seconds.</summary>
    private const int Skew = 5;

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    public static string Make(string accessKey, string secretKey, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = accessKey, ["exp"] = seconds + Lifetime, ["nbf"] = seconds - Skew };
        var signed = $"{Header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secretKey), Encoding.UTF8.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
