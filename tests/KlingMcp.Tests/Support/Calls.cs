using System.Globalization;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Support;

/// <summary>Short forms for calling tools and for reading their answers.</summary>
internal static class Calls
{
    /// <summary>Calls a tool with arguments given as JSON.</summary>
    public static Task<CallToolResult> CallAsync(
        this McpClient client, string tool, string arguments, CancellationToken? cancellationToken = null) =>
        client.CallToolAsync(
            tool,
            JsonElement.Parse(arguments).EnumerateObject().ToDictionary(static p => p.Name, static p => (object?)p.Value),
            cancellationToken: cancellationToken ?? TestContext.Current.CancellationToken).AsTask();

    /// <summary>The text that a model reads.</summary>
    public static string Text(this CallToolResult result) =>
        string.Join('\n', result.Content.OfType<TextContentBlock>().Select(static b => b.Text));

    /// <summary>A value of the structured answer as text, by path (<c>outputs.0.url</c>); <see langword="null"/> when absent.</summary>
    public static string? At(this CallToolResult result, string path)
    {
        var place = result.StructuredContent!.Value;
        foreach (var step in path.Split('.'))
        {
            if (place.ValueKind is JsonValueKind.Array)
            {
                if (int.Parse(step, CultureInfo.InvariantCulture) is var index && index >= place.GetArrayLength()) return null;
                place = place[index];
            }
            else if (place.ValueKind is not JsonValueKind.Object || !place.TryGetProperty(step, out place))
            {
                return null;
            }
        }

        return place.ToString();
    }

    /// <summary>The items of a list in the structured answer.</summary>
    public static IReadOnlyList<JsonElement> List(this CallToolResult result, string name) =>
        [.. result.StructuredContent!.Value.GetProperty(name).EnumerateArray()];
}
