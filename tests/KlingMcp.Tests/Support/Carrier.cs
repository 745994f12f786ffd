using System.IO.Pipelines;
using KlingMcp.Stdio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Support;

/// <summary>The server over a pair of pipes. This is the only test file that knows how the server is put together.</summary>
/// <param name="Host">The server, not started.</param>
/// <param name="Connect">The client's end, once the server is started.</param>
internal sealed record Carrier(IHost Host, Func<IClientTransport> Connect)
{
    /// <param name="settings">Accounts and limits.</param>
    /// <param name="replace">Replaces services.</param>
    public static Carrier Create(Settings settings, Action<IServiceCollection> replace)
    {
        Pipe toServer = new(), toClient = new();
        StdioStreams streams = new(toServer.Reader.AsStream(), toClient.Writer.AsStream());
        return new(
            StdioHost.Create(settings, streams, replace),
            () => new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()));
    }
}
