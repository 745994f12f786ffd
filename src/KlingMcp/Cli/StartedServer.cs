using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Cli;

/// <summary>The server in a process of its own, started the way an MCP host starts it.</summary>
internal sealed class StartedServer(McpClient client) : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The server's name and version, as it reports them.</summary>
    public string Name => client.ServerInfo is { } info ? $"{info.Name} {info.Version}" : "the server";

    /// <summary>Starts the server and opens the session.</summary>
    /// <param name="program">How to start the program, with all arguments.</param>
    /// <param name="environment">Variables to set; <see langword="null"/> removes an inherited one.</param>
    /// <param name="error">Receives the lines of the server's standard error.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="IOException">The server cannot be started, or it ended before it answered.</exception>
    public static async Task<StartedServer> StartAsync(
        Installation program, IDictionary<string, string?> environment, Action<string> error, CancellationToken cancellationToken)
    {
        StdioClientTransport transport = new(new()
        {
            Command = program.Command,
            Arguments = [.. program.Arguments],
            EnvironmentVariables = environment,
            ShutdownTimeout = ShutdownTimeout,
            StandardErrorLines = error,
        });
        McpClientOptions options = new() { ClientInfo = new() { Name = "kling-mcp-cli", Version = "1" } };
        return new(await McpClient.CreateAsync(transport, options, cancellationToken: cancellationToken));
    }

    public async Task<IEnumerable<(string Name, string Description)>> ListToolsAsync(CancellationToken cancellationToken) =>
        (await client.ListToolsAsync(cancellationToken: cancellationToken)).Select(static t => (t.Name, t.Description));

    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="progress">Receives progress messages; <see langword="null"/> requests none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="McpException">The server rejected the request.</exception>
    public async Task<ToolAnswer> CallAsync(
        string tool, JsonObject arguments, Action<string>? progress, CancellationToken cancellationToken)
    {
        var values = arguments.ToDictionary(static a => a.Key, static a => (object?)JsonElement.Parse(a.Value!.ToJsonString()));
        var result = await client.CallToolAsync(
            tool, values, progress is null ? null : new ProgressMessages(progress), cancellationToken: cancellationToken);
        return new(
            string.Join('\n', result.Content.OfType<TextContentBlock>().Select(static c => c.Text)),
            result.IsError is true,
            MessageSize(result),
            result.StructuredContent);
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    /// <summary>Bytes of the JSON-RPC response. The client does not expose the received line, so it is serialized again.</summary>
    private static int MessageSize(CallToolResult result)
    {
        var json = McpJsonUtilities.DefaultOptions;
        JsonRpcResponse response = new()
        {
            Id = new RequestId(1),
            Result = JsonSerializer.SerializeToNode(result, json.GetTypeInfo(typeof(CallToolResult))),
        };
        return JsonSerializer.SerializeToUtf8Bytes(response, json.GetTypeInfo(typeof(JsonRpcMessage))).Length;
    }

    /// <summary>Reports on the calling thread; <see cref="Progress{T}"/> would post to the thread pool and lose the order.</summary>
    private sealed class ProgressMessages(Action<string> report) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value)
        {
            if (value.Message is { } message) report(message);
        }
    }
}

/// <summary>The answer of a tool call.</summary>
/// <param name="Text">The text content, which the model reads.</param>
/// <param name="IsError">The tool reported an error.</param>
/// <param name="Bytes">Size of the whole response message, structured content included.</param>
/// <param name="Structured">The structured content; <see langword="null"/> if there is none.</param>
internal sealed record ToolAnswer(string Text, bool IsError, int Bytes, JsonElement? Structured);
