using System.Net;

namespace KlingMcp.Http;

/// <summary>The connections to all providers: no cookies, no redirect followed (a key must not travel), no proxy for loopback.</summary>
internal static class Connections
{
    public static HttpMessageInvoker Open() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        MaxResponseHeadersLength = 64,
        ActivityHeadersPropagator = null,
        Proxy = new NotForLoopback(),
        UseProxy = true,
    });

    /// <summary>The system's proxy for https, none for loopback. It is only read when the first address outside is asked.</summary>
    private sealed class NotForLoopback : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => HttpClient.DefaultProxy.Credentials;
            set => throw new NotSupportedException();
        }

        public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : HttpClient.DefaultProxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || host.Scheme != Uri.UriSchemeHttps || HttpClient.DefaultProxy.IsBypassed(host);
    }
}
