using KlingMcp.Server.Hooks;

namespace KlingMcp.Server.Web;

/// <summary>One line for each request at level Information: who asked what, what was answered, how long it took.</summary>
internal static class AccessLog
{
    public static void UseAccessLog(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("KlingMcp.Server.Requests");
        var time = app.Services.GetRequiredService<TimeProvider>();
        if (!logger.IsEnabled(LogLevel.Information)) return;

        app.Use(async (context, next) =>
        {
            var started = time.GetTimestamp();
            try
            {
                await next(context);
            }
            finally
            {
                logger.LogInformation(
                    "{Caller}: {Method} {Path} {Status} {Milliseconds} ms",
                    context.User.Identity?.Name ?? "-",
                    context.Request.Method,
                    HookEndpoint.Masked(context.Request.Path),
                    context.Response.StatusCode,
                    (long)time.GetElapsedTime(started).TotalMilliseconds);
            }
        });
    }
}
