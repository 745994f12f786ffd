using System.IO.Pipelines;
using System.Text.Json;
using KlingMcp.Http;
using KlingMcp.Stdio;
using KlingMcp.Providers;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Support;

/// <summary>The whole server inside this process, over pipes, with the SDK's own client: for tests that move the clock.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly Pipe up = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;
    private readonly Composition composition;

    private Session(IReadOnlyDictionary<string, string?> environment, TimeProvider time, Func<HttpMessageInvoker> connections)
    {
        Pipe down = new();
        composition = new(Settings.Read(environment.GetValueOrDefault, ProviderCatalog.All), time, connections);
        serving = new StdioServer(composition.Tools, composition.Shutdown, new StderrLogging(LogLevel.None, composition.WithoutKeys), TimeProvider.System)
            .RunAsync(up.Reader.AsStream(), down.Writer.AsStream(), stop.Token);
        Transport = new(up.Writer.AsStream(), down.Reader.AsStream());
    }

    /// <summary>The client.</summary>
    public McpClient Client { get; private set; } = null!;

    private StreamClientTransport Transport { get; }

    /// <param name="environment">The settings.</param>
    /// <param name="time">The clock of the server's work.</param>
    /// <param name="protocol">The protocol version to pin; <see langword="null"/> for the newest.</param>
    /// <param name="connections">Opens the connections; <see langword="null"/> for the program's own.</param>
    public static async Task<Session> OpenAsync(
        IReadOnlyDictionary<string, string?> environment, TimeProvider? time = null, string? protocol = null, Func<HttpMessageInvoker>? connections = null)
    {
        Session session = new(environment, time ?? TimeProvider.System, connections ?? Connections.Open);
        session.Client = await McpClient.CreateAsync(session.Transport, new() { ProtocolVersion = protocol }, cancellationToken: TestContext.Current.CancellationToken);
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(10));
        composition.Dispose();
        stop.Dispose();
    }
}

/// <summary>Calls as a test writes them.</summary>
internal static class Calls
{
    /// <summary>Calls a tool; an argument may be any JSON, given as text.</summary>
    public static Task<CallToolResult> CallAsync(this McpClient client, string tool, string arguments, CancellationToken? cancellationToken = null) =>
        client.CallToolAsync(
            tool,
            JsonElement.Parse(arguments).EnumerateObject().ToDictionary(static p => p.Name, static p => (object?)p.Value),
            cancellationToken: cancellationToken ?? TestContext.Current.CancellationToken).AsTask();

    /// <summary>The text that a model reads.</summary>
    public static string Text(this CallToolResult result) => string.Join('\n', result.Content.OfType<TextContentBlock>().Select(static b => b.Text));

    /// <summary>A member of the structured answer as text, by path (<c>outputs.0.url</c>); <see langword="null"/> when absent.</summary>
    public static string? At(this CallToolResult result, string path)
    {
        var place = result.StructuredContent!.Value;
        foreach (var step in path.Split('.'))
        {
            if (place.ValueKind is JsonValueKind.Array)
            {
                if (int.Parse(step, System.Globalization.CultureInfo.InvariantCulture) is var i && i >= place.GetArrayLength()) return null;
                place = place[i];
            }
            else if (place.ValueKind is not JsonValueKind.Object || !place.TryGetProperty(step, out place))
            {
                return null;
            }
        }

        return place.ToString();
    }
}
