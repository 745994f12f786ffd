using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Threading.Channels;
using KlingMcp.Domain;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Stdio;

/// <summary>The SDK's transport, with an eye on what came and is not answered yet, so that the end of input can wait until every answer is out.</summary>
internal sealed class WatchedTransport : ITransport
{
    private readonly Lock gate = new();
    private readonly List<RequestId> unanswered = [];
    private readonly StreamServerTransport inner;

    /// <param name="input">The client's messages.</param>
    /// <param name="output">Ours.</param>
    /// <param name="ended">Called at the end of input, which the SDK only sees when it is done.</param>
    /// <param name="logging">The SDK's log.</param>
    public WatchedTransport(Stream input, Stream output, Func<WatchedTransport, Task> ended, ILoggerFactory logging)
    {
        // reading begins in here, so the end may come before the next line
        lock (gate) inner = new(new InputStream(input, () => ended(this)), output, ProductName.Name, logging);
        MessageReader = new Reader(this);
    }

    public string? SessionId => inner.SessionId;

    public ChannelReader<JsonRpcMessage> MessageReader { get; }

    /// <summary>Requests that were taken up and are not answered yet.</summary>
    public int Unanswered
    {
        get
        {
            lock (gate) return unanswered.Count;
        }
    }

    /// <summary>All that was read has been taken up, and every request among it is answered or was taken back.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (gate) return unanswered.Count == 0 && !inner.MessageReader.TryPeek(out _);
        }
    }

    /// <summary>
    /// Goes around every incoming message: a request that the client takes back gets no answer, and one whose parameters the SDK cannot read (an array for an
    /// object, half a character) is told so.
    /// </summary>
    public McpMessageHandler AroundIncoming(McpMessageHandler next) => async (context, cancellationToken) =>
    {
        try
        {
            await next(context, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Settle(context.JsonRpcMessage);
            throw;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException && context.JsonRpcMessage is JsonRpcRequest)
        {
            throw new McpProtocolException("The parameters cannot be read: a member of the wrong type, or text that holds half a character.", McpErrorCode.InvalidParams);
        }
    };

    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.SendMessageAsync(message, cancellationToken);
        }
        finally
        {
            Settle(message);
        }
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private bool TryRead([MaybeNullWhen(false)] out JsonRpcMessage message)
    {
        lock (gate)
        {
            if (!inner.MessageReader.TryRead(out message)) return false;

            // that one is answered only when the session ends
            if (message is JsonRpcRequest { Method: not RequestMethods.SubscriptionsListen } request) unanswered.Add(request.Id);
            return true;
        }
    }

    private void Settle(JsonRpcMessage message)
    {
        lock (gate)
        {
            if (message is JsonRpcMessageWithId { Id: var id }) unanswered.Remove(id);
        }
    }

    /// <summary>What the server takes messages from.</summary>
    private sealed class Reader(WatchedTransport owner) : ChannelReader<JsonRpcMessage>
    {
        public override Task Completion => owner.inner.MessageReader.Completion;

        public override bool TryRead([MaybeNullWhen(false)] out JsonRpcMessage item) => owner.TryRead(out item);

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => owner.inner.MessageReader.WaitToReadAsync(cancellationToken);
    }
}
