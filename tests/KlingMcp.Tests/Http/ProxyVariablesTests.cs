using System.Net;
using KlingMcp.Http;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Http;

/// <summary>The variables that set a proxy.</summary>
public class ProxyVariablesTests
{
    private const string Task = """{"task_id":"piapi:c16e5746-c46d-4287-9286-a06063c50a24"}""";

    [Theory]
    [InlineData("NO_PROXY", "*", true)]
    [InlineData("no_proxy", "*", true)]
    [InlineData("NO_PROXY", "localhost, *", true)]
    [InlineData("NO_PROXY", "*.example", false)]
    [InlineData("NO_PROXY", "", false)]
    public void An_asterisk_in_no_proxy_excludes_every_host(string variable, string value, bool excluded) =>
        Assert.Equal(excluded, new ProxyVariables(name => name == variable ? value : null).ExcludeAll);

    [Theory]
    [InlineData("http://host.invalid")]
    [InlineData("https://localhost:9")]
    [InlineData("https://127.0.0.1")]
    public void No_proxy_is_used_for_loopback_and_without_tls(string address) =>
        Assert.Null(new ProxyVariables(static _ => "http://127.0.0.1:9").NameFor(new(address)));

    [Theory]
    [InlineData("https://proxied.invalid", "", "HTTPS_PROXY")]
    [InlineData("https://proxied.invalid", "*.example", "HTTPS_PROXY")]
    [InlineData("https://proxied.invalid", "*", null)]
    [InlineData("http://proxied.invalid", "", null)]
    [InlineData("https://bypassed.invalid", "", null)]
    public void The_variable_is_named_for_a_host_that_the_system_asks_through_its_proxy(string address, string noProxy, string? named)
    {
        ProxyVariables variables = new(name => name switch
        {
            "HTTPS_PROXY" or "all_proxy" => "http://127.0.0.1:9",
            "NO_PROXY" => noProxy,
            _ => null,
        });

        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new ProxyForOneHost(before);
        try
        {
            Assert.Equal(named, variables.NameFor(new(address)));
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task A_connection_that_fails_behind_a_proxy_names_its_variable(string variable)
    {
        await using var proxy = LoopbackServer.Answering(static _ => (502, "{}"));
        await using var client = await ProgramHarness.ConnectAsync(Environment(variable, proxy.Address, noProxy: ""));

        var answer = await client.CallAsync("get_kling_task", Task);

        Assert.Equal("network", answer.At("error.category"));
        Assert.Contains($"the proxy in {variable}", answer.At("error.hint"), StringComparison.Ordinal);
        Assert.DoesNotContain(proxy.Address, answer.Text(), StringComparison.Ordinal);
        Assert.NotEmpty(proxy.Requests);
    }

    [Fact]
    public async Task With_an_asterisk_in_no_proxy_the_host_is_asked_directly()
    {
        await using var proxy = LoopbackServer.Answering(static _ => (502, "{}"));
        await using var client = await ProgramHarness.ConnectAsync(Environment("HTTPS_PROXY", proxy.Address, noProxy: "*"));

        var answer = await client.CallAsync("get_kling_task", Task);

        Assert.Equal("network", answer.At("error.category"));
        Assert.DoesNotContain("HTTPS_PROXY", answer.Text(), StringComparison.Ordinal);
        Assert.Empty(proxy.Requests);
    }

    private static Dictionary<string, string?> Environment(string variable, string proxy, string noProxy)
    {
        string[] variables = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "no_proxy"];
        var environment = variables.ToDictionary(static v => v, static _ => (string?)null);
        return environment.With(variable, proxy).With("NO_PROXY", noProxy)
            .With("PIAPI_API_KEY", "canary-0123456789").With("PIAPI_BASE_URL", "https://piapi.invalid");
    }

    /// <summary>Takes the requests to one host, bypasses another, and leaves all others as they are.</summary>
    private sealed class ProxyForOneHost(IWebProxy others) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => IsProxied(destination) ? new("http://127.0.0.1:9") : others.GetProxy(destination);

        public bool IsBypassed(Uri host) =>
            host.Host is "bypassed.invalid" || (!IsProxied(host) && others.IsBypassed(host));

        private static bool IsProxied(Uri address) => address.Host is "proxied.invalid";
    }
}
