using System.Net;
using System.Text;
using KlingMcp.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;

namespace KlingMcp.Tests.Support;

/// <summary>The team server in this process, on real sockets, with clients of the SDK and plain HTTP requests.</summary>
internal sealed class TeamServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<McpClient> clients = [];

    private TeamServer(WebApplication app) => this.app = app;

    /// <summary>Without a slash at the end.</summary>
    public string Address => app.Urls.First();

    public IServiceProvider Services => app.Services;

    /// <summary>For plain requests. Never waits longer than a test may.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <param name="environment">The variables that the server reads. Unless they say otherwise, it listens on a free port.</param>
    /// <param name="replace">Replaces services.</param>
    public static async Task<TeamServer> StartAsync(
        IReadOnlyDictionary<string, string?> environment, Action<IServiceCollection>? replace = null)
    {
        Dictionary<string, string?> variables = new(environment);
        variables.TryAdd("KLING_MCP_URLS", "http://127.0.0.1:0");
        variables.TryAdd("KLING_MCP_LOG_LEVEL", "None");
        variables.TryAdd("KLING_MCP_MEMORY", "off");
        TeamServer server = new(ServerApp.Create(ServerSettings.Read(variables.GetValueOrDefault), replace));
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public static HttpClientTransport TransportTo(string address, string? token = null) => new(new()
    {
        Endpoint = new($"{address}/mcp"),
        TransportMode = HttpTransportMode.StreamableHttp,
        AdditionalHeaders = token is null ? null : new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
    });

    /// <param name="protocol">The protocol version to ask for; <see langword="null"/> for the newest.</param>
    /// <param name="token">The bearer token; <see langword="null"/> for none.</param>
    public async Task<McpClient> ConnectAsync(string? protocol = null, string? token = null)
    {
        var client = await McpClient.CreateAsync(
            TransportTo(Address, token),
            new() { ProtocolVersion = protocol },
            cancellationToken: TestContext.Current.CancellationToken);
        clients.Add(client);
        return client;
    }

    /// <summary>One request as a client writes it, without a client.</summary>
    public Task<HttpResponseMessage> PostAsync(
        string body, Action<HttpRequestMessage>? change = null, CancellationToken? cancellationToken = null)
    {
        HttpRequestMessage request = new(HttpMethod.Post, $"{Address}/mcp")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        change?.Invoke(request);
        return Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    public async Task<HttpStatusCode> StatusAsync(string body, Action<HttpRequestMessage>? change = null)
    {
        using var response = await PostAsync(body, change);
        return response.StatusCode;
    }

    public Task<string> GetAsync(string path) => Http.GetStringAsync($"{Address}{path}", TestContext.Current.CancellationToken);

    /// <summary>Begins the graceful end.</summary>
    public Task StopAsync() => app.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) await client.DisposeAsync();
        Http.Dispose();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(5));
        await app.StopAsync(patience.Token);
        await app.DisposeAsync();
    }
}
