using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace KlingMcp.Tests.Support;

/// <summary>An OpenID Connect issuer on loopback: its metadata, its keys, and the tokens that it signs.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    public const string Audience = "https://kling.example/mcp";

    private readonly LoopbackServer server;
    private RsaSecurityKey key = NewKey();

    public Issuer() => server = LoopbackServer.Answering(request => request.Target switch
    {
        "/.well-known/openid-configuration" => (200, $$"""{"issuer":"{{Address}}","jwks_uri":"{{Address}}/keys"}"""),
        "/keys" => (200, KeySet()),
        _ => (404, "{}"),
    });

    public string Address => server.Address;

    /// <summary>How often the keys were fetched.</summary>
    public int KeyReads => server.Requests.Count(static r => r.Target == "/keys");

    /// <summary>The settings of a server that accepts its tokens.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["KLING_MCP_OIDC_AUTHORITY"] = Address,
        ["KLING_MCP_OIDC_AUDIENCE"] = Audience,
        ["KLING_MCP_OIDC_SCOPE"] = "kling",
    };

    /// <summary>Signs with a new key from now on. The old one is no longer told.</summary>
    public void Rotate() => key = NewKey();

    /// <summary>A token.</summary>
    /// <param name="scope">Its scopes, separated by spaces.</param>
    /// <param name="subject">Whose it is.</param>
    /// <param name="audience">Whom it is for.</param>
    /// <param name="issuer">Who says so; <see langword="null"/> for this issuer.</param>
    /// <param name="age">How long ago it was issued. It is good for five minutes.</param>
    /// <param name="signer">The key; <see langword="null"/> for this issuer's.</param>
    public string Token(
        string scope = "openid kling",
        string subject = "ann",
        string audience = Audience,
        string? issuer = null,
        TimeSpan age = default,
        SigningCredentials? signer = null)
    {
        var issued = TimeProvider.System.GetUtcNow().UtcDateTime - age;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Address,
            Audience = audience,
            IssuedAt = issued,
            NotBefore = issued,
            Expires = issued.AddMinutes(5),
            Subject = new ClaimsIdentity([new("sub", subject), new("scope", scope)]),
            SigningCredentials = signer ?? new(key, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>The public key used as a shared secret, which anyone could do.</summary>
    public SigningCredentials PublicKeyAsSecret() =>
        new(new SymmetricSecurityKey(key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = key.KeyId }, SecurityAlgorithms.HmacSha256);

    /// <summary>Another key with the same name.</summary>
    public SigningCredentials OtherKey() =>
        new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = key.KeyId }, SecurityAlgorithms.RsaSha256);

    /// <summary>A token with the header <c>none</c> and no signature.</summary>
    public string Unsigned()
    {
        var payload = Token().Split('.')[1];
        return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}.";
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    private string KeySet()
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        Dictionary<string, string> told = new()
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = key.KeyId,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
        return JsonSerializer.Serialize(new { keys = new[] { told } });
    }
}
