using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using static KlingMcp.Tests.Faults.FaultTexts;
using static KlingMcp.Tests.Faults.Plays;

namespace KlingMcp.Tests.Faults;

/// <summary>Answers about the task that are not as documented.</summary>
internal static class OddTasks
{
    public static IEnumerable<FaultCase> All =>
    [
        new("numbers as strings", Changed(NumberAsText), Success),
        new("strings as numbers", Changed(TextAsNumber), Success),
        new("a task under 500", static stage => stage.SendAsync(500, stage.Provider.Body()), Success),
        new("another content type", static stage => stage.SendAsync(200, stage.Provider.Body(), "Content-Type: text/html"), Success),
        new("no content type", static stage => stage.SendAsync(200, stage.Provider.Body(), "Content-Type:"), Success),
        new("a byte order mark",
            static stage => stage.SendAsync(200, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(stage.Provider.Body())]), Success),
        new("a state that is new", static stage => stage.SendAsync(200, stage.Provider.UnknownBody("reviewing")), Unknown),
        new("another task's id", static stage => stage.SendAsync(200, stage.Provider.Body(id: stage.Provider.Id[..^1] + "0")),
            Bad("the answer is about another task")),
        new("success without an address", WithUrl(""), NoOutput),
        new("an address with javascript:", WithUrl("javascript:alert(1)//a.mp4"), NoOutput),
        new("an address with file:", WithUrl("file:///etc/passwd.mp4"), NoOutput),
        new("an address with data:", WithUrl("data:video/mp4;base64,AAAA"), InlineResult),
    ];

    private static Func<Stage, Task> WithUrl(string url) => stage => stage.SendAsync(200, stage.Provider.Body(url: url));

    private static JsonNode NumberAsText(JsonValue value) =>
        value.GetValueKind() is JsonValueKind.Number ? JsonValue.Create(value.ToJsonString()) : value.DeepClone();

    private static JsonNode TextAsNumber(JsonValue value) =>
        value.GetValueKind() is JsonValueKind.String
        && decimal.TryParse(value.GetValue<string>(), CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : value.DeepClone();
}
