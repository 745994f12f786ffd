using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using KlingMcp.Tests.Faults;

namespace KlingMcp.Tests.Properties;

/// <summary>Bodies that no provider should send: random bytes, random JSON of the words that the readers know, and documented bodies that were changed.</summary>
internal static class Bodies
{
    /// <summary>The key of all properties: nothing of it may ever be told.</summary>
    public const string Canary = "cAnArY-93kfPq7Zx-sEcReT-55tWbV";

    private static readonly string[] Names =
    [
        "code", "message", "data", "error", "result", "task", "works", "status", "status_name", "status_final", "task_id", "id", "task_status", "task_status_msg", "task_result",
        "task_info", "external_task_id", "external_id", "outputs", "output", "videos", "images", "audios", "voices", "elements", "series_images", "url", "video_url", "video", "image_url",
        "image_urls", "watermark_url", "cover_url", "trial_url", "url_1", "url_mp3", "url_wav", "resource", "resource_without_watermark", "duration", "width", "height", "type", "workId",
        "taskId", "contentType", "downloadInfo", "fileTypes", "watermark", "fail_reason", "result_url", "progress", "submit_time", "finish_time", "created_at", "updated_at", "meta",
        "usage", "consume", "raw_message", "etaTime", "metadata", "element_id", "voice_id", "voice_name", "billing", "amount", "currency", "package_type", "task_type", "model", "prompt",
    ];

    private static readonly string[] Words =
    [
        "succeed", "succeeded", "SUCCESS", "completed", "failed", "FAILURE", "processing", "IN_PROGRESS", "submitted", "cancelled", "reviewing", "deleted", "unknown", "UNKNOWN", "", " ",
        "video", "image", "audio", "voice", "element", "success", "task not found", "task_not_exist", "not found", "risk control", "sk-0123456789abcdef", "Bearer abc.def",
        "https://media.example/a.mp4", "http://media.example/b.png?Expires=1783672794", "HTTPS://media.example/c", "javascript:alert(1)//.mp4", "file:///etc/passwd.mp4",
        "data:video/mp4;base64,AAAA", "https://user:pass@media.example/a.mp4", "https://", "//media.example/a.mp4", "ftp://media.example/a.mp4", "https://media.example/\u202Ea.mp4",
        $"https://media.example/a.mp4?key={Canary}", $"https://media.example/{Canary[5..14]}.mp4", Canary, Canary[3..11], Canary.ToUpperInvariant(), $"{Canary[..10]}\u200B{Canary[10..]}",
        "\u001b[31mred\u001b[0m", "\u202Egnp.exe", "\U000E0041\U000E0042\U000E007F", "a\u200Bb\u2060c\uFEFFd", "line\r\nline\u2028line", "\uFFFD\uFFFE", "\u3164\u2800\u115F", "\uE000", "0",
        "NaN", "Infinity", "1e999", "-1", "100%", "0001-01-01T00:00:00Z", "2026-11-22T12:00:00Z", "9999999999999999999999", "842250903629086785", "123456789",
    ];

    /// <summary>Text that is hard on a reader: a word, letters of all kinds, or a great deal of it.</summary>
    public static Gen<string> Text { get; } = Gen.Frequency(
        (6, Gen.Elements(Words)),
        (2, Gen.Choose(0, 0xFFFF).Select(static c => (char)c).ArrayOf().Select(static letters => new string(letters))),
        (1, Gen.Choose(0x1F300, 0xE01EF).Select(static c => char.IsSurrogate((char)(c & 0xFFFF)) && c < 0x10000 ? "?" : char.ConvertFromUtf32(c)).ArrayOf().Select(string.Concat)),
        (1, from word in Gen.Elements(Words) from times in Gen.Choose(1, 400) select string.Concat(Enumerable.Repeat(word, times))));

    private static Gen<string> Leaf { get; } = Gen.Frequency(
        (6, Text.Select(Quoted)),
        (2, Gen.Elements("0", "1", "-1", "99", "5", "77", "200", "404", "1102", "1201", "5.1", "1e400", "1e18", "0.1", "1744858514499", "9007199254740993", "123456789", "842250903629086785")),
        (1, Gen.Elements("null", "true", "false")));

    private static Gen<string> Value { get; } = Tree(3);

    /// <summary>A body for a way of asking.</summary>
    public static Gen<byte[]> For(ProviderCase way) => Gen.Frequency(
        (1, Gen.Choose(0, 255).Select(static b => (byte)b).ArrayOf()),
        (2, Value.Select(Encoding.UTF8.GetBytes)),
        (6, Changed(way).Select(Encoding.UTF8.GetBytes)),
        (2, from body in Changed(way) from cuts in Damage.NonEmptyListOf() select Damaged(Encoding.UTF8.GetBytes(body), cuts)));

    private static Gen<(int Place, int Byte)> Damage { get; } = from place in Gen.Choose(0, 10_000) from value in Gen.Choose(-1, 255) select (place, value);

    /// <summary>A documented body in some state, with a few of its values replaced.</summary>
    private static Gen<string> Changed(ProviderCase way) =>
        from word in Gen.Frequency((2, Gen.Constant(way.Success)), (2, Gen.Elements(Words)))
        from isNew in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from changes in (from place in Gen.Choose(0, 60) from value in Gen.Frequency((4, Leaf), (1, Value)) select (place, value)).ListOf()
        select Replaced(isNew ? way.UnknownBody(JsonText(word)) : way.Body(JsonText(word)), [.. changes.Take(4)]);

    private static Gen<string> Tree(int depth) => depth == 0 ? Leaf : Gen.Frequency(
        (2, Leaf),
        (4, from members in (from name in Gen.Elements(Names) from value in Tree(depth - 1) select $"{Quoted(name)}:{value}").ListOf()
            select $"{{{string.Join(',', members.Take(8))}}}"),
        (1, from items in Tree(depth - 1).ListOf() select $"[{string.Join(',', items.Take(5))}]"));

    /// <summary>As JSON writes it, lone surrogates and all.</summary>
    private static string Quoted(string text) => $"\"{JsonText(text)}\"";

    private static string JsonText(string text) =>
        string.Concat(text.Select(static c => c is '"' or '\\' || c < ' ' || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString()));

    private static string Replaced(string json, (int Place, string Value)[] changes)
    {
        foreach (var (place, value) in changes)
        {
            try
            {
                var root = JsonNode.Parse(json)!;
                List<JsonNode> nodes = [.. Below(root)];
                nodes[place % nodes.Count].ReplaceWith(JsonNode.Parse(value));
                json = root.ToJsonString();
            }
            catch (Exception e) when (e is InvalidOperationException or ArgumentException or DivideByZeroException or System.Text.Json.JsonException)
            {
                // half a surrogate pair, or nothing left to change: it stays as it is
            }
        }

        return json;
    }

    private static IEnumerable<JsonNode> Below(JsonNode node)
    {
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject members => members.Select(static m => m.Value),
            JsonArray items => items,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(static child => Below(child).Prepend(child));
    }

    /// <summary>Bytes changed, and cut off where the value is none.</summary>
    private static byte[] Damaged(byte[] body, IEnumerable<(int Place, int Byte)> damage)
    {
        foreach (var (place, value) in damage)
        {
            if (body.Length == 0) return body;
            if (value < 0) body = body[..(place % body.Length)];
            else body[place % body.Length] = (byte)value;
        }

        return body;
    }
}
