using System.Net;
using System.Text.Json;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Callers;

/// <summary>Callers are known by tokens of an issuer. A real one runs in this process.</summary>
public class OpenIdConnectTests
{
    [Fact]
    public async Task A_token_of_the_issuer_lets_its_caller_in()
    {
        await using Issuer issuer = new();
        await using var server = await TeamServer.StartAsync(issuer.Settings);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, issuer.Token()));
        Assert.NotEmpty(await (await server.ConnectAsync(token: issuer.Token())).ListToolsAsync(
            cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_token_that_is_not_the_issuers_for_us_and_valid_lets_nobody_in()
    {
        await using Issuer issuer = new(), other = new();
        await using var server = await TeamServer.StartAsync(issuer.Settings);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "not.a.token"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, issuer.Unsigned()));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, issuer.Token(age: TimeSpan.FromMinutes(6))));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, issuer.Token(age: TimeSpan.FromMinutes(-2))));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, issuer.Token(audience: "https://other.example")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, issuer.Token(issuer: "https://other.example")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, issuer.Token(signer: issuer.OtherKey())));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, issuer.Token(signer: issuer.PublicKeyAsSecret())));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, other.Token()));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, Changed(issuer.Token())));
    }

    [Fact]
    public async Task A_caller_needs_the_scope()
    {
        await using Issuer issuer = new();
        await using var server = await TeamServer.StartAsync(issuer.Settings);

        using var refused = await server.PostAsync(
            Message.ListTools(1), r => r.Headers.Authorization = new("Bearer", issuer.Token(scope: "openid klingon")));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("insufficient_scope", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_subjects_are_named_only_they_are_let_in()
    {
        await using Issuer issuer = new();
        await using var server = await TeamServer.StartAsync(
            issuer.Settings.With("KLING_MCP_OIDC_SCOPE", null).With("KLING_MCP_OIDC_SUBJECTS", "ann;bob"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, issuer.Token(scope: "openid", subject: "bob")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(server, issuer.Token(scope: "openid", subject: "eve")));
    }

    [Fact]
    public async Task New_keys_of_the_issuer_are_fetched_when_they_are_used_and_old_ones_no_longer_count()
    {
        await using Issuer issuer = new();
        await using var server = await TeamServer.StartAsync(issuer.Settings);
        var old = issuer.Token();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, old));

        issuer.Rotate();

        await Eventually.IsTrueAsync(() => StatusAsync(server, issuer.Token()).GetAwaiter().GetResult() is HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, old));
    }

    [Fact]
    public async Task Tokens_with_unknown_keys_do_not_flood_the_issuer()
    {
        await using Issuer issuer = new(), other = new();
        await using var server = await TeamServer.StartAsync(issuer.Settings);

        for (var i = 0; i < 50; i++) await StatusAsync(server, other.Token(issuer: issuer.Address));

        Assert.InRange(issuer.KeyReads, 1, 5);
    }

    [Fact]
    public async Task An_unknown_caller_is_told_where_to_sign_in()
    {
        await using Issuer issuer = new();
        await using var server = await TeamServer.StartAsync(issuer.Settings.With("KLING_MCP_PUBLIC_URL", "https://kling.example"));

        using var refused = await server.PostAsync(Message.ListTools(1));
        using var metadata = JsonDocument.Parse(await server.GetAsync("/.well-known/oauth-protected-resource/mcp"));

        Assert.Contains(
            "resource_metadata=\"https://kling.example/.well-known/oauth-protected-resource/mcp\"",
            refused.Headers.WwwAuthenticate.ToString(),
            StringComparison.Ordinal);
        Assert.Equal("https://kling.example/mcp", metadata.RootElement.GetProperty("resource").GetString());
        Assert.Equal(issuer.Address, metadata.RootElement.GetProperty("authorization_servers")[0].GetString());
        Assert.Equal("kling", metadata.RootElement.GetProperty("scopes_supported")[0].GetString());
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_lets_nobody_in_and_stops_nothing()
    {
        Issuer issuer = new();
        await using var server = await TeamServer.StartAsync(issuer.Settings);
        var token = issuer.Token();
        await issuer.DisposeAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, token));
        Assert.Equal("ready\nredis: off\n", await server.GetAsync("/health/ready"));
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        return $"{parts[0]}.{parts[1]}x.{parts[2]}";
    }

    private static Task<HttpStatusCode> StatusAsync(TeamServer server, string? token) => server.StatusAsync(
        Message.ListTools(1),
        request =>
        {
            if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        });
}
