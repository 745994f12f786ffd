using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KlingMcp.Cli.Hosts;

/// <summary>
/// Changes single values of a JSON text and keeps everything else byte for byte: comments, spaces, line ends, the order of members.
/// </summary>
/// <param name="hasComments">Whether the text may have comments and trailing commas.</param>
internal sealed class JsonEdit(bool hasComments)
{
    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];

    /// <summary>The root of a text; an empty text counts as an empty object.</summary>
    /// <exception cref="HostFileException">The text is not JSON, or not an object.</exception>
    public JsonSpan Root(byte[] text)
    {
        try
        {
            var root = JsonSpan.Parse(text.AsSpan(BomOf(text)), hasComments);
            return root.IsObject ? root : throw new HostFileException("it is not a JSON object.");
        }
        catch (JsonException e)
        {
            var form = hasComments ? "JSON with comments" : "JSON (comments and trailing commas are not allowed there)";
            throw new HostFileException($"line {e.LineNumber + 1} is not {form}. Correct it first.");
        }
    }

    /// <summary>The value at a span.</summary>
    public JsonNode? ValueAt(byte[] text, JsonSpan span) => JsonNode.Parse(
        text.AsSpan(BomOf(text))[span.Start..span.End],
        documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = hasComments });

    /// <summary>Sets a member; objects on the way that are missing are made.</summary>
    /// <returns>The new text; the same if the member has this value already.</returns>
    /// <exception cref="HostFileException">A value on the way is not an object.</exception>
    public byte[] Set(byte[] text, IReadOnlyList<string> path, JsonNode value)
    {
        var root = Root(text);
        for (var i = 0; i < path.Count; i++)
        {
            if (root.Member(path[i]) is not { } member) return AddMember(text, root, i, path[i], Nest(path, i + 1, value));
            if (i == path.Count - 1)
                return JsonNode.DeepEquals(ValueAt(text, member), value) ? text : Replace(text, member, Written(text, value, path.Count));
            root = member.IsObject ? member : throw new HostFileException($"\"{path[i]}\" is not an object.");
        }

        return text;
    }

    /// <summary>Adds an element to an array that is a member of the root; the array is made if it is missing.</summary>
    public byte[] Append(byte[] text, string name, JsonNode item)
    {
        if (Root(text).Member(name) is not { } array) return Set(text, [name], new JsonArray(item));
        if (array.Kind is not JsonTokenType.StartArray) throw new HostFileException($"\"{name}\" is not a list.");

        return Insert(text, array, array.Items.Count > 0 ? array.Items[^1].End : null, 1, Written(text, item, 2));
    }

    private static JsonNode Nest(IReadOnlyList<string> path, int from, JsonNode value) =>
        from == path.Count ? value : new JsonObject { [path[from]] = Nest(path, from + 1, value) };

    private static byte[] AddMember(byte[] text, JsonSpan parent, int depth, string name, JsonNode value) => Insert(
        text,
        parent,
        parent.Members.Count > 0 ? parent.Members[^1].Value.End : null,
        depth,
        $"{Written(text, JsonValue.Create(name), 0)}: {Written(text, value, depth + 1)}");

    /// <summary>Inserts at the end of an object or an array, on a line of its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parent">The object or array.</param>
    /// <param name="last">The end of its last element; <see langword="null"/> if it is empty.</param>
    /// <param name="depth">How deep the parent is nested.</param>
    /// <param name="element">What to insert.</param>
    private static byte[] Insert(byte[] text, JsonSpan parent, int? last, int depth, string element)
    {
        var layout = Layout.Of(text);
        var json = text.AsSpan(BomOf(text));
        JsonGap gap = new(json, last ?? (parent.Start + 1), parent.End - 1);
        var close = gap.HasBreak ? "" : layout.LineAt(depth);
        return
        [
            .. text.AsSpan(0, BomOf(text)),
            .. json[..(last ?? parent.Start + 1)],
            .. last is null || gap.HasComma ? [] : ","u8,
            .. json[(last ?? parent.Start + 1)..gap.ContentEnd],
            .. Encoding.UTF8.GetBytes(layout.LineAt(depth + 1) + element + close),
            .. json[gap.ContentEnd..],
        ];
    }

    private static byte[] Replace(byte[] text, JsonSpan span, string value)
    {
        var bom = BomOf(text);
        return [.. text[..(bom + span.Start)], .. Encoding.UTF8.GetBytes(value), .. text[(bom + span.End)..]];
    }

    /// <summary>A value in the layout of the text.</summary>
    private static string Written(byte[] text, JsonNode value, int depth)
    {
        var layout = Layout.Of(text);
        using MemoryStream stream = new();
        JsonWriterOptions options = new()
        {
            Indented = true,
            IndentCharacter = layout.Unit[0],
            IndentSize = layout.Unit.Length,
            NewLine = "\n",

            // Paths and ${…} stay readable. The text is a file, not part of HTML.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (Utf8JsonWriter writer = new(stream, options)) value.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray()).Replace("\n", layout.LineAt(depth), StringComparison.Ordinal);
    }

    private static int BomOf(byte[] text) => text.AsSpan().StartsWith(Bom) ? Bom.Length : 0;
}
