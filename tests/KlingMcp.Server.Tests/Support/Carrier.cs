using KlingMcp.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol.Client;

namespace KlingMcp.Tests.Support;

/// <summary>The team server over HTTP on loopback, for the tests that both programs share.</summary>
/// <param name="Host">The server, not started.</param>
/// <param name="Connect">The client's end, once the server is started.</param>
internal sealed record Carrier(IHost Host, Func<IClientTransport> Connect)
{
    /// <param name="settings">Accounts and limits.</param>
    /// <param name="replace">Replaces services.</param>
    public static Carrier Create(Settings settings, Action<IServiceCollection> replace)
    {
        var server = ServerSettings.Read(static name => name == "KLING_MCP_URLS" ? "http://127.0.0.1:0" : null) with
        {
            Library = settings,
            RequestsPerMinute = 1_000_000,
            WaitsPerCaller = 1_000_000,
        };
        var app = ServerApp.Create(server, replace);
        return new(app, () => TeamServer.TransportTo(app.Urls.First()));
    }
}
