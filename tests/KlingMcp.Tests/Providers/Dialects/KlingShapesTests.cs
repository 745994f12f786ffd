using System.Text.Json.Nodes;
using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>
/// A body with one malformed value is read without an exception, never as another task and never as a success without outputs.
/// </summary>
public class KlingShapesTests
{
    private const string Id = "842000000000000001";

    private const string Older = """
        {"code":0,"message":"SUCCEED","data":{"task_id":"842000000000000001","task_status":"succeed","task_status_msg":"",
        "task_info":{"parent_video":{"id":"7"},"external_task_id":"x"},
         "task_result":{"videos":[{"id":"v","url":"https://e.example/a.mp4","watermark_url":"https://e.example/w.mp4","duration":"5"}],
          "images":[{"index":0,"url":"https://e.example/a.png"}],"audios":[{"id":"a","url_mp3":"https://e.example/a.mp3"}],
          "voices":[{"voice_id":"1","trial_url":"https://e.example/t.mp3"}],"elements":[{"element_id":1,"element_name":"n"}]},
         "final_unit_deduction":"10","created_at":1764235825029,"updated_at":1764236054436}}
        """;

    private const string Newer = """
        {"code":0,"data":[{"id":"842000000000000001","status":"succeeded","message":"","create_time":1781080778802,
        "update_time":1781080794151,"external_id":"s",
         "outputs":[{"type":"video","id":"v","url":"https://e.example/a.mp4","duration":"5"}],
         "billing":[{"charge_type":"unit","amount":"3","package_type":"video"}]}]}
        """;

    private const string Wrapped = """
        {"code":"success","message":"","data":{"task_id":"842000000000000001","action":"textGenerate","status":"SUCCESS",
        "fail_reason":"https://e.example/a.mp4","submit_time":1768825835,
         "finish_time":1768826070,"progress":"100%","data":{"code":0,"message":"SUCCEED","data":{"task_id":"1","task_status":"succeed",
         "task_result":{"videos":[{"id":"v","url":"https://e.example/a.mp4"}]},"created_at":1,"updated_at":2}}}}
        """;

    private const string Flat = """
        {"task_id":"842000000000000001","status":"failed","url":"https://e.example/a.mp4","metadata":{"duration":5,
        "width":1280,"height":720,"videos":[]},"error":{"code":0,"message":"string"}}
        """;

    private static readonly string[] Oddities =
        [
            "null",
            "\"\"",
            "\" \"",
            "0",
            "-1",
            "1e400",
            "12345678901234567890123",
            "true",
            "[]",
            "[null]",
            "[[]]",
            "{}",
            "{\"data\":{\"data\":{}}}",
            "\"javascript:alert(1)\"",
            "\"\\ud800\"",
            "\"succeed\"",
            "\"FAILURE\""
        ];

    [Theory]
    [InlineData("official", 0, Older)]
    [InlineData("official", 0, Newer)]
    [InlineData("official", 1, Older)]
    [InlineData("official", 1, Newer)]
    [InlineData("ezmodel", 0, Older)]
    [InlineData("ezmodel", 0, Newer)]
    [InlineData("ezmodel", 0, Wrapped)]
    [InlineData("ezmodel", 0, Flat)]
    [InlineData("cometapi", 0, Older)]
    [InlineData("cometapi", 0, Wrapped)]
    public void Any_single_value_may_be_malformed(string provider, int way, string body)
    {
        var api = ProviderCatalog.Find(provider)!.Keys[way].Api;
        var asked = LookupRequest.About(Id, api.Kinds is [var kind, ..] ? kind : null);
        foreach (var odd in Spoilt(body))
            foreach (var status in new[] { 200, 400, 500 })
                Check(Assert.Single(api.Read(asked, KlingAsk.ProviderResponse(odd, status))), odd);
    }

    private static void Check(Result<KlingTask> reading, string body)
    {
        if (reading.Value is not { } task) return;

        Assert.True(task.Reference.Id == Id, body);
        Assert.False(string.IsNullOrWhiteSpace(task.ProviderStatus), body);
        Assert.True(task.Status is KlingTaskStatus.Succeeded == task.Outputs.Count > 0, body);
        Assert.True(task.Status is KlingTaskStatus.Failed == task.Failure is not null, body);
        Assert.All(
            task.Outputs,
            o => Assert.True(o.IsUsable && o.Url?.StartsWith("https://e.example/", StringComparison.Ordinal) is not false, body));
    }

    /// <summary>The body with each of its values replaced by each malformed value, or left out.</summary>
    private static IEnumerable<string> Spoilt(string body)
    {
        var count = Places(JsonNode.Parse(body)!).Count();
        for (var at = 0; at < count; at++)
        {
            foreach (var oddity in Oddities.Append(null))
            {
                var root = JsonNode.Parse(body)!;
                var place = Places(root).ElementAt(at);
                var value = oddity is null ? null : "@@";
                if (place.Parent is JsonObject parent && oddity is null) parent.Remove(place.GetPropertyName());
                else place.ReplaceWith(value);
                yield return root.ToJsonString().Replace("\"@@\"", oddity, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(static m => m.Value),
            JsonArray items => items,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(static child => Places(child).Prepend(child));
    }
}
