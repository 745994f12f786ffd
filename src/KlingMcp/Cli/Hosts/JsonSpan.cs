using System.Text.Json;

namespace KlingMcp.Cli.Hosts;

/// <summary>A value of a JSON text, and where it stands.</summary>
/// <param name="Kind">The kind of value.</param>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="End">The offset behind its last byte.</param>
internal sealed record JsonSpan(JsonTokenType Kind, int Start, int End)
{
    /// <summary>The members of an object in the order of the text.</summary>
    public IReadOnlyList<(string Name, JsonSpan Value)> Members { get; init; } = [];

    /// <summary>The elements of an array.</summary>
    public IReadOnlyList<JsonSpan> Items { get; init; } = [];

    public bool IsObject => Kind is JsonTokenType.StartObject;

    /// <summary>A member of an object; <see langword="null"/> if there is none.</summary>
    /// <exception cref="HostFileException">There are several of this name, and hosts differ in which one they take.</exception>
    public JsonSpan? Member(string name)
    {
        var found = Members.Where(m => m.Name == name).ToArray();
        return found.Length <= 1 ? found.FirstOrDefault().Value
            : throw new HostFileException($"\"{name}\" stands there {found.Length} times; remove all but one.");
    }

    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonSpan Parse(ReadOnlySpan<byte> text, bool hasComments)
    {
        Utf8JsonReader reader = new(text, new()
        {
            CommentHandling = hasComments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            AllowTrailingCommas = hasComments,
        });
        reader.Read();
        var root = Read(ref reader);
        while (reader.Read())
        {
            // Anything behind the root throws.
        }

        return root;
    }

    private static JsonSpan Read(ref Utf8JsonReader reader)
    {
        var (kind, start) = (reader.TokenType, (int)reader.TokenStartIndex);
        List<(string, JsonSpan)> members = [];
        List<JsonSpan> items = [];
        if (kind is JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                reader.Read();
                members.Add((name, Read(ref reader)));
            }
        }
        else if (kind is JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray) items.Add(Read(ref reader));
        }

        return new(kind, start, (int)reader.BytesConsumed) { Members = members, Items = items };
    }
}
