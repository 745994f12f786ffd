using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.CometApi;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.CometApi;

/// <summary>CometAPI: plain and wrapped bodies, and its ways to say no.</summary>
public class CometApiProviderTests
{
    private const string Id = "878000000000000001";

    private static readonly ProviderDescriptor Comet = CometApiProvider.Descriptor;
    private static readonly LookupApi Api = Comet.Keys[0].Api;
    private static readonly LookupRequest Asked = LookupRequest.About(Id, "videos/text2video");

    private static string Error(string code, string message = "no (request id: 1)") =>
        $$$$"""{"error":{"message":"{{{{message}}}}","type":"comet_api_error","param":"","code":"{{{{code}}}}"}}""";

    [Fact]
    public void It_is_asked_under_the_kind_with_a_bearer_key()
    {
        var credentials = new Credentials(new Dictionary<string, string> { ["COMETAPI_API_KEY"] = "sk-1" });

        Assert.Equal("kling/v1/videos/text2video/878000000000000001", Api.Target(Asked, credentials));
        Assert.Equal("Bearer sk-1", KlingAsk.Authorization(Api, credentials, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void The_documented_kinds_come_first_and_none_is_missing()
    {
        Assert.Equal(["videos/image2video", "videos/text2video", "videos/omni-video"], Api.Kinds.Take(3));
        Assert.True(Api.Kinds.ToList().IndexOf("audio/video-to-audio") < Api.Kinds.ToList().IndexOf("videos/motion-control"));
        Assert.Equal(21, Api.Kinds.Distinct().Count());
    }

    [Fact]
    public void The_plain_body_is_read_whatever_its_message_says()
    {
        var task = KlingAsk.Task(Api, Asked, $$$$"""
            {"code":0,"message":"success","request_id":"{{{{Id}}}}","data":{"task_id":"{{{{Id}}}}","task_info":{},"created_at":1777385361501,"updated_at":1777385590000,
             "task_result":{"videos":[{"id":"v1","url":"https://e.example/a.mp4","duration":"5.041"}]},"task_status":"succeed"}}
            """);

        Assert.Equal($"cometapi:videos/text2video/{Id}", task.Reference.ToString());
        Assert.Equal((KlingTaskStatus.Succeeded, "text2video"), (task.Status, task.Kind));
        Assert.Equal(("v1", 5.041), (task.Outputs[0].Id, task.Outputs[0].DurationSeconds));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1777385590000), task.FinishedAt);
    }

    [Fact]
    public void A_strange_code_does_not_hide_a_task()
    {
        var task = KlingAsk.Task(
            Api, Asked, $$$$"""{"code":123,"message":"<string>","data":{"task_id":"{{{{Id}}}}","task_status":"processing"}}""");

        Assert.Equal(KlingTaskStatus.Processing, task.Status);
    }

    [Fact]
    public void The_older_wrapper_is_told_by_what_it_holds()
    {
        const string Result = """{"task_id":"1","task_status":"succeed","task_result":{"videos":[{"id":"v1","url":"https://e.example/a.mp4","duration":"5"}]},"created_at":1777385361501,"updated_at":1777385590000}""";

        var bare = KlingAsk.Task(
            Api,
            Asked,
            $$$$"""{"code":"success","data":{"task_id":"{{{{Id}}}}","status":"SUCCESS","progress":"100%","data":{{{{Result}}}}}}""");
        var twice = KlingAsk.Task(Api, Asked, $$$$"""{"code":"success","data":{"task_id":"{{{{Id}}}}","status":"SUCCESS","submit_time":1777385360,"finish_time":1777385600,"data":{"code":0,"data":{{{{Result}}}}}}}""");

        Assert.Equal("v1", Assert.Single(bare.Outputs).Id);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1777385590000), bare.FinishedAt);
        Assert.Equal("v1", Assert.Single(twice.Outputs).Id);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1777385600), twice.FinishedAt);
        Assert.Equal("text2video", twice.Kind);
    }

    [Theory]
    [InlineData(400, "", FaultCategory.InvalidInput, true)]
    [InlineData(401, "", FaultCategory.Auth, false)]
    [InlineData(403, "", FaultCategory.Permission, false)]
    [InlineData(404, "", FaultCategory.NotFound, true)]
    [InlineData(429, "", FaultCategory.RateLimited, false)]
    [InlineData(500, "", FaultCategory.ProviderUnavailable, true)]
    [InlineData(500, "invalid_request", FaultCategory.InvalidInput, true)]
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
    internal void A_web_page_or_a_redirect_is_astray_and_may_mean_not_here(int status, string body, FaultCategory category, bool isAstray)
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
    internal void Klings_own_codes_are_read_when_they_come_through(int status, string body, FaultCategory category, bool notHere)
    {
        var fault = KlingAsk.Fault(Api, Asked, body, status);

        Assert.Equal((category, notHere), (fault.Category, fault.MayMeanNotHere));
    }

    [Theory]
    [InlineData("""{"code":"task_not_exist","message":"task_not_exist"}""")]
    [InlineData("""{"error":{"code":"","message":"task_not_exist"}}""")]
    internal void A_task_that_does_not_exist_is_not_found(string body) =>
        Assert.Equal(FaultCategory.NotFound, KlingAsk.Fault(Api, Asked, body, 400).Category);

    [Theory]
    [InlineData("""{"code":0,"data":[{"task_id":"1","task_status":"processing"},{"task_id":"ID","task_status":"succeed","task_result":{"videos":[{"id":"v","url":"https://e.example/a.mp4"}]}}]}""")]
    [InlineData(
        """{"code":0,"data":[{"id":"ID","status":"succeeded","outputs":[{"type":"video","id":"v","url":"https://e.example/a.mp4"}]}]}""")]
    [InlineData(
        """{"code":0,"data":[{"id":"ID","status":"succeeded","outputs":[{"type":"clip","id":"v","url":"https://e.example/a.mp4"}]}]}""")]
    public void In_a_list_the_task_is_found_by_its_id(string body)
    {
        var output = Assert.Single(KlingAsk.Task(Api, Asked, body.Replace("ID", Asked.Id, StringComparison.Ordinal)).Outputs);

        Assert.Equal((OutputType.Video, "v", "https://e.example/a.mp4"), (output.Type, output.Id, output.Url));
    }

    [Theory]
    [InlineData("""{"code":0,"data":[{"task_id":"1","task_status":"processing"}]}""")]
    [InlineData("""{"code":0,"data":[]}""")]
    public void A_list_without_the_task_is_a_bad_response(string body) =>
        Assert.Equal(FaultCategory.BadResponse, KlingAsk.Fault(Api, Asked, body).Category);

    [Theory]
    [InlineData("""{"data":[{"task_id":"1","task_status":"succeed","task_result":{"videos":[{"id":"x","url":"https://e.example/x.mp4"}]}},{"task_id":"ID","task_status":"succeed","task_result":{"videos":[{"id":"v","url":"https://e.example/a.mp4"}]}}]}""", "v")]
    [InlineData(
        """{"data":[{"id":"9","status":"succeeded","outputs":[{"type":"video","id":"w","url":"https://e.example/a.mp4"}]}]}""", "w")]
    [InlineData("""{"data":[{"task_id":"1","task_result":{"videos":[{"id":"x","url":"https://e.example/x.mp4"}]}},{"task_id":"2","task_result":{"videos":[{"id":"y","url":"https://e.example/y.mp4"}]}}]}""", null)]
    public void Of_several_tasks_within_a_gateways_answer_the_one_asked_for_is_taken(string raw, string? output)
    {
        var body = $$"""{"code":"success","data":{"task_id":"{{Id}}","status":"SUCCESS","data":{{raw.Replace("ID", Id, StringComparison.Ordinal)}} } }""";

        var reading = KlingAsk.Read(Api, Asked, body);

        Assert.Equal(output, reading.Value?.Outputs.Single().Id);
        if (output is null) Assert.Equal(FaultCategory.BadResponse, reading.Fault!.Category);
    }

    [Fact]
    public void A_result_in_a_string_is_searched()
    {
        var task = KlingAsk.Task(Api, Asked, $$"""{"code":0,"data":{"task_id":"{{Id}}","task_status":"succeed","task_result":"{\"videos\":[\"https://e.example/a.mp4\"]}"} }""");

        Assert.Equal("https://e.example/a.mp4", Assert.Single(task.Outputs).Url);
    }

    [Theory]
    [InlineData(
        """{"task_id":"ID","status":"failed","error":{"code":"content_policy_violation","message":"Your request was rejected."}}""",
        FaultCategory.Moderation)]
    [InlineData(
        """{"task_id":"ID","status":"failed","error":{"code":"rejected","message":"content_policy_violation"}}""",
        FaultCategory.Moderation)]
    [InlineData("""{"task_id":"ID","status":"failed","error":{"code":"x","message":"no"}}""", FaultCategory.GenerationFailed)]
    internal void A_code_in_words_tells_why_where_the_text_does_not(string body, FaultCategory category) =>
        Assert.Equal(category, KlingAsk.Task(Api, Asked, body.Replace("ID", Id, StringComparison.Ordinal)).Failure!.Category);

    [Fact]
    public void An_error_with_code_0_is_none_beside_a_word_that_is_new() =>
        Assert.Equal(KlingTaskStatus.Unknown, KlingAsk.Task(
            Api, Asked, $$"""{"task_id":"{{Id}}","status":"paused","url":"","error":{"code":0,"message":"string"} }""").Status);

    [Fact]
    public void Times_may_be_written_out()
    {
        var task = KlingAsk.Task(Api, Asked, $$"""{"code":0,"data":{"task_id":"{{Asked.Id}}","task_status":"failed","created_at":"2026-05-28T20:26:40Z","updated_at":"1780000229000"} }""");

        Assert.Equal(
            (DateTimeOffset.FromUnixTimeSeconds(1_780_000_000), DateTimeOffset.FromUnixTimeSeconds(1_780_000_229)),
            (task.CreatedAt, task.FinishedAt));
    }

    [Fact]
    public void Another_task_is_a_bad_response_and_stays_one_in_a_search()
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
    public void Its_addresses_are_read(string path, string? id, string? kind) =>
        Assert.Equal(
            id is null ? null : new AddressedTask(id, kind), Comet.ReadAddress(new(path.Split('/'), new Dictionary<string, string>())));

    [Theory]
    [InlineData("878106242831892487", true)]
    [InlineData("123456789012345", true)]
    [InlineData("12345678901234", false)]
    [InlineData("123456789012345678901", false)]
    [InlineData("task_abc", false)]
    public void Its_ids_are_known_by_their_form(string id, bool own) => Assert.Equal(own, Comet.MayOwn(id));
}
