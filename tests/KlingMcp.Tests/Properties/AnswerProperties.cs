using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck.Fluent;
using KlingMcp.Tests.Faults;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Properties;

/// <summary>Properties of the answer for any bytes that a provider may send.</summary>
public class AnswerProperties
{
    /// <summary>Of an answer without the addresses in it, in characters, text and structure together.</summary>
    private const int MostOfAnswer = 32_000;

    private static readonly string[] SuccessWords = ["succeed", "succeeded", "success", "completed", "complete", "done", "99"];
    private static readonly string[] FinalWords =
        [.. SuccessWords, "failed", "failure", "fail", "error", "cancelled", "canceled", "6", "7", "9", "50", "true"];
    private static readonly string[] StateNames = ["status", "task_status", "status_name", "status_final", "state"];
    private static readonly string[] Urls = ["url", "watermarked_url", "cover_url", "wav_url"];
    private static readonly string[] Ours = ["next", "hint"];

    public static TheoryData<string> ProviderNames => [.. ProviderCase.All.Select(static p => p.Name)];

    [Theory]
    [MemberData(nameof(ProviderNames))]
    public void Whatever_a_provider_sends_no_success_is_invented_and_nothing_unsafe_is_shown(string name)
    {
        var provider = ProviderCase.All.Single(w => w.Name == name);
        var (status, body) = (200, Array.Empty<byte>());
        List<Uri> astray = [];

        // The key that bodies repeat is a whole one, also where there are two.
        var environment = provider.Environment("https://host.invalid", Bodies.Canary).With(provider.Variables[0], Bodies.Canary);
        using var offline = ServerHarness.Offline(
            environment,
            request =>
            {
                if (request.RequestUri is { } asked && !IsAt(asked, provider)) astray.Add(asked);
                return new((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
            });
        var tasks = 0;

        PropertyCheck.ForAll(
            from bytes in Bodies.For(provider)
            from code in Gen.Frequency(
                (4, Gen.Constant(200)), (1, Gen.Elements(201, 204, 301, 400, 401, 403, 404, 429, 500, 502, 524, 599)))
            select new Case(code, bytes),
            sent =>
            {
                (status, body) = (sent.Status, sent.Body);
                var answer = offline.Look(provider.Task);
                if (answer.IsError is not true) tasks++;
                IsHonest(answer, sent.Body);
                IsFitToRead(answer);
                Assert.Empty(astray);
            },
            ProviderCase.All.Count);

        // Enough of the bodies must be valid for the checks of tasks to mean something.
        TestContext.Current.TestOutputHelper?.WriteLine($"{tasks} of the answers were tasks");
        Assert.True(tasks > PropertyCheck.Cases / ProviderCase.All.Count / 20, $"only {tasks} tasks");
    }

    private static readonly string[] ReasonsWithoutOutputs = ["not a Kling task", "has removed the result", "no longer has the result"];

    /// <summary>No internal error, no final status that the provider did not send, and no success without a usable output.</summary>
    private static void IsHonest(CallToolResult answer, byte[] body)
    {
        var root = answer.StructuredContent!.Value;
        if (answer.IsError is true)
        {
            Assert.NotEqual("internal", root.GetProperty("error").GetProperty("category").GetString());
            return;
        }

        var words = WordsIn(body);
        if (root.GetProperty("done").GetBoolean())
            Assert.Contains(words, static w => FinalWords.Contains(w, StringComparer.OrdinalIgnoreCase));
        if (root.GetProperty("status").GetString() is not "succeeded") return;

        Assert.Contains(words, static w => SuccessWords.Contains(w, StringComparer.OrdinalIgnoreCase));
        if (!root.TryGetProperty("outputs", out var outputs))
        {
            // a result that its provider has removed, and a task of another model, say so
            var next = root.TryGetProperty("next", out var step) ? step.GetString()! : "";
            if (ReasonsWithoutOutputs.Any(reason => next.Contains(reason, StringComparison.Ordinal))) return;

            // A result inside the answer itself is not given, but the task has succeeded. The answer must say so.
            Assert.Contains("data:", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
            Assert.Contains("inside the answer itself", answer.Text(), StringComparison.Ordinal);
            return;
        }

        Assert.NotEqual(0, outputs.GetArrayLength());
        foreach (var output in outputs.EnumerateArray())
        {
            var hasAddress = output.TryGetProperty("url", out var url) && IsWebAddress(url.GetString()!);
            var isHandle = output.GetProperty("type").GetString() is "voice" or "element" && output.TryGetProperty("id", out _);
            Assert.True(hasAddress || isHandle, output.ToString());
        }
    }

    private static string WithoutAddresses(string text) => Regex.Replace(text, @"https?://[^\s""]+", "", RegexOptions.IgnoreCase);

    private static bool IsWebAddress(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static bool IsAt(Uri asked, ProviderCase provider) =>
        asked.Authority is "host.invalid" && asked.AbsolutePath.StartsWith($"/{provider.Provider}/", StringComparison.Ordinal);

    /// <summary>
    /// No text is too long, leaves its quotes, has invisible characters or contains the key, and the whole is of bounded size.
    /// </summary>
    private static void IsFitToRead(CallToolResult answer)
    {
        var words = WithoutAddresses(answer.Text());
        NothingIsHidden(answer.Text().Replace("\n", "", StringComparison.Ordinal));
        NoCanary(words, 8);
        Assert.InRange(words.Length + WithoutAddresses(answer.StructuredContent!.Value.GetRawText()).Length, 1, MostOfAnswer);
        Assert.All(words.Split('\n'), static line => Assert.True(line.Count(static c => c == '"') % 2 == 0, $"open quotes: {line}"));
        NoCanary(answer.Text(), Bodies.Canary.Length);
        foreach (var (name, text) in Texts(answer.StructuredContent!.Value, ""))
        {
            NothingIsHidden(text);
            NoCanary(text, Urls.Contains(name) ? Bodies.Canary.Length : 8);
            if (!Ours.Contains(name)) Assert.InRange(text.Length, 0, Urls.Contains(name) ? 8192 : 300);
        }
    }

    /// <param name="text">What is shown.</param>
    /// <param name="length">How many characters of the key it may not contain: in an address more, since addresses contain names.</param>
    private static void NoCanary(string text, int length)
    {
        for (var at = 0; at + length <= Bodies.Canary.Length; at++)
        {
            if (text.AsSpan().Contains(Bodies.Canary.AsSpan(at, length), StringComparison.OrdinalIgnoreCase))
                Assert.Fail($"the key in {text}");
        }
    }

    private static void NothingIsHidden(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var isHidden = rune.Value is < 0x20 or (>= 0x7F and < 0xA0) or 0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5
                or (>= 0x180B and <= 0x180F) or (>= 0x200B and <= 0x200F) or (>= 0x2028 and <= 0x202E) or (>= 0x2060 and <= 0x206F)
                or 0x2800 or 0x3164 or (>= 0xE000 and <= 0xF8FF) or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0
                or (>= 0xFFF0 and <= 0xFFFB) or 0xFFFD or (>= 0x1D173 and <= 0x1D17A) or >= 0xE0000
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;
            if (isHidden) Assert.Fail($"U+{rune.Value:X4} in {text}");
        }
    }

    private static IEnumerable<(string Name, string Text)> Texts(JsonElement place, string name) => place.ValueKind switch
    {
        JsonValueKind.Object => place.EnumerateObject().SelectMany(static m => Texts(m.Value, m.Name)),
        JsonValueKind.Array => place.EnumerateArray().SelectMany(item => Texts(item, name)),
        JsonValueKind.String => [(name, place.GetString()!)],
        _ => [],
    };

    /// <summary>Every value of a field that may hold a status.</summary>
    private static List<string> WordsIn(byte[] body)
    {
        List<string> words = [];
        if (body.AsSpan().StartsWith("\uFEFF"u8)) body = body[3..];
        try
        {
            Utf8JsonReader reader = new(body);
            var isState = false;
            while (reader.Read())
            {
                if (isState && reader.TokenType is JsonTokenType.String) words.Add(TextOf(ref reader).Trim());
                else if (isState && reader.TokenType is JsonTokenType.Number or JsonTokenType.True)
                    words.Add(Encoding.UTF8.GetString(reader.ValueSpan));
                isState = reader.TokenType is JsonTokenType.PropertyName && StateNames.Contains(TextOf(ref reader));
            }
        }
        catch (JsonException)
        {
            // The body is not valid JSON, so no answer may come from it.
            words.Clear();
        }

        return words;
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private sealed record Case(int Status, byte[] Body)
    {
        public override string ToString() => $"{Status} {JsonSerializer.Serialize(Encoding.UTF8.GetString(Body))}";
    }
}
