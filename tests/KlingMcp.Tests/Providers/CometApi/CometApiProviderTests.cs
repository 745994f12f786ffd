using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.CometApi;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.CometApi;

/// <summary>CometAPI: plain and wrapped bodies, and refusals.</summary>
public class CometApiProviderTests
{
    private const string Id = "878000000000000001";

    private static readonly ProviderDescriptor Comet = CometApiProvider.Descriptor;
    private static readonly LookupApi Api = Comet.Keys[0].Api;
    private static readonly LookupRequest Asked = LookupRequest.About(Id, "videos/text2video");

    private static string Error(string code, string message = "no (request id: 1)") =>
        $$$$"""{"error":{"message":"{{{{message}}}}","type":"comet_api_error","param":"","code":"{{{{code}}}}"}}""";

    [Fact]
    public void The_request_names_the_kind_and_has_a_bearer_key()
    {
        var credentials = new Credentials(new Dictionary<string, string> { ["COMETAPI_API_KEY"] = "sk-1" });

        Assert.Equal("kling/v1/videos/text2video/878000000000000001", Api.Target(Asked, credentials));
        Assert.Equal("Bearer sk-1", KlingAsk.Authorization(Api, credentials, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void The_documented_kinds_are_searched_first()
    {
        Assert.Equal(["videos/image2video", "videos/text2video", "videos/omni-video"], Api.Kinds.Take(3));
        Assert.True(Api.Kinds.ToList().IndexOf("audio/video-to-audio") < Api.Kinds.ToList().IndexOf("videos/motion-control"));
        Assert.Equal(21, Api.Kinds.Distinct().Count());
    }

    [Fact]
    public void A_plain_body_is_read_whatever_its_message()
    {
        var task = KlingAsk.Task(Api, Asked, $$$$"""
            {"code":0,"message":"success","request_id":"{{{{Id}}}}","data":{"task_id":"{{{{Id}}}}","task_info":{},
            "created_at":1777385361501,"updated_at":1777385590000,
             "task_result":{"videos":[{"id":"v1","url":"https://e.example/a.mp4","duration":"5.041"}]},"task_status":"succeed"}}
            """);

        Assert.Equal($"cometapi:videos/text2video/{Id}", task.Reference.ToString());
        Assert.Equal((KlingTaskStatus.Succeeded, "text2video"), (task.Status, task.Kind));
        Assert.Equal(("v1", 5.041), (task.Outputs[0].Id, task.Outputs[0].DurationSeconds));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1777385590000), task.FinishedAt);
    }

    [Fact]
    public void An_unexpected_code_does_not_hide_a_task()
    {
        var task = KlingAsk.Task(
            Api, Asked, $$$$"""{"code":123,"message":"<string>","data":{"task_id":"{{{{Id}}}}","task_status":"processing"}}""");

        Assert.Equal(KlingTaskStatus.Processing, task.Status);
    }

    [Theory]
    [InlineData(400, "", FaultCategory.InvalidInput, true)]
    [InlineData(401, "", FaultCategory.Auth, false)]
    [InlineData(403, "", FaultCategory.Permission, false)]
    [InlineData(404, "", FaultCategory.NotFound, true)]
    [InlineData(429, "", FaultCategory.RateLimited, false)]
    [InlineData(500, "", FaultCategory.ProviderUnavailable, true)]
    [InlineData(500, "invalid_request", FaultCategory.InvalidInput, true)]
    [InlineData(400, "model_not_found", FaultCategory.ProviderUnavailable, true)]
    [InlineData(503, "model_not_found", FaultCategory.ProviderUnavailable, false)]
    [InlineData(504, "", FaultCategory.Timeout, false)]
    [InlineData(524, "", FaultCategory.Timeout, false)]
    internal void An_error_object_is_read_by_its_code_then_by_the_status(int status, string code, FaultCategory category, bool notHere)
    {
        var fault = KlingAsk.Fault(Api, Asked, Error(code), status);

        Assert.Equal((category, status), (fault.Category, fault.HttpStatus));
        Assert.Equal(code.Length == 0 ? null : code, fault.Code);
        Assert.Equal(status is 401 or 403 ? null : "no (request id: 1)", fault.ProviderText);
        Assert.Equal(notHere, fault.MayMeanNotHere);
    }

    [Theory]
    [InlineData(301, "", FaultCategory.BadResponse, true)]
    [InlineData(301, "<html>moved</html>", FaultCategory.BadResponse, true)]
    [InlineData(200, "<!doctype html><title>CometAPI</title>", FaultCategory.BadResponse, true)]
    [InlineData(404, "<html></html>", FaultCategory.NotFound, true)]
    [InlineData(404, "no page", FaultCategory.NotFound, false)]
    [InlineData(524, "<html>timeout</html>", FaultCategory.Timeout, false)]
    [InlineData(500, "<html></html>", FaultCategory.ProviderUnavailable, false)]
    [InlineData(200, "{}", FaultCategory.BadResponse, false)]
    internal void A_web_page_or_a_redirect_may_mean_not_here_during_a_kind_search(
        int status, string body, FaultCategory category, bool isAstray)
    {
        var fault = KlingAsk.Fault(Api, Asked, body, status);

        Assert.Equal(category, fault.Category);
        Assert.Equal(isAstray, fault.IsAstray);
        Assert.Equal(isAstray || status is 404, fault.MayMeanNotHere);
    }

    [Theory]
    [InlineData(400, """{"code":1201,"message":"Task not found by id/external id: 8"}""", FaultCategory.NotFound, false)]
    [InlineData(400, """{"code":1201,"message":"bad parameter"}""", FaultCategory.InvalidInput, false)]
    [InlineData(500, """{"code":5000,"message":"internal"}""", FaultCategory.ProviderUnavailable, false)]
    [InlineData(429, """{"code":1102,"message":"Account balance not enough"}""", FaultCategory.InsufficientCredit, false)]
    internal void Klings_own_codes_are_read_from_the_gateway(int status, string body, FaultCategory category, bool notHere)
    {
        var fault = KlingAsk.Fault(Api, Asked, body, status);

        Assert.Equal((category, notHere), (fault.Category, fault.MayMeanNotHere));
    }

    [Theory]
    [InlineData("""{"code":"task_not_exist","message":"task_not_exist"}""")]
    [InlineData("""{"error":{"code":"","message":"task_not_exist"}}""")]
    internal void An_unknown_task_is_not_found(string body) =>
        Assert.Equal(FaultCategory.NotFound, KlingAsk.Fault(Api, Asked, body, 400).Category);

    [Theory]
    [InlineData(
        """{"task_id":"ID","status":"failed","error":{"code":"content_policy_violation","message":"Your request was rejected."}}""",
        FaultCategory.Moderation)]
    [InlineData(
        """{"task_id":"ID","status":"failed","error":{"code":"rejected","message":"content_policy_violation"}}""",
        FaultCategory.Moderation)]
    [InlineData("""{"task_id":"ID","status":"failed","error":{"code":"x","message":"no"}}""", FaultCategory.GenerationFailed)]
    internal void A_code_in_words_gives_the_reason_if_the_message_does_not(string body, FaultCategory category) =>
        Assert.Equal(category, KlingAsk.Task(Api, Asked, body.Replace("ID", Id, StringComparison.Ordinal)).Failure!.Category);

    [Fact]
    public void An_error_with_code_0_is_ignored_beside_an_unknown_state() =>
        Assert.Equal(KlingTaskStatus.Unknown, KlingAsk.Task(
            Api, Asked, $$"""{"task_id":"{{Id}}","status":"paused","url":"","error":{"code":0,"message":"string"} }""").Status);

    [Fact]
    public void Another_task_is_a_bad_response_even_in_a_kind_search()
    {
        var fault = KlingAsk.Fault(Api, Asked, """{"code":0,"data":{"task_id":"878000000000000002","task_status":"processing"}}""");

        Assert.Equal((FaultCategory.BadResponse, false), (fault.Category, fault.MayMeanNotHere));
    }

    [Theory]
    [InlineData("kling/v1/videos/omni-video/8", "8", "videos/omni-video")]
    [InlineData("kling/v1/videos/avatar/image2video/8", "8", "videos/avatar/image2video")]
    [InlineData("v1/videos/omni-video/8", null, null)]
    [InlineData("other/v1/videos/omni-video/8", null, null)]
    [InlineData("kling/v2/videos/omni-video/8", null, null)]
    [InlineData("kling/v1/videos/omni-video", null, null)]
    public void Its_lookup_addresses_are_read(string path, string? id, string? kind) =>
        Assert.Equal(
            id is null ? null : new AddressedTask(id, kind), Comet.ReadAddress(new(path.Split('/'), new Dictionary<string, string>())));

    [Theory]
    [InlineData("878106242831892487", true)]
    [InlineData("123456789012345", true)]
    [InlineData("12345678901234", false)]
    [InlineData("123456789012345678901", false)]
    [InlineData("task_abc", false)]
    public void Its_ids_are_recognised_by_their_form(string id, bool own) => Assert.Equal(own, Comet.MayOwn(id));
}
