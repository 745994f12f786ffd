using System.Text.Json.Nodes;
using KlingMcp.Tools;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Stdio;

/// <summary>
/// The requests of a session that are not answered yet. Their number is bounded, so that a client that sends and never reads costs little
/// memory: what is read from it waits for room, and an answer counts until it is written.
/// </summary>
/// <param name="endOldestWait">Makes the oldest wait answer, so that waits do not keep all room for long.</param>
/// <param name="time">The clock.</param>
internal sealed class PendingRequests(Action endOldestWait, TimeProvider time)
{
    /// <summary>The most that may be open: this many calls about one task.</summary>
    private const int Room = 10_000;

    /// <summary>The answer of any other request (the list of tools, a batch) may be this many times as large.</summary>
    private const int LargeWeight = 20;

    /// <summary>How long a request waits for room before the oldest wait is ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<(RequestId Id, int Weight)> open = [];
    private int used;
    private int settled;
    private TaskCompletionSource? room;

    public int Count
    {
        get
        {
            lock (gate) return open.Count;
        }
    }

    /// <summary>Whether requests wait for room.</summary>
    public bool IsFull
    {
        get
        {
            lock (gate) return used >= Room;
        }
    }

    /// <summary>How many requests were answered or cancelled so far.</summary>
    public int Settled
    {
        get
        {
            lock (gate) return settled;
        }
    }

    /// <summary>Takes in a message of the client, a request as soon as there is room. A request that it cancels is not answered.</summary>
    public async Task AddAsync(JsonRpcMessage message, CancellationToken cancellationToken)
    {
        // A subscription is answered only when the session ends.
        if (message is JsonRpcRequest { Method: not RequestMethods.SubscriptionsListen } request)
        {
            while (!TryAdd(request)) await WaitForRoomAsync(cancellationToken);
        }
        else if (message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification, Params: JsonObject cancelled })
        {
            lock (gate)
            {
                if (Cancellation.Read(cancelled, open.ConvertAll(static o => o.Id)) is { } id) Remove(id);
            }
        }
    }

    /// <summary>Takes in a message of the server.</summary>
    public void Settle(JsonRpcMessage message)
    {
        lock (gate)
        {
            if (message is JsonRpcResponse or JsonRpcError && message is JsonRpcMessageWithId { Id: var id }) Remove(id);
        }
    }

    private static int WeightOf(JsonRpcRequest request) =>
        request is { Method: RequestMethods.ToolsCall, Params: { } call }
        && ToolIn(call) is GetTaskTool.Name or WaitForTaskTool.Name ? 1 : LargeWeight;

    private static string? ToolIn(JsonNode call)
    {
        try
        {
            return call["name"]?.GetValue<string>();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The parameters are no object, the name is no text or stands there twice.
            return null;
        }
    }

    private bool TryAdd(JsonRpcRequest request)
    {
        lock (gate)
        {
            if (used >= Room) return false;

            var weight = WeightOf(request);
            open.Add((request.Id, weight));
            used += weight;
            return true;
        }
    }

    private void Remove(RequestId id)
    {
        if (open.FindIndex(o => o.Id.Equals(id)) is not (>= 0 and var at)) return;

        used -= open[at].Weight;
        open.RemoveAt(at);
        settled++;
        room?.TrySetResult();
        room = null;
    }

    private async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        Task free;
        lock (gate)
        {
            if (used < Room) return;

            room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            free = room.Task;
        }

        try
        {
            await free.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            endOldestWait();
        }
    }
}
