using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.CometApi;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.CometApi;

/// <summary>CometAPI: tasks in lists, in strings and within the raw answer of another gateway.</summary>
public class CometApiShapesTests
{
    private const string Id = "878000000000000001";

    private static readonly ProviderDescriptor Comet = CometApiProvider.Descriptor;
    private static readonly LookupApi Api = Comet.Keys[0].Api;
    private static readonly LookupRequest Asked = LookupRequest.About(Id, "videos/text2video");

    [Fact]
    public void The_older_wrapper_is_recognised_by_its_content()
    {
        const string Result = """
            {"task_id":"1","task_status":"succeed","task_result":{"videos":[{"id":"v1","url":"https://e.example/a.mp4",
            "duration":"5"}]},"created_at":1777385361501,"updated_at":1777385590000}
            """;

        var bare = KlingAsk.Task(
            Api,
            Asked,
            $$$$"""{"code":"success","data":{"task_id":"{{{{Id}}}}","status":"SUCCESS","progress":"100%","data":{{{{Result}}}}}}""");
        var twice = KlingAsk.Task(Api, Asked, $$$$"""
            {"code":"success","data":{"task_id":"{{{{Id}}}}","status":"SUCCESS","submit_time":1777385360,
            "finish_time":1777385600,"data":{"code":0,"data":{{{{Result}}}}}}}
            """);

        Assert.Equal("v1", Assert.Single(bare.Outputs).Id);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1777385590000), bare.FinishedAt);
        Assert.Equal("v1", Assert.Single(twice.Outputs).Id);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1777385600), twice.FinishedAt);
        Assert.Equal("text2video", twice.Kind);
    }

    [Theory]
    [InlineData("""
        {"code":0,"data":[{"task_id":"1","task_status":"processing"},{"task_id":"ID","task_status":"succeed",
        "task_result":{"videos":[{"id":"v","url":"https://e.example/a.mp4"}]}}]}
        """)]
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
    [InlineData("""
        {"data":[{"task_id":"1","task_status":"succeed","task_result":{"videos":[{"id":"x",
        "url":"https://e.example/x.mp4"}]}},{"task_id":"ID","task_status":"succeed","task_result":{"videos":[{"id":"v",
        "url":"https://e.example/a.mp4"}]}}]}
        """, "v")]
    [InlineData(
        """{"data":[{"id":"9","status":"succeeded","outputs":[{"type":"video","id":"w","url":"https://e.example/a.mp4"}]}]}""", "w")]
    [InlineData("""
        {"data":[{"task_id":"1","task_result":{"videos":[{"id":"x","url":"https://e.example/x.mp4"}]}},{"task_id":"2",
        "task_result":{"videos":[{"id":"y","url":"https://e.example/y.mp4"}]}}]}
        """, null)]
    public void Of_several_tasks_in_the_raw_answer_the_requested_one_is_taken(string raw, string? output)
    {
        var body = $$"""
            {"code":"success","data":{"task_id":"{{Id}}","status":"SUCCESS",
            "data":{{raw.Replace("ID", Id, StringComparison.Ordinal)}} } }
            """;

        var reading = KlingAsk.Read(Api, Asked, body);

        Assert.Equal(output, reading.Value?.Outputs.Single().Id);
        if (output is null) Assert.Equal(FaultCategory.BadResponse, reading.Fault!.Category);
    }

    [Fact]
    public void A_result_in_a_string_is_searched()
    {
        var task = KlingAsk.Task(Api, Asked, $$"""
            {"code":0,"data":{"task_id":"{{Id}}","task_status":"succeed",
            "task_result":"{\"videos\":[\"https://e.example/a.mp4\"]}"} }
            """);

        Assert.Equal("https://e.example/a.mp4", Assert.Single(task.Outputs).Url);
    }

    [Fact]
    public void Times_may_be_text()
    {
        var task = KlingAsk.Task(Api, Asked, $$"""
            {"code":0,"data":{"task_id":"{{Asked.Id}}","task_status":"failed","created_at":"2026-05-28T20:26:40Z",
            "updated_at":"1780000229000"} }
            """);

        Assert.Equal(
            (DateTimeOffset.FromUnixTimeSeconds(1_780_000_000), DateTimeOffset.FromUnixTimeSeconds(1_780_000_229)),
            (task.CreatedAt, task.FinishedAt));
    }
}
