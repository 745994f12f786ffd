using System.Net;

namespace KlingMcp.Http;

/// <summary>Opens the connections to all providers: no cookies, no redirects (a key must not travel), no proxy for loopback.</summary>
internal static class Connections
{
    /// <summary>The system's proxy, for https only. It is read when the first address outside this machine is requested.</summary>
    public static IWebProxy Proxy { get; } = new SystemProxy();

    public static HttpMessageInvoker Open() => new(CreateHandler());

    /// <summary>The same, for a handler that stands before it.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        MaxResponseHeadersLength = 64,
        ActivityHeadersPropagator = null,
        Proxy = Proxy,
        UseProxy = true,
    };

    /// <summary>Whether a request goes to the host itself, whatever proxy is set: loopback, and anything that is not https.</summary>
    public static bool IsDirect(Uri address) => address.IsLoopback || address.Scheme != Uri.UriSchemeHttps;

    private sealed class SystemProxy : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => HttpClient.DefaultProxy.Credentials;
            set => throw new NotSupportedException();
        }

        public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : HttpClient.DefaultProxy.GetProxy(destination);

        public bool IsBypassed(Uri host) =>
            IsDirect(host) || ProxyVariables.System.ExcludeAll || HttpClient.DefaultProxy.IsBypassed(host);
    }
}
