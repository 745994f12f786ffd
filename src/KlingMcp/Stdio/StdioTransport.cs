using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Stdio;

/// <summary>
/// MCP over a pair of streams, one JSON message per line. Differs from the SDK's stream transport where a session must end well: the end of
/// input is passed on only when every request read before it is answered, a message is never cut in half by a cancellation, and a batch is
/// answered with an error instead of being dropped.
/// </summary>
internal sealed class StdioTransport : TransportBase
{
    private static readonly JsonTypeInfo<JsonRpcMessage> MessageType =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    /// <summary>How many bytes are read ahead of what is taken up, so that the end of input is seen while requests wait for room.</summary>
    private const int ReadAhead = 1 << 20;

    private readonly Stream input;
    private readonly Pipe ahead = new(new(pauseWriterThreshold: ReadAhead, useSynchronizationContext: false));
    private readonly Stream output;
    private readonly PendingRequests pending;
    private readonly Func<Task, Task> drain;
    private readonly Action ended;
    private readonly SemaphoreSlim sendLock = new(1, 1);
    private readonly CancellationTokenSource stop = new();

    /// <param name="streams">Standard input and output.</param>
    /// <param name="pending">Keeps track of the requests that are not answered yet.</param>
    /// <param name="drain">
    /// Called at the end of input with what is still taking up the messages read before it; completes when the session may end.
    /// </param>
    /// <param name="ended">Called when the session is over: after the end of input, or when nobody reads the output any more.</param>
    /// <param name="logging">The log.</param>
    public StdioTransport(StdioStreams streams, PendingRequests pending, Func<Task, Task> drain, Action ended, ILoggerFactory logging)
        : base("stdio", logging)
    {
        (input, output) = (streams.Input, streams.Output);
        (this.pending, this.drain, this.ended) = (pending, drain, ended);
        SetConnected();
        _ = RunAsync();
    }

    /// <summary>Writes a message and its line feed in one piece. The token counts only until that begins.</summary>
    public override async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        await sendLock.WaitAsync(cancellationToken);
        try
        {
            if (!IsConnected) return;

            ArrayBufferWriter<byte> line = new(256);
            using (Utf8JsonWriter writer = new(line)) JsonSerializer.Serialize(writer, message, MessageType);
            line.Write("\n"u8);
            await output.WriteAsync(line.WrittenMemory, CancellationToken.None);
            await output.FlushAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            End();
        }
        finally
        {
            sendLock.Release();
            pending.Settle(message);
        }
    }

    public override ValueTask DisposeAsync()
    {
        // The read of standard input is not awaited: it cannot be interrupted.
        stop.Cancel();
        SetDisconnected();
        return ValueTask.CompletedTask;
    }

    private async Task RunAsync()
    {
        try
        {
            var taking = TakeUpAsync();
            await await Task.WhenAny(ReadAsync(), taking);
            await drain(taking);
        }
        catch (OperationCanceledException)
        {
            // The session was ended.
        }
        finally
        {
            End();
        }
    }

    /// <summary>Reads to the end of input.</summary>
    private async Task ReadAsync()
    {
        try
        {
            await input.CopyToAsync(ahead.Writer, CancellationToken.None).WaitAsync(stop.Token);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An input that breaks (a socket whose other end is gone), or that cannot be read at all (a directory), has ended.
        }

        await ahead.Writer.CompleteAsync();
    }

    private async Task TakeUpAsync()
    {
        // Of a line that is too long, the rest is skipped.
        for (var (isSkipping, searched) = (false, 0L); ;)
        {
            var read = await ahead.Reader.ReadAsync(stop.Token);
            var rest = read.Buffer;
            while (rest.Slice(searched).PositionOf((byte)'\n') is { } end)
            {
                if (!isSkipping) await TakeUpAsync(rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
                (isSkipping, searched) = (false, 0);
            }

            // The last line may lack its line feed.
            var isTooLong = rest.Length > MessageLine.MaxLength;
            if (!isSkipping && (read.IsCompleted || isTooLong)) await TakeUpAsync(rest);
            if (read.IsCompleted) return;

            isSkipping |= isTooLong;
            if (isSkipping) rest = rest.Slice(rest.End);
            searched = rest.Length;
            ahead.Reader.AdvanceTo(rest.Start, rest.End);
        }
    }

    private void End()
    {
        SetDisconnected();
        ended();
    }

    private async Task TakeUpAsync(ReadOnlySequence<byte> line)
    {
        var message = MessageLine.Parse(line, MessageType);
        if (message.Error is { } error) await SendMessageAsync(error, stop.Token);
        if (message.Message is not { } received) return;

        await pending.AddAsync(received, stop.Token);
        await WriteMessageAsync(received, stop.Token);
    }
}

/// <summary>The streams of a session.</summary>
internal sealed record StdioStreams(Stream Input, Stream Output);
