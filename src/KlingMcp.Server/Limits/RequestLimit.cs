using System.Globalization;
using System.Threading.RateLimiting;

namespace KlingMcp.Server.Limits;

/// <summary>Requests per minute and caller. More get 429, with the seconds until the minute is over.</summary>
internal static class RequestLimit
{
    public const string Policy = "per caller";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddRequestLimit(this IServiceCollection services, int perMinute) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = static (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : Window;
            context.HttpContext.Response.Headers.RetryAfter =
                Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(
            context.User.Identity?.Name ?? "",
            _ => new() { PermitLimit = perMinute, Window = Window }));
    });
}
