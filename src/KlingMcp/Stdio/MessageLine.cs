using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KlingMcp.Domain;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Stdio;

/// <summary>A line of input: a message, or what to answer to a line that is none.</summary>
/// <param name="Message"><see langword="null"/> when the line holds no message.</param>
/// <param name="Error"><see langword="null"/> when there is nothing to answer.</param>
internal readonly record struct MessageLine(JsonRpcMessage? Message, JsonRpcError? Error)
{
    /// <summary>A longer line, in bytes, is refused. No tool takes arguments of a megabyte.</summary>
    public const int MaxLength = 8 << 20;

    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    public static MessageLine Parse(ReadOnlySequence<byte> line, JsonTypeInfo<JsonRpcMessage> type)
    {
        if (line.Length > MaxLength)
            return new(null, ErrorOf(RequestIdIn(line) ?? default, McpErrorCode.InvalidRequest, "The message is longer than 8 MiB."));

        var trimmed = Trim(line);
        if (trimmed.IsEmpty) return default;
        if (trimmed.FirstSpan[0] == '[')
            return new(null, ErrorOf(default, McpErrorCode.InvalidRequest, "Batches are not supported: send one message per line."));

        // One unreadable character must not make the whole message unreadable.
        if (trimmed.PositionOf((byte)'\\') is not null) trimmed = new(HalfCharacters.AsUnreadable(trimmed.ToArray()));

        try
        {
            Utf8JsonReader reader = new(trimmed);
            return new(JsonSerializer.Deserialize(ref reader, type), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            return new(
                null, RequestIdIn(trimmed) is { } id ? ErrorOf(id, McpErrorCode.ParseError, "The message is not valid JSON-RPC.") : null);
        }
    }

    private static JsonRpcError ErrorOf(RequestId id, McpErrorCode code, string message) =>
        new() { Id = id, Error = new() { Code = (int)code, Message = message } };

    /// <summary>Without white space and a byte order mark in front.</summary>
    private static ReadOnlySequence<byte> Trim(ReadOnlySequence<byte> line)
    {
        var skipped = 0L;
        foreach (var part in line)
        {
            foreach (var octet in part.Span)
            {
                if (octet is not ((byte)' ' or (byte)'\t' or (byte)'\r' or 0xEF or 0xBB or 0xBF)) return line.Slice(skipped);
                skipped++;
            }
        }

        return ReadOnlySequence<byte>.Empty;
    }

    /// <summary>
    /// The id of a request that could not be read (nested too deeply or cut off, for example), so that its sender does not wait forever.
    /// </summary>
    private static RequestId? RequestIdIn(ReadOnlySequence<byte> line)
    {
        try
        {
            Utf8JsonReader reader = new(line, AnyDepth);
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) return null;

            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                reader.Read();
                if (isId && reader.TokenType is JsonTokenType.String) return new(reader.GetString()!);
                if (isId) return reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var number) ? new(number) : null;
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON at all, so there is no id to answer.
        }

        return null;
    }
}
