using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Saving;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Saving;

/// <summary>
/// An internet of one server: every name resolves as the test says, and every connection is seen. Only those to <see cref="PublicHost"/>
/// are made, to a server on loopback that serves https as that host.
/// </summary>
internal sealed class MediaWorld : IAsyncDisposable
{
    /// <summary>A host with a public address.</summary>
    public const string PublicHost = "media.example.com";

    public static readonly IPAddress PublicServer = IPAddress.Parse("93.184.215.14");

    private readonly TlsFront front;

    public MediaWorld(Func<SeenRequest, Exchange, Task> handle)
    {
        Server = new(handle);
        front = new(Server);
        Network = new()
        {
            Resolve = (host, _) => Names.TryGetValue(host, out var answer)
                ? Task.FromResult(answer().Select(IPAddress.Parse).ToArray())
                : throw new SocketException((int)SocketError.HostNotFound),
            Connect = ConnectAsync,
            Trust = front.Trust,
            Proxy = new WebProxy(),
        };
    }

    public LoopbackServer Server { get; }

    /// <summary>What each name resolves to, asked each time.</summary>
    public ConcurrentDictionary<string, Func<string[]>> Names { get; } = new() { [PublicHost] = static () => [PublicServer.ToString()] };

    /// <summary>Every address that was connected to.</summary>
    public ConcurrentQueue<IPEndPoint> Connected { get; } = new();

    public MediaNetwork Network { get; set; }

    /// <summary>An output of a provider with a key, whose base address may be another.</summary>
    public static MediaTarget Target(string url, string? baseAddress = null)
    {
        var provider = ProviderCatalog.Find("cometapi")!;
        var key = provider.Keys[0];
        Credentials credentials = new(key.Variables.ToDictionary(static v => v, static _ => "canary-of-the-tests"));
        return new(new(provider, key, credentials, baseAddress ?? provider.DefaultAddress), OutputType.Video, url);
    }

    /// <summary>Asks for an output's file.</summary>
    public async Task<Result<HttpResponseMessage>> GetAsync(MediaTarget target)
    {
        using MediaClient client = new(Network, TimeProvider.System);
        return await client.GetAsync(target, MediaRange.Whole, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        await Server.DisposeAsync();
    }

    private async ValueTask<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        Connected.Enqueue(address);
        if (!address.Address.Equals(PublicServer)) throw new SocketException((int)SocketError.ConnectionRefused);

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(front.EndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
