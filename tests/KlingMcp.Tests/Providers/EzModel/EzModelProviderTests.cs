using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Providers.Dialects;
using static KlingMcp.Tests.Providers.EzModel.EzModelBodies;

namespace KlingMcp.Tests.Providers.EzModel;

/// <summary>ezmodel: requests, the task of the gateway, and refusals.</summary>
public class EzModelProviderTests
{
    [Fact]
    public void All_kinds_share_one_path_except_elements()
    {
        var credentials = new Credentials(new Dictionary<string, string> { ["EZMODEL_API_KEY"] = "sk-1" });

        Assert.Equal("kling/v1/videos/text2video/task_a%2Bb", Api.Target(LookupRequest.About("task_a+b"), credentials));
        Assert.Equal("kling/v1/videos/text2video/8", Api.Target(LookupRequest.About("8", "videos/omni-video"), credentials));
        Assert.Equal(
            "kling/v1/general/advanced-custom-elements/8",
            Api.Target(LookupRequest.About("8", "general/advanced-custom-elements"), credentials));
        Assert.Equal("general/advanced-custom-elements", Api.OptionalKind("General/Advanced-Custom-Elements"));
        Assert.Null(Api.OptionalKind("videos/image2video"));
        Assert.Empty(Api.Kinds);
        Assert.Equal("Bearer sk-1", KlingAsk.Authorization(Api, credentials, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void The_outer_id_and_times_are_used_and_the_inner_id_may_differ()
    {
        var task = Task(Wrapped(
            "SUCCESS", "https://e.example/other.mp4", Raw("succeed", Made(Video, """{"id":"v2","url":"https://e.example/b.mp4"}"""))));

        Assert.Equal($"ezmodel:{Id}", task.Reference.ToString());
        Assert.Equal((KlingTaskStatus.Succeeded, "SUCCESS", "textGenerate"), (task.Status, task.ProviderStatus, task.Kind));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1768825835), task.CreatedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1768826070), task.FinishedAt);
        Assert.Null(task.Progress);
        Assert.Equal(["https://e.example/a.mp4", "https://e.example/b.mp4"], task.Outputs.Select(static o => o.Url));
    }

    [Fact]
    public void A_refusal_with_status_200_keeps_its_message()
    {
        var fault = KlingAsk.Fault(Api, LookupRequest.About(Id), """{"error":{"message":"无效的令牌","code":"","type":"new_api_error"}}""");

        Assert.Equal((FaultCategory.BadResponse, "无效的令牌"), (fault.Category, fault.ProviderText));
    }

    [Theory]
    [InlineData("""{"message":"ours","error":{"message":"theirs"}}""", "ours")]
    [InlineData("""{"error":{"message":"theirs"}}""", "theirs")]
    [InlineData("""{"error":"plain"}""", "plain")]
    public void The_message_of_a_refusal_is_read_from_each_form(string body, string text) =>
        Assert.Equal(text, KlingAsk.Fault(Api, LookupRequest.About(Id), body, 400).ProviderText);

    [Fact]
    public void The_documented_example_is_read_with_the_inner_times()
    {
        var task = Task($$$$"""
            {"code":"success","data":{"task_id":"{{{{Id}}}}","status":"SUCCESS","progress":"100%",
            "data":{{{{Raw("succeed", Made(Video))}}}}}}
            """);

        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1768826000000), task.FinishedAt);
        Assert.Null(task.Kind);
    }

    [Theory]
    [InlineData("NOT_START", KlingTaskStatus.Queued)]
    [InlineData("SUBMITTED", KlingTaskStatus.Queued)]
    [InlineData("QUEUED", KlingTaskStatus.Queued)]
    [InlineData("IN_PROGRESS", KlingTaskStatus.Processing)]
    [InlineData("UNKNOWN", KlingTaskStatus.Unknown)]
    [InlineData("PAUSED", KlingTaskStatus.Unknown)]
    internal void A_task_without_inner_answer_is_read_before_the_first_poll(string word, KlingTaskStatus status)
    {
        var task = Task(Wrapped(word));

        Assert.Equal((status, word, 30), (task.Status, task.ProviderStatus, task.Progress));
        Assert.Null(task.FinishedAt);
    }

    [Theory]
    [InlineData("IN_PROGRESS", "succeed", KlingTaskStatus.Processing, "IN_PROGRESS")]
    [InlineData("PAUSED", "processing", KlingTaskStatus.Unknown, "PAUSED")]
    [InlineData("UNKNOWN", "processing", KlingTaskStatus.Processing, "processing")]
    [InlineData("unknown", "submitted", KlingTaskStatus.Queued, "submitted")]
    [InlineData("", "processing", KlingTaskStatus.Processing, "processing")]
    internal void The_outer_state_is_preferred_unless_it_is_missing_or_unknown(
        string outer, string inner, KlingTaskStatus status, string word)
    {
        var task = Task(Wrapped(outer, raw: Raw(inner, Made(Video))));

        Assert.Equal((status, word), (task.Status, task.ProviderStatus));
    }

    [Theory]
    [InlineData("SUCCEED", "Image pixel is invalid", FaultCategory.InvalidInput, "Image pixel is invalid")]
    [InlineData("SUCCEED", "", FaultCategory.GenerationFailed, null)]
    [InlineData("upstream returned empty status", "", FaultCategory.GenerationFailed, "upstream returned empty status")]
    internal void The_reason_of_a_failure_is_read_from_the_inner_task(
        string outer, string inner, FaultCategory category, string? message) =>
        Assert.Equal(
        new TaskFailure(category, null, message),
        Task(Wrapped("FAILURE", outer, Raw("failed", $",\"task_status_msg\":\"{inner}\""))).Failure);

    [Fact]
    public void The_reason_of_a_gateway_failure_is_read_from_the_outer_task() => Assert.Equal(
        new TaskFailure(FaultCategory.GenerationFailed, null, "Failed to get channel info, channel ID: 7"),
        Task(Wrapped("FAILURE", "Failed to get channel info, channel ID: 7")).Failure);

    [Fact]
    public void A_refusal_by_Kling_gives_the_message_of_its_envelope() => Assert.Equal(
        "Content security policy triggered",
        Task(Wrapped("FAILURE", "SUCCEED", """
            {"code":1301,"message":"Content security policy triggered","data":null}
            """)).Failure!.Message);

    [Theory]
    [InlineData("""
        "error":{"message":"first"},"fail_reason":"second","data":{"message":"third","data":{"task_status":"failed"}}
        """, "first")]
    [InlineData(
        "\"error\":\"first\",\"fail_reason\":\"second\",\"data\":{\"message\":\"third\",\"data\":{\"task_status\":\"failed\"}}", "first")]
    [InlineData("\"fail_reason\":\"second\",\"data\":{\"message\":\"third\",\"data\":{\"task_status\":\"failed\"}}", "second")]
    [InlineData("\"fail_reason\":\"success\",\"data\":{\"message\":\"third\",\"data\":{\"task_status\":\"failed\"}}", "third")]
    [InlineData("\"fail_reason\":\"HTTP_OK\",\"data\":{\"message\":\"Ok\",\"data\":{\"task_status\":\"failed\"}}", null)]
    public void The_reason_of_the_gateway_is_preferred_to_that_of_Klings_envelope(string reasons, string? message) => Assert.Equal(
        message, Task($$$$"""{"code":"success","data":{"task_id":"{{{{Id}}}}","status":"FAILURE",{{{{reasons}}}}}}""").Failure?.Message);

    [Theory]
    [InlineData(400, """{"code":"task_not_exist","message":"task_not_exist","data":null}""", FaultCategory.NotFound)]
    [InlineData(200, """{"code":"task_not_exist","message":"task_not_exist","data":null}""", FaultCategory.NotFound)]
    [InlineData(500, """{"code":"get_task_failed","message":"db","data":null}""", FaultCategory.ProviderUnavailable)]
    [InlineData(400, """{"code":"invalid_request","message":"m","data":null}""", FaultCategory.InvalidInput)]
    [InlineData(401, """{"error":{"message":"无效的令牌","type":"new_api_error","code":""}}""", FaultCategory.Auth)]
    [InlineData(
        401, """{"error":{"message":"[sk-abc***xyz] 该令牌额度已用尽","type":"new_api_error","code":""}}""", FaultCategory.InsufficientCredit)]
    [InlineData(
        401,
        """{"error":{"message":"!token.UnlimitedQuota && token.RemainQuota = -12","type":"new_api_error","code":""}}""",
        FaultCategory.InsufficientCredit)]
    [InlineData(403, """{"error":{"message":"无权访问","type":"new_api_error","code":""}}""", FaultCategory.Permission)]
    [InlineData(429, """{"code":"x","message":"当前分组上游负载已饱和，请稍后再试","data":null}""", FaultCategory.RateLimited)]
    [InlineData(
        503, """{"error":{"message":"无可用渠道","type":"new_api_error","code":"model_not_found"}}""", FaultCategory.ProviderUnavailable)]
    [InlineData(
        404, """{"error":{"message":"无可用渠道","type":"new_api_error","code":"model_not_found"}}""", FaultCategory.ProviderUnavailable)]
    [InlineData(200, """{"code":200,"error":{"message":"bad","code":"1201"}}""", FaultCategory.InvalidInput)]
    [InlineData(200, """{"code":"succeed","error":{"message":"bad","code":"1201"}}""", FaultCategory.InvalidInput)]
    [InlineData(200, """{"code":"1102","error":{"message":"bad","code":"1201"}}""", FaultCategory.InsufficientCredit)]
    [InlineData(400, """{"code":1201,"message":"Task not found by id/external id: 8"}""", FaultCategory.NotFound)]
    [InlineData(200, """{"code":"success","message":"","data":null}""", FaultCategory.BadResponse)]
    [InlineData(200, """{"code":"success","data":{"status":"SUCCESS"}}""", FaultCategory.BadResponse)]
    [InlineData(200, """{"code":"success","data":{"task_id":"842000000000000002","status":"IN_PROGRESS"}}""", FaultCategory.BadResponse)]
    [InlineData(
        200,
        """{"code":"success","data":{"task_id":"842000000000000001","status":"SUCCESS","fail_reason":"","data":null}}""",
        FaultCategory.BadResponse)]
    [InlineData(
        200,
        """{"code":"success","data":{"task_id":"842000000000000001","status":"SUCCESS","fail_reason":"javascript:alert(1)","data":null}}""",
        FaultCategory.BadResponse)]
    [InlineData(200, """{"code":"success","data":{"task_id":"842000000000000001","status":null,"data":null}}""", FaultCategory.BadResponse)]
    [InlineData(500, """{"code":"success","data":{"task_id":"842000000000000001","status":"PAUSED"}}""", FaultCategory.ProviderUnavailable)]
    [InlineData(200, "<html></html>", FaultCategory.BadResponse)]
    [InlineData(502, "<html></html>", FaultCategory.ProviderUnavailable)]
    internal void An_answer_without_a_task_is_a_fault(int status, string body, FaultCategory category)
    {
        var fault = KlingAsk.Fault(Api, LookupRequest.About(Id), body, status);

        Assert.Equal((category, status), (fault.Category, fault.HttpStatus));
        if (status is 401 or 403) Assert.Null(fault.ProviderText);
    }

    [Theory]
    [InlineData("kling/v1/videos/text2video/8")]
    [InlineData("kling/v1/videos/image2video/8")]
    [InlineData("kling/v1/videos/omni-video/8")]
    [InlineData("kling/v1/videos/motion-control/8")]
    [InlineData("kling/v1/videos/multi-image2video/8")]
    [InlineData("kling/v1/videos/advanced-lip-sync/8")]
    [InlineData("kling/v1/videos/video-extend/8")]
    [InlineData("kling/v1/videos/multi-elements/8")]
    [InlineData("kling/v1/videos/avatar/image2video/8")]
    [InlineData("v1/video/generations/8")]
    [InlineData("v1/videos/8")]
    [InlineData("v1/videos/8/content")]
    public void All_lookup_addresses_are_read(string path) => Assert.Equal(new AddressedTask("8"), Read(path));

    [Theory]
    [InlineData("kling/v1/videos/avatar/image2video")]
    [InlineData("kling/v1/videos/nothing/8")]
    [InlineData("kling/v1/images/generations/8")]
    [InlineData("kling/v1/general/advanced-custom-elements")]
    public void Other_addresses_are_not_read(string path) => Assert.Null(Read(path));

    [Fact]
    public void The_address_of_an_element_keeps_its_kind() =>
        Assert.Equal(new AddressedTask("8", "general/advanced-custom-elements"), Read("kling/v1/general/advanced-custom-elements/8"));

    [Theory]
    [InlineData("842250903629086785", true)]
    [InlineData("task_0123456789abcdef0123456789abcdef", true)]
    [InlineData("task_", false)]
    [InlineData("12345678901234", false)]
    [InlineData("123456789012345678901", false)]
    public void Its_ids_are_recognised_by_their_form(string id, bool own) => Assert.Equal(own, Provider.MayOwn(id));

    private static AddressedTask? Read(string path) => Provider.ReadAddress(new(path.Split('/'), new Dictionary<string, string>()));
}
