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
            if (message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification, Params: JsonObject cancelled })
                Cancel(cancelled);
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

    /// <summary>
    /// Removes the request and corrects the parameters so that the SDK understands them: some hosts send the id as text, or a reason that
    /// is not text.
    /// </summary>
    private void Cancel(JsonObject cancelled)
    {
        if (cancelled["reason"] is { } reason && !(reason is JsonValue value && value.TryGetValue(out string? _)))
            cancelled.Remove("reason");
        if (IdIn(cancelled) is not { } id || ids.Remove(id)) return;

        var sameText = ids.Where(open => open.ToString() == id.ToString()).ToArray();
        if (sameText is not [var meant]) return;

        ids.Remove(meant);
        cancelled["requestId"] = meant.Id switch
        {
            long number => JsonValue.Create(number),
            var text => JsonValue.Create(text?.ToString()),
        };
    }

    private static RequestId? IdIn(JsonObject cancelled) => cancelled["requestId"] switch
    {
        JsonValue value when value.TryGetValue(out string? text) => new(text),
        JsonValue value when value.TryGetValue(out long number) => new(number),
        _ => null,
    };
}
