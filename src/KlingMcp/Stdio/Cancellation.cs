using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Stdio;

/// <summary>Reads <c>notifications/cancelled</c> as hosts send it: with the id as text, or a reason that is not text.</summary>
internal static class Cancellation
{
    /// <summary>Finds the open request that is meant, and corrects the parameters so that the SDK understands them.</summary>
    /// <param name="cancelled">The parameters of the notification.</param>
    /// <param name="open">The requests that are not answered yet.</param>
    /// <returns><see langword="null"/> if none is meant, or more than one could be.</returns>
    public static RequestId? Read(JsonObject cancelled, IReadOnlyList<RequestId> open)
    {
        try
        {
            return Correct(cancelled, open);
        }
        catch (ArgumentException)
        {
            // A member stands there twice.
            return null;
        }
    }

    private static RequestId? Correct(JsonObject cancelled, IReadOnlyList<RequestId> open)
    {
        if (cancelled["reason"] is { } reason && !(reason is JsonValue value && value.TryGetValue(out string? _)))
            cancelled.Remove("reason");
        if (IdIn(cancelled) is not { } id || open.Contains(id)) return IdIn(cancelled);

        var sameText = open.Where(o => o.ToString() == id.ToString()).ToArray();
        if (sameText is not [var meant]) return null;

        cancelled["requestId"] = meant.Id switch
        {
            long number => JsonValue.Create(number),
            var text => JsonValue.Create(text?.ToString()),
        };
        return meant;
    }

    private static RequestId? IdIn(JsonObject cancelled) => cancelled["requestId"] switch
    {
        JsonValue value when value.TryGetValue(out string? text) => new(text),
        JsonValue value when value.TryGetValue(out long number) => new(number),
        _ => null,
    };
}
