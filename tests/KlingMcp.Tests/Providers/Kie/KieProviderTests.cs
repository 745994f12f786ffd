using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Kie;
using KlingMcp.Tests.Providers.Dialects;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Kie;

/// <summary>kie: the code of the envelope beside the state of the task, and waits for fresh tasks.</summary>
public class KieProviderTests
{
    private const string Id = "task_kling-3.0_1765187774173";

    private static readonly LookupApi Api = KieProvider.Descriptor.Keys[0].Api;

    private static readonly LookupRequest Asked = LookupRequest.About(Id);

    [Theory]
    [InlineData(501, "Generation Failed", null)]
    [InlineData(408, "no answer from the model", true)]
    public void Two_codes_are_the_failed_task_although_there_is_none_in_the_answer(int code, string text, bool? retryable)
    {
        var task = KlingAsk.Task(Api, Asked, $$"""{"code":{{code}},"msg":"{{text}}","data":null}""");

        Assert.Equal((KlingTaskStatus.Failed, Id, retryable), (task.Status, task.Reference.Id, task.Failure!.Retryable));
        Assert.Equal(text, task.Failure.Message);
    }

    [Theory]
    [InlineData(401, FaultCategory.Auth)]
    [InlineData(402, FaultCategory.InsufficientCredit)]
    [InlineData(429, FaultCategory.RateLimited)]
    [InlineData(455, FaultCategory.ProviderUnavailable)]
    [InlineData(500, FaultCategory.ProviderUnavailable)]
    [InlineData(505, FaultCategory.Permission)]
    internal void A_code_counts_as_the_status(int code, FaultCategory category) =>
        Assert.Equal(category, KlingAsk.Fault(Api, Asked, $$"""{"code":{{code}},"msg":"no","data":null}""").Category);

    [Theory]
    [InlineData("""{\"resultUrls\":[\"https://e.example/a.mp4\"]}""")]
    [InlineData("""{\"resultUrls\":\"https://e.example/a.mp4\"}""")]
    [InlineData("""{\"resultUrls\":\"[\\\"https://e.example/a.mp4\\\"]\"}""")]
    [InlineData("""{\"resultObject\":{\"video_url\":\"https://e.example/a.mp4\"},\"firstFrameUrl\":\"https://e.example/f.png\"}""")]
    public void The_result_may_be_a_list_one_address_json_in_a_string_or_an_object(string result)
    {
        var task = KlingAsk.Task(Api, Asked, $$$"""
            {"code":"200","msg":"success","data":{"taskId":"{{{Id}}}","model":"kling-3.0/video","state":"SUCCESS",
            "resultJson":"{{{result}}}","createTime":"1789800000000"}}
            """);

        Assert.Equal(["https://e.example/a.mp4"], task.Outputs.Select(static o => o.Url));
        Assert.False(task.FoundBySearch);
    }

    [Fact]
    public void No_record_is_not_found() => Assert.Equal(
        FaultCategory.NotFound, KlingAsk.Fault(Api, Asked, """{"code":200,"msg":"success","data":null}""").Category);

    [Fact]
    public void A_result_beside_another_state_than_success_does_not_count()
    {
        var task = KlingAsk.Task(Api, Asked, $$$"""
            {"code":200,"msg":"success","data":{"taskId":"{{{Id}}}","model":"kling-3.0/video","state":"waiting",
            "resultJson":"{\"resultUrls\":[\"https://e.example/a.mp4\"]}"}}
            """);

        Assert.Equal(KlingTaskStatus.Queued, task.Status);
        Assert.Empty(task.Outputs);
    }

    [Fact]
    public void The_file_with_watermark_stands_beside_the_one_without()
    {
        var task = KlingAsk.Task(Api, Asked, $$$"""
            {"code":200,"msg":"success","data":{"taskId":"{{{Id}}}","model":"kling-3.0/video","state":"success",
            "resultJson":"{\"resultUrls\":[\"https://e.example/a.mp4\"],\"resultWaterMarkUrls\":[\"https://e.example/m.mp4\"],
            \"firstFrameUrl\":\"https://e.example/f.png\"}","param":"{\"input\":{\"prompt\":\"a boat\"}}","creditsConsumed":100}}
            """.ReplaceLineEndings(""));

        var output = Assert.Single(task.Outputs);
        Assert.Equal(("https://e.example/a.mp4", "https://e.example/m.mp4"), (output.Url, output.WatermarkedUrl));
        Assert.Equal(("a boat", "100 credits"), (task.Prompt, task.Cost));
    }

    [Fact]
    public async Task A_wait_goes_on_for_a_task_that_shows_after_forty_seconds()
    {
        await using ProviderWorld world = new();
        ManualTime time = new();
        var reads = 0;
        world.Overrides.Enqueue((_, exchange) => ++reads <= 7
            ? exchange.SendAsync(200, """{"code":422,"msg":"recordInfo is null","data":null}""")
            : null);
        world.Add("kie", Id, KlingTaskStatus.Succeeded);
        await using ServerHarness server = new(world.Environment("kie").With("KLING_MCP_MAX_WAIT_SECONDS", "120"), time);

        var call = server.CallAsync("wait_for_kling_task", $$"""{"task_id":"kie:{{Id}}","timeout_seconds":120}""");
        await time.AdvanceUntilAsync(() => call.IsCompleted, TimeSpan.FromSeconds(119));
        var result = await call;

        Assert.Equal("succeeded", result.At("status"));
        Assert.Equal(8, reads);
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(300, false)]
    [InlineData(399, false)]
    [InlineData(400, true)]
    [InlineData(401, false)]
    [InlineData(402, true)]
    [InlineData(403, false)]
    [InlineData(500, true)]
    public void A_failure_in_the_envelope_counts_unless_the_status_is_a_redirect_or_a_refused_key(int status, bool isTask) => Assert.Equal(
        isTask, KlingAsk.Read(Api, Asked, """{"code":501,"msg":"Generation Failed","data":null}""", status).IsSuccess);

    [Theory]
    [InlineData(501, "501")]
    [InlineData(408, "408")]
    [InlineData(200, null)]
    [InlineData(500, null)]
    public void A_failed_task_has_its_own_code_or_the_one_of_the_envelope_that_says_so(int code, string? told)
    {
        var task = KlingAsk.Task(Api, Asked, $$$"""
            {"code":{{{code}}},"message":"it failed","data":{"taskId":"{{{Id}}}","state":"fail","model":"kling-3.0"}}
            """);
        var own = KlingAsk.Task(Api, Asked, $$$"""
            {"code":{{{code}}},"data":{"taskId":"{{{Id}}}","state":"fail","failCode":"E7","failMsg":"no"}}
            """);

        Assert.Equal((KlingTaskStatus.Failed, told, "it failed"), (task.Status, task.Failure!.Code, task.Failure.Message));
        Assert.Equal(("E7", "no", "fail"), (own.Failure!.Code, own.Failure.Message, own.ProviderStatus));
    }

    [Fact]
    public void A_failed_answer_without_a_task_has_no_word_for_the_state() =>
        Assert.Equal("", KlingAsk.Task(Api, Asked, """{"code":501,"msg":"Generation Failed","data":null}""").ProviderStatus);

    [Theory]
    [InlineData("""{"code":455,"message":"maintenance","data":null}""", "maintenance", "455")]
    [InlineData("""{"code":455,"error":{"message":"maintenance"},"data":null}""", "maintenance", "455")]
    [InlineData("""{"code":455,"error":"maintenance","data":null}""", "maintenance", "455")]
    [InlineData("""{"code":200,"msg":"maintenance","data":null}""", "maintenance", null)]
    public void A_refusal_has_the_words_and_the_code_of_the_envelope(string body, string text, string? code)
    {
        var fault = KlingAsk.Fault(Api, Asked, body, 503);

        Assert.Equal((FaultCategory.ProviderUnavailable, text, code), (fault.Category, fault.ProviderText, fault.Code));
    }

    [Theory]
    [InlineData(422, "recordInfo is NULL", FaultCategory.NotFound)]
    [InlineData(422, "the value is wrong", FaultCategory.InvalidInput)]
    internal void A_record_that_is_null_is_not_found(int code, string text, FaultCategory category) =>
        Assert.Equal(category, KlingAsk.Fault(Api, Asked, $$"""{"code":{{code}},"msg":"{{text}}","data":null}""").Category);

    [Theory]
    [InlineData("\"creditsConsumed\":0", null)]
    [InlineData("\"creditsConsumed\":1", "1 credits")]
    [InlineData("\"consumeCredits\":2.5", "2.5 credits")]
    [InlineData("\"other\":1", null)]
    public void The_cost_is_told_in_credits_unless_it_is_nothing(string member, string? cost) => Assert.Equal(cost, Success(member).Cost);

    [Theory]
    [InlineData("\"param\":{\"input\":{\"prompt\":\"a boat\"},\"prompt\":\"another\"}", "a boat")]
    [InlineData("\"param\":{\"prompt\":\"a boat\"}", "a boat")]
    [InlineData("\"param\":\"{\\\"input\\\":\\\"{\\\\\\\"prompt\\\\\\\":\\\\\\\"a boat\\\\\\\"}\\\"}\"", "a boat")]
    [InlineData("\"param\":null", null)]
    public void The_prompt_is_in_the_parameters(string member, string? prompt) => Assert.Equal(prompt, Success(member).Prompt);

    [Theory]
    [InlineData("[\"https://e.example/a.mp4\"]", "[\"https://e.example/a.mp4\"]", "https://e.example/a.mp4  False")]
    [InlineData("[\"https://e.example/a.mp4\"]", "[\"https://e.example/m.mp4\"]", "https://e.example/a.mp4 https://e.example/m.mp4 False")]
    [InlineData("[\"https://e.example/a.mp4\",\"\"]", "[\"https://e.example/m.mp4\"]", "https://e.example/a.mp4  False, 1 missing")]
    [InlineData("[]", "[\"https://e.example/m.mp4\",\"\"]", "https://e.example/m.mp4  True, 1 missing")]
    public void Files_with_and_without_watermark_are_paired_where_there_are_as_many(string clean, string marked, string outputs)
    {
        var task = Success($$"""
            "resultJson":{"resultUrls":{{clean}},"resultWaterMarkUrls":{{marked}}}
            """);

        var output = Assert.Single(task.Outputs);
        var missing = task.MissingOutputs is { } count ? $", {count} missing" : "";
        Assert.Equal(outputs, $"{output.Url} {output.WatermarkedUrl} {output.Watermarked is true}{missing}");
    }

    [Theory]
    [InlineData("task_ab-c.1", true)]
    [InlineData("task_", false)]
    [InlineData("task_a", true)]
    [InlineData("task_a b", false)]
    [InlineData("e989621f54392584b05867f87b160672", true)]
    public void Its_ids_are_hexadecimal_or_begin_with_task(string id, bool isOne) =>
        Assert.Equal(isOne, KieProvider.Descriptor.MayOwn(id));

    private static KlingTask Success(string member) => KlingAsk.Task(Api, Asked, $$$"""
        {"code":200,"msg":"success","data":{"taskId":"{{{Id}}}","model":"kling-3.0/video","state":"success",
        "resultJson":"{\"resultUrls\":[\"https://e.example/z.mp4\"]}",{{{member}}}}}
        """);
}
