using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KlingMcp.Cli;

/// <summary>This program, started again as a host would start it, spoken to in the protocol's own lines. One call at a time.</summary>
internal sealed class McpChild : IAsyncDisposable
{
    private const string Protocol = "2025-11-25";

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Process process;
    private int lastId;

    private McpChild(Process process) => this.process = process;

    /// <param name="program">What to start; it serves the sandbox.</param>
    /// <param name="environment">Variables to set, or with <see langword="null"/> to keep from it.</param>
    public static McpChild Start(Installation program, IEnumerable<(string Name, string? Value)> environment)
    {
        UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
        ProcessStartInfo start = new(program.Command, [.. program.Arguments, "--sandbox"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Opens the session; the server's name and version.</summary>
    public async Task<string> InitializeAsync(CancellationToken cancellationToken)
    {
        JsonObject about = new() { ["name"] = "kling-mcp-demo", ["version"] = "1" };
        var (result, _) = await AskAsync(
            "initialize", new() { ["protocolVersion"] = Protocol, ["capabilities"] = new JsonObject(), ["clientInfo"] = about }, progress: null, cancellationToken);
        await SendAsync(new() { ["jsonrpc"] = "2.0", ["method"] = "notifications/initialized" }, cancellationToken);
        var server = result.GetProperty("serverInfo");
        return $"{server.GetProperty("name").GetString()} {server.GetProperty("version").GetString()}";
    }

    /// <summary>The tools, each with what a model is told of it.</summary>
    public async Task<IReadOnlyList<(string Name, string Description)>> ListToolsAsync(CancellationToken cancellationToken)
    {
        var (result, _) = await AskAsync("tools/list", [], progress: null, cancellationToken);
        return [.. result.GetProperty("tools").EnumerateArray().Select(static t => (t.GetProperty("name").GetString()!, t.GetProperty("description").GetString()!))];
    }

    /// <summary>Calls a tool.</summary>
    /// <param name="tool">Which.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="progress">Takes the notes on the way; <see langword="null"/> to ask for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ToolAnswer> CallAsync(string tool, JsonObject arguments, Action<string>? progress, CancellationToken cancellationToken)
    {
        JsonObject parameters = new() { ["name"] = tool, ["arguments"] = arguments };
        if (progress is not null) parameters["_meta"] = new JsonObject { ["progressToken"] = "demo" };
        var (result, bytes) = await AskAsync("tools/call", parameters, progress, cancellationToken);
        return new(
            string.Join('\n', result.GetProperty("content").EnumerateArray().Select(static c => c.GetProperty("text").GetString())),
            result.TryGetProperty("isError", out var isError) && isError.GetBoolean(),
            bytes);
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        try
        {
            using CancellationTokenSource patience = new(Farewell);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        process.Dispose();
    }

    /// <summary>A request and its answer: the result, and how many bytes its line had.</summary>
    private async Task<(JsonElement Result, int Bytes)> AskAsync(string method, JsonObject parameters, Action<string>? progress, CancellationToken cancellationToken)
    {
        var id = ++lastId;
        await SendAsync(new() { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters }, cancellationToken);
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(cancellationToken) is { } line)
        {
            var message = JsonElement.Parse(line);
            if (message.TryGetProperty("id", out var answered) && answered.ValueKind is JsonValueKind.Number && answered.GetInt32() == id)
                return message.TryGetProperty("result", out var result) ? (result, Encoding.UTF8.GetByteCount(line)) : throw new IOException($"the server refused {method}");

            if (message.TryGetProperty("method", out var told) && told.ValueEquals("notifications/progress"))
                progress?.Invoke(message.GetProperty("params").GetProperty("message").GetString()!);
        }

        throw new IOException("the server ended before it answered");
    }

    private async Task SendAsync(JsonObject message, CancellationToken cancellationToken)
    {
        await process.StandardInput.WriteLineAsync(message.ToJsonString().AsMemory(), cancellationToken);
        await process.StandardInput.FlushAsync(cancellationToken);
    }
}

/// <summary>What a tool answered.</summary>
/// <param name="Text">What a model reads.</param>
/// <param name="IsError">Nothing could be looked up.</param>
/// <param name="Bytes">The whole line, with the structured answer and the protocol's own words.</param>
internal sealed record ToolAnswer(string Text, bool IsError, int Bytes);
