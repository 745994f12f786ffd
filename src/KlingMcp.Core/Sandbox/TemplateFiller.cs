using System.Buffers;
using System.Text.Json;

namespace KlingMcp.Sandbox;

/// <summary>
/// Replaces the placeholders of a template body. A string that is a placeholder takes the type of its value, and a member whose
/// placeholder has no value is left out. Within a longer string a placeholder is replaced by text.
/// </summary>
internal static class TemplateFiller
{
    /// <summary>The filled body, as UTF-8.</summary>
    /// <param name="body">The template.</param>
    /// <param name="values">
    /// The values by placeholder (<c>$id</c>): a string, a <see cref="long"/>, a list of filled bodies, or <see langword="null"/> for none.
    /// </param>
    public static byte[] Fill(JsonElement body, IReadOnlyDictionary<string, object?> values)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer)) Write(writer, body, values);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement place, IReadOnlyDictionary<string, object?> values)
    {
        switch (place.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in place.EnumerateObject().Where(m => !IsWithoutValue(m.Value, values)))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, values);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in place.EnumerateArray()) Write(writer, item, values);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                WriteText(writer, place.GetString()!, values);
                break;
            default:
                place.WriteTo(writer);
                break;
        }
    }

    private static bool IsWithoutValue(JsonElement place, IReadOnlyDictionary<string, object?> values) =>
        place.ValueKind is JsonValueKind.String && values.TryGetValue(place.GetString()!, out var value) && value is null;

    private static void WriteText(Utf8JsonWriter writer, string text, IReadOnlyDictionary<string, object?> values)
    {
        switch (values.GetValueOrDefault(text))
        {
            case long number:
                writer.WriteNumberValue(number);
                break;
            case IReadOnlyList<byte[]> bodies:
                writer.WriteStartArray();
                foreach (var body in bodies) writer.WriteRawValue(body);
                writer.WriteEndArray();
                break;
            case string whole:
                writer.WriteStringValue(whole);
                break;
            default:
                writer.WriteStringValue(
                    values.Aggregate(text, static (line, v) => line.Replace(v.Key, $"{v.Value}", StringComparison.Ordinal)));
                break;
        }
    }
}
