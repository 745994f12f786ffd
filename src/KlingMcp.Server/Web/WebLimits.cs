using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KlingMcp.Server.Web;

/// <summary>What one connection may cost.</summary>
internal static class WebLimits
{
    /// <summary>In bytes. Fifty ids are a few kilobytes.</summary>
    public const int MaxBody = 1024 * 1024;

    /// <summary>For all headers of a request, and for a body that does not arrive at <see cref="LeastBodyRate"/>.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10);

    /// <summary>In bytes per second.</summary>
    private const double LeastBodyRate = 1024;

    public static void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = MaxBody;
        options.Limits.RequestHeadersTimeout = Slow;
        options.Limits.MinRequestBodyDataRate = new(LeastBodyRate, Slow);
    }
}
