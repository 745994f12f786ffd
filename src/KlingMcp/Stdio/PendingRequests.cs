using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Stdio;

/// <summary>The requests of a session that are not answered yet.</summary>
internal sealed class PendingRequests
{
    private readonly Lock gate = new();
    private readonly List<RequestId> ids = [];

    public int Count
    {
        get
        {
            lock (gate) return ids.Count;
        }
    }

    /// <summary>Takes in a message of the client. A request that it cancels is not answered.</summary>
    public void Add(JsonRpcMessage message)
    {
        lock (gate)
        {
            // A subscription is answered only when the session ends.
            if (message is JsonRpcRequest { Method: not RequestMethods.SubscriptionsListen } request) ids.Add(request.Id);
            if (message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification } cancelled
                && IdIn(cancelled) is { } id) ids.Remove(id);
        }
    }

    /// <summary>Takes in a message of ours.</summary>
    public void Settle(JsonRpcMessage message)
    {
        lock (gate)
        {
            if (message is JsonRpcResponse or JsonRpcError && message is JsonRpcMessageWithId { Id: var id }) ids.Remove(id);
        }
    }

    private static RequestId? IdIn(JsonRpcNotification cancelled) => (cancelled.Params as JsonObject)?["requestId"] switch
    {
        JsonValue value when value.TryGetValue(out string? text) => new(text),
        JsonValue value when value.TryGetValue(out long number) => new(number),
        _ => null,
    };
}
