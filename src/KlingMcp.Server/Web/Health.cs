using KlingMcp.Server.Cluster;

namespace KlingMcp.Server.Web;

/// <summary>What a supervisor asks: whether the process lives, and whether it takes calls.</summary>
internal static class Health
{
    public const string Path = "/health";

    /// <summary>
    /// Live answers 200 while the process runs. Ready answers 503 before the start is done and once the end has begun, and says how Redis
    /// is: calls are served without it too.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var lifetime = app.ServiceProvider.GetRequiredService<IHostApplicationLifetime>();
        var redis = app.ServiceProvider.GetService<RedisLink>();
        app.MapGet($"{Path}/live", static () => Results.Text("live\n"));
        app.MapGet($"{Path}/ready", () => IsReady(lifetime)
            ? Results.Text($"ready\nredis: {(redis is null ? "off" : redis.IsUp ? "ok" : "degraded")}\n")
            : Results.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    private static bool IsReady(IHostApplicationLifetime lifetime) =>
        lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested;
}
