using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace KlingMcp.Providers.Official;

/// <summary>The token that the older API takes: a JSON Web Token of HMAC-SHA256, made anew for each request so that none grows old.</summary>
internal static class SignedToken
{
    /// <summary>Seconds that a token lives.</summary>
    private const int Life = 1800;

    /// <summary>Seconds by which the two clocks may differ.</summary>
    private const int Skew = 5;

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <summary>Header, claims and signature.</summary>
    public static string Make(string accessKey, string secretKey, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = accessKey, ["exp"] = seconds + Life, ["nbf"] = seconds - Skew };
        var signed = $"{Header}.{Encode(claims.ToJsonString())}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secretKey), Encoding.UTF8.GetBytes(signed)))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
