using System.Net;

namespace KlingMcp.Saving;

/// <summary>A host leads to an address that must not be connected to.</summary>
internal sealed class ForbiddenAddressException() : IOException("the host's address is not public");

/// <summary>
/// The connections of downloads. A host's addresses are checked where the connection is made, and the connection goes to one of exactly
/// these, so that a name which changes its answer in between gains nothing. The handler follows no redirect, keeps no cookie and
/// decompresses nothing.
/// </summary>
/// <param name="network">Resolves names and connects.</param>
/// <param name="isLocalAllowed">Whether this machine itself may be connected to.</param>
internal sealed class CheckedConnections(MediaNetwork network, bool isLocalAllowed)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    public HttpMessageInvoker Open() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        MaxResponseHeadersLength = 64,
        MaxResponseDrainSize = 0,
        ActivityHeadersPropagator = null,
        Proxy = network.Proxy,
        UseProxy = true,
        ConnectCallback = ConnectAsync,
        SslOptions = new() { CertificateChainPolicy = network.Trust },
    });

    /// <summary>
    /// Checks an address that is fetched through a proxy, which resolves the name itself. The name must lead to public addresses here
    /// too; where names are not resolved, the host must be a known one.
    /// </summary>
    /// <exception cref="ForbiddenAddressException">It must not be fetched.</exception>
    public async Task CheckProxiedAsync(Uri address, IReadOnlyList<string> knownHosts, CancellationToken cancellationToken)
    {
        if (ProxyOf(address) is null) return;

        IPAddress[] addresses;
        try
        {
            addresses = await ResolveAsync(address.IdnHost, cancellationToken);
        }
        catch (System.Net.Sockets.SocketException)
        {
            addresses = [];
        }

        var isKnown = knownHosts.Any(host => address.IdnHost == host || address.IdnHost.EndsWith($".{host}", StringComparison.Ordinal));
        if (addresses.Length == 0 ? !isKnown : !addresses.All(IsAllowed)) throw new ForbiddenAddressException();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await ResolveAsync(host, cancellationToken);

        // The proxy is the user's choice. What it is asked for was checked before.
        if (ProxyOf(context.InitialRequestMessage.RequestUri!) is null && !addresses.All(IsAllowed)) throw new ForbiddenAddressException();

        for (var i = 0; ; i++)
        {
            try
            {
                return await network.Connect(new(addresses[i], port), cancellationToken);
            }
            catch (System.Net.Sockets.SocketException) when (i < addresses.Length - 1)
            {
                // The next address of the name may answer.
            }
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await network.Resolve(host, cancellationToken);
        return addresses.Length > 0 ? addresses : throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.NoData);
    }

    private bool IsAllowed(IPAddress address) => PublicAddress.Is(address) || (isLocalAllowed && PublicAddress.IsLoopback(address));

    private Uri? ProxyOf(Uri address) => network.Proxy.IsBypassed(address) ? null : network.Proxy.GetProxy(address);
}
