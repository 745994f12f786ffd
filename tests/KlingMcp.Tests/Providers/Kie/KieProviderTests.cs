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
}
