using System.Net;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Web;

/// <summary>A web page must not reach the server through somebody's browser.</summary>
public class RequestGuardTests
{
    private static readonly Dictionary<string, string?> Public = new()
    {
        ["KLING_MCP_PUBLIC_URL"] = "https://kling.example",
        ["KLING_MCP_ALLOWED_HOSTS"] = "inside.example;other.example:8080",
        ["KLING_MCP_ALLOWED_ORIGINS"] = "https://app.example",
    };

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:99", HttpStatusCode.OK)]
    [InlineData("kling.example", HttpStatusCode.OK)]
    [InlineData("KLING.example", HttpStatusCode.OK)]
    [InlineData("inside.example:3920", HttpStatusCode.OK)]
    [InlineData("other.example:8080", HttpStatusCode.OK)]
    [InlineData("other.example", HttpStatusCode.Forbidden)]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("kling.example.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    public async Task Only_hosts_that_are_ours_are_answered(string host, HttpStatusCode expected)
    {
        await using var server = await TeamServer.StartAsync(Public);

        Assert.Equal(expected, await server.StatusAsync(Message.ListTools(1), request => request.Headers.Host = host));
    }

    [Theory]
    [InlineData("https://kling.example", HttpStatusCode.OK)]
    [InlineData("https://app.example", HttpStatusCode.OK)]
    [InlineData("http://kling.example", HttpStatusCode.Forbidden)]
    [InlineData("https://app.example.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:1", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    public async Task Only_pages_that_are_allowed_are_answered(string origin, HttpStatusCode expected)
    {
        await using var server = await TeamServer.StartAsync(Public);

        Assert.Equal(expected, await server.StatusAsync(Message.ListTools(1), request => request.Headers.Add("Origin", origin)));
    }

    [Fact]
    public async Task A_page_of_the_servers_own_address_is_answered()
    {
        await using var server = await TeamServer.StartAsync(new Dictionary<string, string?>());

        Assert.Equal(
            HttpStatusCode.OK, await server.StatusAsync(Message.ListTools(1), r => r.Headers.Add("Origin", server.Address)));
    }

    [Theory]
    [InlineData("https://app.example")]
    [InlineData("https://kling.example")]
    public async Task A_browser_may_ask_before_it_calls_for_a_page_that_is_allowed(string origin)
    {
        await using var server = await TeamServer.StartAsync(Public.With("KLING_MCP_TOKENS_FILE", "missing"));

        using var answer = await PreflightAsync(server, origin);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(origin, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        var headers = string.Join(',', answer.Headers.GetValues("Access-Control-Allow-Headers")).Split(',');
        Assert.Superset(
            new HashSet<string>(["authorization", "content-type", "mcp-protocol-version", "mcp-session-id", "last-event-id"]),
            headers.Select(static h => h.Trim().ToLowerInvariant()).ToHashSet());
        Assert.Contains("POST", string.Join(',', answer.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://app.example")]
    [InlineData("null")]
    public async Task A_browser_is_refused_for_any_other_page(string origin)
    {
        await using var server = await TeamServer.StartAsync(Public);

        using var answer = await PreflightAsync(server, origin);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("Access-Control-Allow-Origin", answer.Headers.Select(static h => h.Key));
    }

    [Fact]
    public async Task A_page_that_is_allowed_may_read_answers_and_refusals()
    {
        await using var server = await TeamServer.StartAsync(Public);
        await using var closed = await TeamServer.StartAsync(Public.With("KLING_MCP_TOKENS_FILE", "missing"));

        using var answer = await server.PostAsync(Message.ListTools(1), static r => r.Headers.Add("Origin", "https://app.example"));
        using var refusal = await closed.PostAsync(Message.ListTools(1), static r => r.Headers.Add("Origin", "https://app.example"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (answer.StatusCode, refusal.StatusCode));
        Assert.All((HttpResponseMessage[])[answer, refusal], static response =>
        {
            Assert.Equal("https://app.example", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
            var exposed = string.Join(',', response.Headers.GetValues("Access-Control-Expose-Headers"));
            Assert.Contains("Mcp-Session-Id", exposed, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("WWW-Authenticate", exposed, StringComparison.OrdinalIgnoreCase);
        });
    }

    /// <summary>What a browser sends before the first call of a page: it has no token.</summary>
    private static async Task<HttpResponseMessage> PreflightAsync(TeamServer server, string origin)
    {
        using HttpRequestMessage request = new(HttpMethod.Options, $"{server.Address}/mcp");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,mcp-protocol-version");
        return await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
