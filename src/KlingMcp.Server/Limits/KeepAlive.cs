namespace KlingMcp.Server.Limits;

/// <summary>
/// Sends a comment on an open event stream every 15 seconds, so that no proxy closes it as idle. Clients ignore comments
/// (<see href="https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes">the specification's advice</see>).
/// </summary>
internal static class KeepAlive
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    public static void UseKeepAlive(this IApplicationBuilder app)
    {
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        app.Use(async (context, next) =>
        {
            var body = context.Response.Body;
            await using EventStream stream = new(body);
            context.Response.Body = stream;
            await using (time.CreateTimer(_ => _ = CommentAsync(context, stream), null, Interval, Interval)) await next(context);
            context.Response.Body = body;
        });
    }

    private static async Task CommentAsync(HttpContext context, EventStream stream)
    {
        try
        {
            var isEvents = context.Response.ContentType?.StartsWith(EventStream.ContentType, StringComparison.Ordinal) is true;
            if (isEvents && context.Response.HasStarted) await stream.CommentAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The stream has just ended.
        }
    }
}
