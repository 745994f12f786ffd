using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Official;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.Official;

/// <summary><c>GET /v1/KIND/ID</c>: requests, kinds, fields, matching, refusals.</summary>
public class PathQueryTests
{
    private const string Id = "800000000000000001";

    private static readonly LookupApi Api = PathQuery.Api;

    private static LookupRequest Asked(string kind = "videos/image2video", string id = Id) => LookupRequest.About(id, kind);

    private static string Body(string status, string more = "") =>
        $$$$"""
            {"code":0,"message":"SUCCEED","data":{"task_id":"{{{{Id}}}}","task_status":"{{{{status}}}}",
            "created_at":1764235825029,"updated_at":1764236054436{{{{more}}}}}}
            """;

    [Fact]
    public void The_kind_is_the_path_and_the_id_is_escaped()
    {
        Assert.Equal(
            "v1/videos/avatar/image2video/a%2Bb",
            Api.Target(Asked("videos/avatar/image2video", "a+b"), new(new Dictionary<string, string>())));
        Assert.False(Api.HasExternalLookup);
        Assert.Equal(1, Api.BatchSize);
    }

    [Fact]
    public void The_most_common_kinds_come_first()
    {
        Assert.Equal(["videos/image2video", "videos/text2video", "videos/omni-video"], Api.Kinds.Take(3));
        Assert.Equal(21, Api.Kinds.Distinct().Count());
    }

    [Fact]
    public void A_finished_task_has_all_its_fields()
    {
        var task = KlingAsk.Task(Api, Asked("videos/video-extend"), Body("succeed", """
            ,"task_status_msg":"","task_info":{"parent_video":{"id":"700000000000000001",
            "url":"https://e.example/parent.mp4","duration":"5.1"},"external_task_id":"ext-1"},
            "task_result":{"videos":[{"id":"v1","url":"https://e.example/a.mp4?ksTime=694fa816",
            "watermark_url":"https://e.example/a_wm.mp4","duration":"9.6"}]},
            "final_unit_deduction":"10","watermark_info":{"enabled":true}
            """));

        Assert.Equal("official:videos/video-extend/800000000000000001", task.Reference.ToString());
        Assert.Equal((KlingTaskStatus.Succeeded, "succeed", "video-extend"), (task.Status, task.ProviderStatus, task.Kind));
        Assert.Equal(("ext-1", "700000000000000001", "10 units"), (task.ExternalId, task.Parent, task.Cost));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1764236054436), task.FinishedAt);
        Assert.Equal(
            new KlingOutput(OutputType.Video)
            {
                Id = "v1",
                Url = "https://e.example/a.mp4?ksTime=694fa816",
                WatermarkedUrl = "https://e.example/a_wm.mp4",
                DurationSeconds = 9.6,
            },
            Assert.Single(task.Outputs));
    }

    [Theory]
    [InlineData("videos/image2video", "image2video")]
    [InlineData("videos/avatar/image2video", "avatar/image2video")]
    [InlineData("images/editing/expand", "editing/expand")]
    [InlineData("general/ai-multi-shot", "ai-multi-shot")]
    public void The_kind_is_the_path_without_its_first_segment(string kind, string name) =>
        Assert.Equal(name, KlingAsk.Task(Api, Asked(kind), Body("processing")).Kind);

    [Fact]
    public void A_failed_task_comes_in_a_successful_call()
    {
        var task = KlingAsk.Task(
            Api, Asked(), Body("failed", ",\"task_status_msg\":\"Image pixel is invalid\",\"task_result\":{},\"task_info\":{}"));

        Assert.Equal(KlingTaskStatus.Failed, task.Status);
        Assert.Equal(new TaskFailure(FaultCategory.InvalidInput, null, "Image pixel is invalid"), task.Failure);
        Assert.Empty(task.Outputs);
    }

    [Fact]
    public void A_failure_without_a_message_is_still_a_failure() =>
        Assert.Equal(
            new TaskFailure(FaultCategory.GenerationFailed, null, null),
            KlingAsk.Task(Api, Asked(), Body("failed", ",\"task_status_msg\":\"\"")).Failure);

    [Fact]
    public void A_callback_has_no_envelope() => Assert.Equal(
        "https://e.example/a.mp4",
        KlingAsk.Task(Api, Asked(), $$$$"""
            {"task_id":"{{{{Id}}}}","task_status":"succeed","task_result":{"videos":[{"id":"v1",
            "url":"https://e.example/a.mp4"}]}}
            """).Outputs[0].Url);

    [Fact]
    public void The_path_finds_a_task_by_its_external_id()
    {
        var task = KlingAsk.Task(Api, Asked(id: "shot-01"), Body("processing", ",\"task_info\":{\"external_task_id\":\"shot-01\"}"));

        Assert.Equal($"official:videos/image2video/{Id}", task.Reference.ToString());
    }

    [Fact]
    public void Another_task_is_a_bad_response() => Assert.Equal(
        FaultCategory.BadResponse,
        KlingAsk.Fault(
                Api, Asked(id: "800000000000000002"), Body("succeed", ",\"task_info\":{\"external_task_id\":\"shot-01\"}")).Category);

    [Theory]
    [InlineData("""{"code":1201,"message":"Task not found by id/external id: 8","request_id":"r"}""", 400)]
    [InlineData("""{"code":"1201","message":"task NOT FOUND"}""", 200)]
    [InlineData("""{"code":1203,"message":"no such resource","data":null}""", 404)]
    public void An_unknown_id_hints_at_the_key_of_the_new_API(string body, int status)
    {
        var fault = KlingAsk.Fault(Api, Asked(), body, status);

        Assert.Equal(FaultCategory.NotFound, fault.Category);
        Assert.Contains("KLING_API_KEY", fault.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1003", true)]
    [InlineData("1004", true)]
    [InlineData("1002", false)]
    [InlineData("5000", false)]
    public void A_stale_signature_is_signed_again(string code, bool again) =>
        Assert.Equal(again, Api.IsStaleSignature(KlingAsk.Fault(Api, Asked(), $$$$"""{"code":{{{{code}}}},"message":"m"}""", 401)));

    [Theory]
    [InlineData(401, 1000, FaultCategory.Auth, false)]
    [InlineData(401, 1001, FaultCategory.Auth, false)]
    [InlineData(401, 1002, FaultCategory.Auth, false)]
    [InlineData(401, 1003, FaultCategory.Auth, false)]
    [InlineData(401, 1004, FaultCategory.Auth, false)]
    [InlineData(429, 1100, FaultCategory.Permission, false)]
    [InlineData(429, 1101, FaultCategory.InsufficientCredit, false)]
    [InlineData(429, 1102, FaultCategory.InsufficientCredit, false)]
    [InlineData(403, 1103, FaultCategory.Permission, false)]
    [InlineData(400, 1200, FaultCategory.InvalidInput, false)]
    [InlineData(400, 1201, FaultCategory.InvalidInput, false)]
    [InlineData(404, 1202, FaultCategory.InvalidInput, false)]
    [InlineData(404, 1203, FaultCategory.NotFound, false)]
    [InlineData(400, 1300, FaultCategory.Moderation, false)]
    [InlineData(400, 1301, FaultCategory.Moderation, false)]
    [InlineData(429, 1302, FaultCategory.RateLimited, true)]
    [InlineData(429, 1303, FaultCategory.RateLimited, true)]
    [InlineData(429, 1304, FaultCategory.Permission, false)]
    [InlineData(500, 5000, FaultCategory.ProviderUnavailable, true)]
    [InlineData(503, 5001, FaultCategory.ProviderUnavailable, true)]
    [InlineData(504, 5002, FaultCategory.Timeout, true)]
    [InlineData(429, 1399, FaultCategory.RateLimited, true)]
    [InlineData(418, 7777, FaultCategory.InvalidInput, false)]
    internal void Each_code_has_its_category_whatever_the_HTTP_status(int status, int code, FaultCategory category, bool transient)
    {
        var body = $$$$"""{"code":{{{{code}}}},"message":"some words","request_id":"r","data":null}""";

        var fault = KlingAsk.Fault(Api, Asked(), body, status);

        Assert.Equal((category, transient, $"{code}", status), (fault.Category, fault.IsTransient, fault.Code, fault.HttpStatus));
        Assert.Equal(status is 401 or 403 ? null : "some words", fault.ProviderText);
        var with200 = KlingAsk.Fault(Api, Asked(), body, 200);
        Assert.Equal(code is 1399 or 7777 ? FaultCategory.BadResponse : category, with200.Category);
    }

    [Fact]
    public void Only_a_transient_fault_keeps_Retry_After()
    {
        var pause = TimeSpan.FromSeconds(7);

        Fault Of(int code) =>
            Assert.Single(
                Api.Read(Asked(), KlingAsk.ProviderResponse($$$$"""{"code":{{{{code}}}}}""", 429) with { RetryAfter = pause })).Fault!;

        Assert.Equal(pause, Of(1302).RetryAfter);
        Assert.Null(Of(1102).RetryAfter);
    }
}
