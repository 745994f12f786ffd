using KlingMcp.Domain;
using KlingMcp.Tasks;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Mcp;

/// <summary>Serves MCP over a pair of streams until input ends, nobody reads the output any more, or it is told to stop.</summary>
internal sealed class StdioServer(KlingTools tools, Ending ending, ILoggerFactory logging, TimeProvider time)
{
    /// <summary>The tool list is the same for everyone and changes only with the version.</summary>
    private static readonly TimeSpan ListLives = TimeSpan.FromHours(1);

    /// <summary>What an answer may take to get out after the lookups' own grace.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    /// <param name="input">The client's messages.</param>
    /// <param name="output">Ours.</param>
    /// <param name="stop">Ends it at once.</param>
    public async Task RunAsync(Stream input, Stream output, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var inFlight = new InFlight(time);
        var transport = new StreamServerTransport(
            new InputStream(input, async lines =>
            {
                ending.Begin();
                await inFlight.DrainAsync(lines, Ending.Grace + LastWords);
                await over.CancelAsync();
            }),
            new OutputStream(output, () => over.CancelAsync()),
            ProductName.Name,
            logging);

        var server = McpServer.Create(transport, Options(inFlight), logging);
        try
        {
            // not disposed at the end: that waits for calls whose answers nobody will read
            await server.RunAsync(over.Token).WaitAsync(over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // the ordinary end
        }
    }

    private McpServerOptions Options(InFlight inFlight)
    {
        McpServerOptions options = new()
        {
            ServerInfo = new() { Name = ProductName.Name, Title = "Kling tasks", Version = ProductName.Version },
            ServerInstructions = ToolDefinitions.Instructions,
            Capabilities = new() { Tools = new() },
        };
        options.Handlers.ListToolsHandler = static (_, _) => ValueTask.FromResult(new ListToolsResult
        {
            Tools = [.. ToolDefinitions.All],
            TimeToLive = ListLives,
            CacheScope = CacheScope.Public,
        });
        options.Handlers.CallToolHandler = tools.CallAsync;
        options.Filters.Message.IncomingFilters.Add(inFlight.Around);
        return options;
    }
}
