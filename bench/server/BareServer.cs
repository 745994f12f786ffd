namespace KlingMcp.Bench.Server;

/// <summary>What ASP.NET Core alone costs: it reads the body and sends an answer of the same size.</summary>
internal static class BareServer
{
    private static readonly byte[] Answer =
        [.. "event: message\ndata: "u8, .. Enumerable.Repeat((byte)'x', 700), .. "\n\n"u8];

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.MapPost("/mcp", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(Answer);
        });
        await app.StartAsync();
        Console.Error.WriteLine($"kling-mcp-server: {app.Urls.First()}/mcp");
        await app.WaitForShutdownAsync();
    }
}
