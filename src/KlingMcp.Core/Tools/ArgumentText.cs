using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KlingMcp.Tools;

/// <summary>Reads numbers and lists that a host sends as text.</summary>
internal static partial class ArgumentText
{
    /// <summary>A number, or text that is one; <see langword="null"/> for anything else.</summary>
    public static double? ReadNumber(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) => number,
        JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>The list in a JSON text, or the ids in a text that separates them by spaces, commas or line feeds.</summary>
    public static JsonElement ReadList(string text)
    {
        if (text.TrimStart().StartsWith('[') && TryParse(text) is { ValueKind: JsonValueKind.Array } list) return list;

        JsonArray ids = [.. Separators().Split(text).Where(static id => id.Length > 0).Select(static id => (JsonNode)id)];
        return JsonSerializer.SerializeToElement(ids, ToolJson.Default.JsonArray);
    }

    private static JsonElement? TryParse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A space beside a colon belongs to a label or a reference: <c>official: 842250903629086785</c>.</summary>
    [GeneratedRegex(@"\s*[,;，；、\r\n]\s*|(?<![:：=\s])[ \t]+(?![:：=\s])")]
    private static partial Regex Separators();
}
