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
}
