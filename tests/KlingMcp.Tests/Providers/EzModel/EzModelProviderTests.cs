using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.EzModel;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.EzModel;

/// <summary>ezmodel: its task around Kling's, the other shapes of its family, and its ways to say no.</summary>
public class EzModelProviderTests
{
    private const string Id = "842000000000000001";
    private const string Video = """{"id":"v1","url":"https://e.example/a.mp4","duration":"5.1"}""";

    private static readonly ProviderDescriptor EzModel = EzModelProvider.Descriptor;
    private static readonly LookupApi Api = EzModel.Keys[0].Api;

    private static KlingTask Task(string body) => KlingAsk.Task(Api, LookupRequest.About(Id), body);

    private static string Wrapped(string status, string reason = "", string raw = "null", string more = "") =>
        $$$$"""{"code":"success","message":"","data":{"task_id":"{{{{Id}}}}","action":"textGenerate","status":"{{{{status}}}}","fail_reason":"{{{{reason}}}}","submit_time":1768825835,"start_time":1768825837,"finish_time":1768826070,"progress":"30%","data":{{{{raw}}}}{{{{more}}}}}}""";

    private static string Raw(string status, string more = "") =>
        $$$$"""{"code":0,"message":"SUCCEED","request_id":"r","data":{"task_id":"1","task_status":"{{{{status}}}}","created_at":1768825000000,"updated_at":1768826000000{{{{more}}}}}}""";

    private static string Made(params string[] videos) => $$$$""","task_result":{"videos":[{{{{string.Join(',', videos)}}}}]}""";

    [Fact]
    public void Any_kind_is_asked_under_one_path_and_only_elements_under_theirs()
    {
        var credentials = new Credentials(new Dictionary<string, string> { ["EZMODEL_API_KEY"] = "sk-1" });

        Assert.Equal("kling/v1/videos/text2video/task_a%2Bb", Api.Target(LookupRequest.About("task_a+b"), credentials));
        Assert.Equal("kling/v1/videos/text2video/8", Api.Target(LookupRequest.About("8", "videos/omni-video"), credentials));
        Assert.Equal(
            "kling/v1/general/advanced-custom-elements/8",
            Api.Target(LookupRequest.About("8", "general/advanced-custom-elements"), credentials));
        Assert.Equal(["general/advanced-custom-elements"], Api.OptionalKinds);
        Assert.Empty(Api.Kinds);
        Assert.Equal("Bearer sk-1", KlingAsk.Authorization(Api, credentials, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void The_outer_id_and_times_count_and_the_inner_id_may_differ()
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

    [Theory]
    [InlineData("""{"task_id":"ID","status":"completed","video_url":"https://e.example/v?sig=1"}""", 1)]
    [InlineData("""{"code":"success","data":{"task_id":"ID","status":"SUCCESS","video_url":"https://e.example/v.mp4"}}""", 1)]
    [InlineData("""{"code":"success","data":{"task_id":"ID","status":"SUCCESS","outputs":["https://e.example/v.mp4"],"data":{"task_status":"succeed"}}}""", 1)]
    [InlineData("""{"code":"success","data":{"task_id":"ID","status":"SUCCESS","data":{"code":0,"data":{"task_id":"1","task_status":"succeed","task_result":{"new":{"url":"https://e.example/v.mp4"}}}}}}""", 1)]
    [InlineData("""{"task_id":"ID","status":"completed","metadata":{"files":["https://e.example/v.mp4"]}}""", 1)]
    [InlineData("""{"task_id":"ID","status":"SUCCESS","data":{"task_id":"1","task_status":"processing","task_result":{"videos":[{"url":"https://e.example/v.mp4"}]}}}""", 1)]
    [InlineData("""{"task_id":"ID","status":"completed","metadata":{"url":"https://e.example/1.mp4","videos":["https://e.example/1.mp4","https://e.example/2.mp4"]}}""", 2)]
    [InlineData("""{"code":"success","data":{"task_id":"ID","status":"SUCCESS","data":{"code":"success","data":{"status":"SUCCESS","data":{"code":0,"data":{"task_id":"1","task_status":"succeed","task_result":{"videos":[{"id":"v","url":"https://e.example/v.mp4"}]}}}}}}}""", 1)]
    public void A_result_is_found_wherever_gateways_put_it(string body, int count) =>
        Assert.Equal(count, Task(body.Replace("ID", Id, StringComparison.Ordinal)).Outputs.Count(static o => o.Url is not null));

    [Fact]
    public void A_reason_behind_two_gateways_is_the_reason()
    {
        var chained = $$$$"""{"code":"success","data":{"status":"FAILURE","data":{{{{Raw("failed", ""","task_status_msg":"Image pixel is invalid" """)}}}}}}""";
        var task = Task(Wrapped("FAILURE", "", chained));

        Assert.Equal((FaultCategory.InvalidInput, "Image pixel is invalid"), (task.Failure?.Category, task.Failure?.Message));
    }

    [Fact]
    public void A_refusal_under_200_keeps_its_words()
    {
        var fault = KlingAsk.Fault(Api, LookupRequest.About(Id), """{"error":{"message":"无效的令牌","code":"","type":"new_api_error"}}""");

        Assert.Equal((FaultCategory.BadResponse, "无效的令牌"), (fault.Category, fault.ProviderText));
    }

    [Theory]
    [InlineData("""{"message":"ours","error":{"message":"theirs"}}""", "ours")]
    [InlineData("""{"error":{"message":"theirs"}}""", "theirs")]
    [InlineData("""{"error":"plain"}""", "plain")]
    public void The_words_of_a_refusal_are_kept_in_each_of_its_forms(string body, string text) =>
        Assert.Equal(text, KlingAsk.Fault(Api, LookupRequest.About(Id), body, 400).ProviderText);

    [Fact]
    public void The_shortened_example_is_read_with_the_inner_times()
    {
        var task = Task($$$$"""{"code":"success","data":{"task_id":"{{{{Id}}}}","status":"SUCCESS","progress":"100%","data":{{{{Raw("succeed", Made(Video))}}}}}}""");

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
    internal void Before_the_first_poll_there_is_no_inner_task(string word, KlingTaskStatus status)
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
    internal void The_outer_state_wins_unless_there_is_none(string outer, string inner, KlingTaskStatus status, string word)
    {
        var task = Task(Wrapped(outer, raw: Raw(inner, Made(Video))));

        Assert.Equal((status, word), (task.Status, task.ProviderStatus));
    }

    [Theory]
    [InlineData("SUCCEED", "Image pixel is invalid", FaultCategory.InvalidInput, "Image pixel is invalid")]
    [InlineData("SUCCEED", "", FaultCategory.GenerationFailed, null)]
    [InlineData("upstream returned empty status", "", FaultCategory.GenerationFailed, "upstream returned empty status")]
    internal void The_reason_of_a_failure_is_kept_inside(string outer, string inner, FaultCategory category, string? message) =>
        Assert.Equal(
        new TaskFailure(category, null, message),
        Task(Wrapped("FAILURE", outer, Raw("failed", $",\"task_status_msg\":\"{inner}\""))).Failure);

    [Fact]
    public void A_failure_of_the_gateway_itself_has_its_reason_outside() => Assert.Equal(
        new TaskFailure(FaultCategory.GenerationFailed, null, "Failed to get channel info, channel ID: 7"),
        Task(Wrapped("FAILURE", "Failed to get channel info, channel ID: 7")).Failure);

    [Fact]
    public void A_refusal_by_kling_is_told_by_the_message_of_its_envelope() => Assert.Equal(
        "Content security policy triggered",
        Task(Wrapped("FAILURE", "SUCCEED", """{"code":1301,"message":"Content security policy triggered","data":null}""")).Failure!.Message);

    [Fact]
    public void A_success_without_inner_outputs_takes_the_result_url_then_the_address_in_fail_reason()
    {
        var both = Task(Wrapped("SUCCESS", "https://e.example/reason.mp4", more: ",\"result_url\":\"https://e.example/result.mp4\""));
        var reason = Task(Wrapped("SUCCESS", "https://e.example/reason.mp4", Raw("succeed", ",\"task_result\":{}")));

        Assert.Equal("https://e.example/result.mp4", Assert.Single(both.Outputs).Url);
        Assert.Equal("https://e.example/reason.mp4", Assert.Single(reason.Outputs).Url);
        Assert.False(reason.FoundBySearch);
    }

    [Theory]
    [InlineData("https://e.example/a.png", "Image")]
    [InlineData("https://e.example/a.mp3?sig=1", "Audio")]
    [InlineData("https://e.example/a?sig=1", "Video")]
    public void One_address_is_of_the_type_that_its_ending_tells(string url, string type) =>
        Assert.Equal(type, $"{Assert.Single(Task(Wrapped("SUCCESS", url)).Outputs).Type}");

    [Theory]
    [InlineData("\"metadata\":{\"duration\":5},\"seconds\":\"6\",\"duration\":7", 5)]
    [InlineData("\"metadata\":{\"duration\":0},\"seconds\":\"6\",\"duration\":7", 6)]
    [InlineData("\"duration\":7", 7)]
    [InlineData("\"duration\":0", null)]
    [InlineData("\"duration\":-1", null)]
    public void The_length_is_the_first_that_is_told(string lengths, int? seconds) => Assert.Equal(
        seconds, Assert.Single(Task($$$$"""{"task_id":"{{{{Id}}}}","status":"completed","url":"https://e.example/a.mp4",{{{{lengths}}}}}""").Outputs).DurationSeconds);

    [Fact]
    public void The_gateways_own_end_counts_before_any_other()
    {
        var task = Task($$$$"""{"task_id":"{{{{Id}}}}","status":"completed","url":"https://e.example/a.mp4","finish_time":1768826070,"completed_at":1768826071000,"updated_at":1768826072000}""");
        var later = Task($$$$"""{"task_id":"{{{{Id}}}}","status":"completed","url":"https://e.example/a.mp4","completed_at":1768826071000,"updated_at":1768826072000}""");

        Assert.Equal((1768826070, 1768826071), (task.FinishedAt?.ToUnixTimeSeconds(), later.FinishedAt?.ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData("\"error\":{\"message\":\"first\"},\"fail_reason\":\"second\",\"data\":{\"message\":\"third\",\"data\":{\"task_status\":\"failed\"}}", "first")]
    [InlineData(
        "\"error\":\"first\",\"fail_reason\":\"second\",\"data\":{\"message\":\"third\",\"data\":{\"task_status\":\"failed\"}}", "first")]
    [InlineData("\"fail_reason\":\"second\",\"data\":{\"message\":\"third\",\"data\":{\"task_status\":\"failed\"}}", "second")]
    [InlineData("\"fail_reason\":\"success\",\"data\":{\"message\":\"third\",\"data\":{\"task_status\":\"failed\"}}", "third")]
    [InlineData("\"fail_reason\":\"HTTP_OK\",\"data\":{\"message\":\"Ok\",\"data\":{\"task_status\":\"failed\"}}", null)]
    public void The_gateways_own_words_count_before_those_of_klings_envelope(string reasons, string? message) => Assert.Equal(
        message, Task($$$$"""{"code":"success","data":{"task_id":"{{{{Id}}}}","status":"FAILURE",{{{{reasons}}}}}}""").Failure?.Message);

    [Fact]
    public void Klings_newer_spelling_inside_is_read()
    {
        var raw = """{"code":0,"data":[{"id":"1","status":"succeeded","outputs":[{"type":"video","id":"v9","url":"https://e.example/n.mp4","duration":"3"}]}]}""";

        Assert.Equal(("v9", 3d), Task(Wrapped("SUCCESS", raw: raw)).Outputs is [var only] ? (only.Id, only.DurationSeconds) : default);
    }

    [Fact]
    public void Klings_plain_body_is_read_and_an_element_by_its_own_path()
    {
        var video = Task(
            $$$$"""{"code":0,"message":"SUCCEED","data":{"task_id":"{{{{Id}}}}","task_status":"succeed"{{{{Made(Video)}}}}}}""");
        var element = KlingAsk.Task(Api, LookupRequest.About(Id, "general/advanced-custom-elements"), $$$$"""
            {"code":0,"data":{"task_id":"{{{{Id}}}}","task_status":"succeed","task_result":{"elements":[{"element_id":320000000000001,"element_name":"boat"}]}}}
            """);

        Assert.Equal("v1", video.Outputs[0].Id);
        Assert.Equal($"ezmodel:general/advanced-custom-elements/{Id}", element.Reference.ToString());
        Assert.Equal(("advanced-custom-elements", "320000000000001"), (element.Kind, element.Outputs[0].Id));
    }

    [Fact]
    public void The_flat_form_is_read()
    {
        var done = Task($$$$"""{"code":"success","message":"","data":{"error":null,"format":"mp4","metadata":null,"status":"succeeded","task_id":"{{{{Id}}}}","url":"https://e.example/a.m4v"}}""");
        var failed = Task($$$$"""{"code":"success","data":{"error":{"code":"x1","message":"sensitive words"},"status":"failed","task_id":"{{{{Id}}}}","url":""}}""");
        var said = Task($$$$"""{"code":"success","data":{"error":"quota exceeded","status":"failed","task_id":"{{{{Id}}}}"}}""");

        Assert.Equal(new KlingOutput(OutputType.Video) { Url = "https://e.example/a.m4v" }, Assert.Single(done.Outputs));
        Assert.Equal(new TaskFailure(FaultCategory.Moderation, "x1", "sensitive words"), failed.Failure);
        Assert.Equal(FaultCategory.InsufficientCredit, said.Failure!.Category);
    }

    [Fact]
    public void Without_an_envelope_the_error_of_a_finished_task_is_noise()
    {
        var task = Task($$$$"""
            {"task_id":"{{{{Id}}}}","status":"completed","url":"https://e.example/a.mp4","format":"mp4",
             "metadata":{"duration":5,"fps":30,"width":1280,"height":720,"seed":20231234},"error":{"code":0,"message":"string"}}
            """);

        Assert.Equal(
            new KlingOutput(OutputType.Video) { Url = "https://e.example/a.mp4", DurationSeconds = 5, Width = 1280, Height = 720 },
            Assert.Single(task.Outputs));
        Assert.Null(task.Failure);
    }

    [Fact]
    public void The_shape_of_openai_is_read()
    {
        var task = Task($$$$"""{"id":"{{{{Id}}}}","object":"video","model":"","status":"completed","progress":100,"created_at":1768825835000,"completed_at":1768826064000,"seconds":"5.1","metadata":{"url":"https://e.example/a.mp4"}}""");
        var many = Task($$$$"""{"id":"{{{{Id}}}}","status":"completed","metadata":{"url":"https://e.example/a.mp4","videos":[{{{{Video}}}},{{{{Video}}}}]}}""");
        var failed = Task($$$$"""{"id":"{{{{Id}}}}","object":"video","model":"kling-v3","status":"failed","progress":100,"created_at":1768825835000,"completed_at":1768826064000}""");

        Assert.Equal(("https://e.example/a.mp4", 5.1), (task.Outputs[0].Url, task.Outputs[0].DurationSeconds));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1768825835000), task.CreatedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1768826064000), task.FinishedAt);
        Assert.Null(task.Model);
        Assert.Equal(2, many.Outputs.Count);
        Assert.Equal((new TaskFailure(FaultCategory.GenerationFailed, null, null), "kling-v3"), (failed.Failure, failed.Model));
    }

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
    internal void What_is_no_task_is_a_fault(int status, string body, FaultCategory category)
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
    public void All_its_lookup_addresses_are_read(string path) => Assert.Equal(new AddressedTask("8"), Read(path));

    [Theory]
    [InlineData("kling/v1/videos/avatar/image2video")]
    [InlineData("kling/v1/videos/nothing/8")]
    [InlineData("kling/v1/images/generations/8")]
    [InlineData("kling/v1/general/advanced-custom-elements")]
    public void Other_addresses_are_not(string path) => Assert.Null(Read(path));

    [Fact]
    public void An_elements_address_keeps_its_kind() =>
        Assert.Equal(new AddressedTask("8", "general/advanced-custom-elements"), Read("kling/v1/general/advanced-custom-elements/8"));

    [Theory]
    [InlineData("842250903629086785", true)]
    [InlineData("task_0123456789abcdef0123456789abcdef", true)]
    [InlineData("task_", false)]
    [InlineData("12345678901234", false)]
    [InlineData("123456789012345678901", false)]
    public void Its_ids_are_known_by_their_form(string id, bool own) => Assert.Equal(own, EzModel.MayOwn(id));

    private static AddressedTask? Read(string path) => EzModel.ReadAddress(new(path.Split('/'), new Dictionary<string, string>()));
}
