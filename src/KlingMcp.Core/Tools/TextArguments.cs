using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary>Reads the <c>arguments</c> of a tool call that a host sends as JSON text instead of an object.</summary>
internal static class TextArguments
{
    public static McpMessageHandler Filter(McpMessageHandler next) => (context, cancellationToken) =>
    {
        if (context.JsonRpcMessage is JsonRpcRequest { Method: RequestMethods.ToolsCall, Params: JsonObject parameters }
            && parameters["arguments"] is JsonValue value && value.TryGetValue(out string? text) && Read(text) is { } arguments)
        {
            parameters["arguments"] = arguments;
        }

        return next(context, cancellationToken);
    };

    private static JsonObject? Read(string text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? [] : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
