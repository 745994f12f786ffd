using System.Buffers;
using System.Text.Json;

namespace KlingMcp.Answers;

/// <summary>A simulated answer must never be mistaken for a real one.</summary>
internal static class SandboxMark
{
    public const string Line = "sandbox: simulated, no provider was asked";

    /// <summary>The same answer, with a first line and a member <c>sandbox</c> that say what it is.</summary>
    public static Answer On(Answer answer)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("sandbox", true);
            foreach (var member in answer.Structured.EnumerateObject()) member.WriteTo(writer);
            writer.WriteEndObject();
        }

        return answer with { Text = $"{Line}\n{answer.Text}", Structured = JsonElement.Parse(buffer.WrittenSpan) };
    }
}
