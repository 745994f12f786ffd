using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KlingMcp.Providers;
using KlingMcp.Providers.Official;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.Official;

/// <summary>The token of the older standard: header, claims and signature.</summary>
public class SignedTokenTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000).AddMilliseconds(900);

    [Fact]
    public void Header_and_claims_follow_the_documentation()
    {
        var parts = SignedToken.Make("access\"1", "secret", Now).Split('.');

        Assert.Equal(3, parts.Length);
        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", Text(parts[0]));
        var claims = JsonElement.Parse(Text(parts[1]));
        Assert.Equal("access\"1", claims.GetProperty("iss").GetString());
        Assert.Equal(1_780_001_800, claims.GetProperty("exp").GetInt64());
        Assert.Equal(1_779_999_995, claims.GetProperty("nbf").GetInt64());
    }

    [Fact]
    public void The_signature_covers_the_first_two_parts()
    {
        var token = SignedToken.Make("access", "secret", Now);
        var signed = token[..token.LastIndexOf('.')];

        var expected = HMACSHA256.HashData("secret"u8, Encoding.ASCII.GetBytes(signed));

        Assert.Equal(expected, Base64Url.DecodeFromChars(token.AsSpan(signed.Length + 1)));
        Assert.DoesNotContain('=', token);
    }

    [Fact]
    public void A_token_depends_on_the_time_of_its_request()
    {
        var credentials = new Credentials(
            new Dictionary<string, string> { ["KLING_ACCESS_KEY"] = "access", ["KLING_SECRET_KEY"] = "secret" });

        var first = KlingAsk.Authorization(PathQuery.Api, credentials, Now);

        Assert.Equal($"Bearer {SignedToken.Make("access", "secret", Now)}", first);
        Assert.NotEqual(first, KlingAsk.Authorization(PathQuery.Api, credentials, Now.AddSeconds(1)));
    }

    private static string Text(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
}
