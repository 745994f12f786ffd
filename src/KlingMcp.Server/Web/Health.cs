namespace KlingMcp.Server.Web;

/// <summary>What a supervisor asks: whether the process lives, and whether it takes calls.</summary>
internal static class Health
{
    public const string Path = "/health";

    /// <summary>Live answers 200 while the process runs. Ready answers 503 before the start is done and once the end has begun.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var lifetime = app.ServiceProvider.GetRequiredService<IHostApplicationLifetime>();
        app.MapGet($"{Path}/live", static () => Results.Text("live\n"));
        app.MapGet($"{Path}/ready", () => IsReady(lifetime)
            ? Results.Text("ready\n")
            : Results.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    private static bool IsReady(IHostApplicationLifetime lifetime) =>
        lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested;
}
