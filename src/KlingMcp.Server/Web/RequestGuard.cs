namespace KlingMcp.Server.Web;

/// <summary>
/// Answers 403 to a foreign <c>Host</c> or <c>Origin</c>, so that a web page cannot use the server through the browser of somebody who
/// reaches it (<see href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning">DNS rebinding</see>).
/// </summary>
internal sealed class RequestGuard
{
    private const string Refusal = "This Host or Origin is not served: see KLING_MCP_ALLOWED_HOSTS and KLING_MCP_ALLOWED_ORIGINS.\n";

    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    private readonly HashSet<string> hosts;
    private readonly HashSet<string> origins;
    private readonly Uri? publicUrl;

    public RequestGuard(ServerSettings settings)
    {
        hosts = new(
            [.. Loopback, .. settings.AllowedHosts, .. settings.Addresses.Select(static a => a.Host).OfType<string>()],
            StringComparer.OrdinalIgnoreCase);
        origins = new(settings.AllowedOrigins, StringComparer.OrdinalIgnoreCase);
        if (settings.PublicUrl is not { } url) return;

        publicUrl = new Uri(url);
        hosts.Add(publicUrl.Authority);
        origins.Add(publicUrl.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>The middleware. Probes of health checks name a machine by its address, so they are not checked.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(Health.Path) || (IsOwn(context.Request.Host) && IsAllowed(context.Request)))
        {
            // The addresses that an answer names are those that callers use, not those between a proxy and this server.
            if (publicUrl is not null) (context.Request.Scheme, context.Request.Host) = (publicUrl.Scheme, new(publicUrl.Authority));
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync(Refusal);
    }

    private bool IsOwn(HostString host) => hosts.Contains(host.Value ?? "") || hosts.Contains(host.Host);

    /// <summary>Whether pages of this origin, which is not the server's own address, may use the server.</summary>
    public bool IsAllowed(string origin) => origins.Contains(origin);

    /// <summary>A program sends no origin. A page of the server's own address has the origin that <c>Host</c> names.</summary>
    private bool IsAllowed(HttpRequest request) =>
        request.Headers.Origin is not [{ } origin, ..] || IsAllowed(origin) || origin == $"{request.Scheme}://{request.Host}";
}
