using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Tools;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Stdio;

/// <summary>Serves MCP over a pair of streams until input ends, nobody reads the output any more, or it is told to stop.</summary>
internal sealed class StdioServer(KlingTools tools, Shutdown shutdown, ILoggerFactory logging, TimeProvider time)
{
    /// <summary>The tool list is the same for everyone and changes only with the version.</summary>
    private static readonly TimeSpan ListLives = TimeSpan.FromHours(1);

    /// <summary>What an answer may take to get out after the lookups' own grace, or after the answer before it.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    /// <summary>However many answers there are, their client has this long to read them.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    /// <summary>Between two looks at whether every answer is out.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <param name="input">The client's messages.</param>
    /// <param name="output">Ours.</param>
    /// <param name="stop">Ends it at once.</param>
    public async Task RunAsync(Stream input, Stream output, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var transport = new WatchedTransport(input, new OutputStream(output, () => over.CancelAsync()), EndAsync, logging);
        var server = McpServer.Create(transport, Options(transport), logging);
        try
        {
            // not disposed at the end: that waits for calls whose answers nobody will read
            await server.RunAsync(over.Token).WaitAsync(over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // the ordinary end
        }

        async Task EndAsync(WatchedTransport answered)
        {
            shutdown.Request();
            var begun = time.GetTimestamp();
            var (before, limit) = (answered.Unanswered, Shutdown.Grace + LastWords);
            while (!answered.IsQuiet && time.GetElapsedTime(begun) is var elapsed && elapsed < limit)
            {
                await Task.Delay(Step, time, CancellationToken.None);
                var left = answered.Unanswered;

                // a thousand answers are not written in the time of one
                if (left < before && elapsed < LongestEnd - LastWords && elapsed + LastWords > limit) limit = elapsed + LastWords;
                before = left;
            }

            await over.CancelAsync();
        }
    }

    private McpServerOptions Options(WatchedTransport transport)
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
        options.Filters.Message.IncomingFilters.Add(transport.AroundIncoming);
        return options;
    }
}
