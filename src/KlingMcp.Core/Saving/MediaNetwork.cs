using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using KlingMcp.Http;

namespace KlingMcp.Saving;

/// <summary>What downloads use of the network. Tests replace its parts.</summary>
internal sealed record MediaNetwork
{
    /// <summary>The addresses of a host name.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } =
        static (host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);

    /// <summary>Connects to exactly one address.</summary>
    public Func<IPEndPoint, CancellationToken, ValueTask<Stream>> Connect { get; init; } = ConnectAsync;

    /// <summary>Which proxy an address is fetched through.</summary>
    public IWebProxy Proxy { get; init; } = Connections.Proxy;

    /// <summary>How certificates are checked; <see langword="null"/> for the system's way.</summary>
    public X509ChainPolicy? Trust { get; init; }

    /// <summary>The bytes that are free where a folder lies; <see langword="null"/> when that cannot be told.</summary>
    public Func<string, long?> FreeBytes { get; init; } = FreeBytesAt;

    private static async ValueTask<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static long? FreeBytesAt(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
