using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KlingMcp.Server.Web;

/// <summary>An entry of the log in one line, as text or as JSON.</summary>
internal static class LogLine
{
    public static string Text(DateTimeOffset at, LogLevel level, string category, string message, Exception? exception) =>
        string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-ddTHH:mm:ss.fffZ} {level}: {category}: {message}{Details(exception)}");

    public static string Json(DateTimeOffset at, LogLevel level, string category, string message, Exception? exception)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("time", at);
            writer.WriteString("level", level.ToString());
            writer.WriteString("category", category);
            writer.WriteString("message", message);
            if (exception is not null) writer.WriteString("exception", Details(exception).Trim());
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Details(Exception? exception) => exception is null ? "" : $" [{exception.GetType().Name}: {exception.Message}]";
}
