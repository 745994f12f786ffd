using Microsoft.AspNetCore.Cors.Infrastructure;

namespace KlingMcp.Server.Web;

/// <summary>
/// Tells browsers which pages may call the server and read its answers
/// (<see href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS</see>). <see cref="RequestGuard"/> refuses all others.
/// </summary>
internal static class BrowserAccess
{
    /// <summary>What a client of the protocol sends.</summary>
    private static readonly string[] Sent =
    [
        "Accept", "Authorization", "Content-Type", "Last-Event-ID", "Mcp-Method", "Mcp-Name", "Mcp-Protocol-Version", "Mcp-Session-Id",
    ];

    /// <summary>What it reads of an answer, besides the body.</summary>
    private static readonly string[] Told = ["Mcp-Protocol-Version", "Mcp-Session-Id", "Retry-After", "WWW-Authenticate"];

    /// <summary>For how long a browser need not ask again.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromHours(1);

    public static void AddBrowserAccess(this IServiceCollection services)
    {
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<RequestGuard>(static (options, guard) => options.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(guard.IsAllowed)
            .WithMethods(HttpMethods.Post, HttpMethods.Get, HttpMethods.Delete)
            .WithHeaders(Sent)
            .WithExposedHeaders(Told)
            .SetPreflightMaxAge(Known)));
    }
}
