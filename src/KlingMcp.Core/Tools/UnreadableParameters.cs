using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary>Parameters that the SDK cannot read (an array for an object, half a surrogate pair) are reported as such.</summary>
internal static class UnreadableParameters
{
    private const string Message = "The parameters cannot be read: a member of the wrong type, or text that holds half a character.";

    public static McpMessageHandler Filter(McpMessageHandler next) => async (context, cancellationToken) =>
    {
        try
        {
            await next(context, cancellationToken);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException && context.JsonRpcMessage is JsonRpcRequest)
        {
            throw new McpProtocolException(Message, McpErrorCode.InvalidParams);
        }
    };
}
