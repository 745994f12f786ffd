using System.Net;
using System.Text;
using KlingMcp.Saving;
using KlingMcp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Saving;

/// <summary>The whole tool, with a file that is served over TLS, at a provider whose base address is not on this machine.</summary>
public sealed class HttpsSaveTests : IAsyncDisposable
{
    private const string Url = $"https://{MediaWorld.PublicHost}/a.mp4?Signature=a%2Fb~c";

    private readonly SaveWorld local = new();
    private readonly MediaWorld media;

    public HttpsSaveTests() => media = new(local.File.AnswerAsync);

    public async ValueTask DisposeAsync()
    {
        await media.DisposeAsync();
        await local.DisposeAsync();
    }

    [Fact]
    public async Task A_file_is_saved_over_https()
    {
        local.IsSaved(await SaveAsync(Url));
        Assert.Equal([new IPEndPoint(MediaWorld.PublicServer, 443)], media.Connected);
        Assert.Equal("/a.mp4?Signature=a%2Fb~c", Assert.Single(media.Server.Requests).Target);
        Assert.DoesNotContain(media.Server.Requests.Single().Headers.Keys, static h => h is "Authorization" or "x-api-key");
    }

    [Fact]
    public async Task A_connection_that_breaks_is_resumed_over_https()
    {
        local.File.Cuts = 2;

        local.IsSaved(await SaveAsync(Url));
        Assert.Equal(local.File.Bytes.Length, local.File.Sent);
    }

    [Theory]
    [InlineData($"http://{MediaWorld.PublicHost}/a.mp4")]
    [InlineData("http://127.0.0.1:1/a.mp4")]
    [InlineData("https://127.0.0.1/a.mp4")]
    [InlineData("http://localhost/a.mp4")]
    public async Task Plain_http_and_this_machine_are_refused(string url)
    {
        await IsRefusedAsync(url, "bad_response", "it is not public https");
        Assert.Empty(media.Connected);
    }

    [Theory]
    [InlineData("/a.mp4")]
    [InlineData("http://media.example.com/a.mp4")]
    public async Task A_redirect_from_https_to_plain_http_is_not_followed(string path)
    {
        local.File.Instead = (request, exchange) => request.Headers["Host"] == MediaWorld.PublicHost
            ? exchange.SendAsync(302, "", $"Location: {(path[0] == '/' ? local.Providers.AddressOf("media") : "")}{path}")
            : null;

        await IsRefusedAsync(Url, "bad_response", "it is not public https");
        Assert.Single(media.Connected);
        Assert.Empty(local.Fetches);
    }

    [Fact]
    public async Task Plain_http_on_this_machine_is_fetched_where_the_providers_base_is_there_too()
    {
        local.IsSaved(await local.SaveAsync(network: new MediaNetwork { Proxy = new WebProxy() }));
        Assert.StartsWith("http://127.0.0.1:", local.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_an_error_that_says_so()
    {
        media.Network = media.Network with { Trust = null };

        await IsRefusedAsync(Url, "network", "no trusted TLS connection");
        await IsRefusedAsync(Url, "network", "certificate");
        Assert.Empty(media.Server.Requests);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_not_trusted()
    {
        media.Names["wrong.example"] = static () => [MediaWorld.PublicServer.ToString()];

        await IsRefusedAsync("https://wrong.example/a.mp4", "network", "no trusted TLS connection");
        Assert.Empty(media.Server.Requests);
    }

    /// <summary>The output is not saved, and nothing is left of it.</summary>
    private async Task IsRefusedAsync(string url, string category, string text)
    {
        var answer = await SaveAsync(url);

        Assert.Equal((true, category, "[]"), (answer.IsError, answer.At("failed.0.error.category"), answer.At("saved")));
        Assert.Contains(text, answer.Text(), StringComparison.Ordinal);
        Assert.Empty(local.Names);
    }

    private async Task<CallToolResult> SaveAsync(string url)
    {
        Dictionary<string, string?> settings = new() { ["PIAPI_API_KEY"] = "canary-of-the-tests", ["KLING_MCP_SAVE_DIR"] = local.Folder };
        await using ServerHarness server = new(
            settings,
            http: () => new PiApi(url),
            replace: services => services.Replace(ServiceDescriptor.Singleton(media.Network)));
        return await server.SaveAsync(SaveWorld.Task);
    }

    /// <summary>The provider at its own address.</summary>
    private sealed class PiApi(string url) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal($"https://api.piapi.ai/api/v1/task/{SaveWorld.Id}", request.RequestUri?.OriginalString);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(
                    $$"""
                    {"code": 200, "data": {
                        "task_id": "{{SaveWorld.Id}}", "model": "kling", "status": "completed", "output": {"video_url": "{{url}}"} } }
                    """,
                    Encoding.UTF8,
                    "application/json"),
            });
        }
    }
}
