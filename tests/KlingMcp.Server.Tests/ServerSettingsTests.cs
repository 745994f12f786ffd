using KlingMcp.Server;

namespace KlingMcp.Tests;

/// <summary>Settings that cannot be used, or that would open the server to everybody, stop it with one line.</summary>
public class ServerSettingsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:3920")]
    [InlineData("http://localhost:3920")]
    [InlineData("http://[::1]:3920")]
    [InlineData("http://127.0.0.1:3920;http://[::1]:3920")]
    public void Loopback_needs_nothing(string urls) =>
        Assert.All(Read(("KLING_MCP_URLS", urls)).Addresses, static a => Assert.True(a.IsLoopback));

    [Fact]
    public void The_default_is_a_port_of_loopback() =>
        Assert.Equal("http://127.0.0.1:3920", Assert.Single(Read().Addresses).Url);

    [Theory]
    [InlineData("http://0.0.0.0:3920")]
    [InlineData("http://[::]:3920")]
    [InlineData("http://*:3920")]
    [InlineData("http://+:3920")]
    [InlineData("http://10.0.0.5:3920")]
    [InlineData("http://kling.example:3920")]
    [InlineData("http://127.0.0.1:3920;http://10.0.0.5:3920")]
    public void Another_address_needs_callers_and_encryption(string urls)
    {
        (string, string?)[] withTokens = [("KLING_MCP_URLS", urls), ("KLING_MCP_TOKENS_FILE", "tokens")];
        (string, string?)[] withTls = [.. withTokens, ("KLING_MCP_BEHIND_TLS", "1"), ("KLING_MCP_PUBLIC_URL", "https://kling.example")];

        Assert.Contains("KLING_MCP_TOKENS_FILE", Refusal(("KLING_MCP_URLS", urls)), StringComparison.Ordinal);
        Assert.Contains("KLING_MCP_BEHIND_TLS", Refusal(withTokens), StringComparison.Ordinal);
        Assert.NotEmpty(Read(withTls).Addresses);
    }

    [Fact]
    public void Every_address_of_the_machine_needs_the_name_that_callers_use() => Assert.Contains(
        "KLING_MCP_PUBLIC_URL",
        Refusal(("KLING_MCP_URLS", "http://*:3920"), ("KLING_MCP_TOKENS_FILE", "tokens"), ("KLING_MCP_BEHIND_TLS", "1")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("KLING_MCP_URLS", "3920")]
    [InlineData("KLING_MCP_URLS", "https://127.0.0.1:3920")]
    [InlineData("KLING_MCP_URLS", "http://127.0.0.1:3920/path")]
    [InlineData("KLING_MCP_URLS", "http://127.0.0.1:3920;nonsense")]
    [InlineData("KLING_MCP_PUBLIC_URL", "http://kling.example")]
    [InlineData("KLING_MCP_ALLOWED_ORIGINS", "app.example")]
    [InlineData("KLING_MCP_ALLOWED_ORIGINS", "https://app.example/path")]
    [InlineData("KLING_MCP_REDIS", ",password=x")]
    [InlineData("KLING_MCP_KLING_WEBHOOK_SECRET", "no")]
    [InlineData("KLING_MCP_REQUESTS_PER_MINUTE", "0")]
    [InlineData("KLING_MCP_WAITS_PER_CALLER", "-1")]
    [InlineData("KLING_MCP_WAIT_SECONDS", "x")]
    public void A_value_that_cannot_be_used_is_named(string variable, string value) =>
        Assert.StartsWith($"{variable} must be", Refusal((variable, value)), StringComparison.Ordinal);

    [Fact]
    public void OpenId_connect_needs_an_issuer_an_audience_and_somebody_to_let_in()
    {
        (string, string?) authority = ("KLING_MCP_OIDC_AUTHORITY", "https://issuer.example");
        (string, string?) audience = ("KLING_MCP_OIDC_AUDIENCE", "kling");

        Assert.Contains("KLING_MCP_OIDC_AUDIENCE is missing", Refusal(authority), StringComparison.Ordinal);
        Assert.Contains("KLING_MCP_OIDC_AUTHORITY is missing", Refusal(audience), StringComparison.Ordinal);
        Assert.Contains("KLING_MCP_OIDC_SCOPE", Refusal(authority, audience), StringComparison.Ordinal);
        Assert.True(Read(authority, audience, ("KLING_MCP_OIDC_SUBJECTS", "ann")).KnowsCallers);
        Assert.Contains(
            "remove one", Refusal(authority, audience, ("KLING_MCP_OIDC_SCOPE", "kling"), ("KLING_MCP_TOKENS_FILE", "tokens")),
            StringComparison.Ordinal);
    }

    private static ServerSettings Read(params (string Name, string? Value)[] environment) =>
        ServerSettings.Read(environment.ToDictionary(static v => v.Name, static v => v.Value).GetValueOrDefault);

    private static string Refusal(params (string Name, string? Value)[] environment)
    {
        var refused = Assert.Throws<SettingException>(() => Read(environment));
        Assert.DoesNotContain('\n', refused.Message);
        return refused.Message;
    }
}
