using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Bench.Server;

/// <summary>What the protocol's SDK alone costs: a tool that answers the same text at once.</summary>
internal static class SdkServer
{
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<McpServerTool>(new FixedTool());
        builder.Services.AddMcpServer().WithHttpTransport();
        var app = builder.Build();
        app.MapMcp("/mcp");
        await app.StartAsync();
        Console.Error.WriteLine($"kling-mcp-server: {app.Urls.First()}/mcp");
        await app.WaitForShutdownAsync();
    }

    private sealed class FixedTool : McpServerTool
    {
        private static readonly JsonElement Structured = JsonElement.Parse($$"""{"task":"{{new string('x', 300)}}"}""");

        public override Tool ProtocolTool { get; } = new() { Name = "get_kling_task" };

        public override IReadOnlyList<object> Metadata => [];

        public override ValueTask<CallToolResult> InvokeAsync(
            RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
        {
            CallToolResult result = new() { Content = [new TextContentBlock { Text = new('x', 300) }], StructuredContent = Structured };
            return new(result);
        }
    }
}
