using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Official;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The search for outputs that are not at the known places of a Kling task.</summary>
public class KlingOutputSearchTests
{
    private static KlingTask Searched(string result) => KlingAsk.Task(
        PathQuery.Api,
        LookupRequest.About("8", "videos/text2video"),
        $$$$"""
            {"code":0,"data":{"task_id":"8","task_status":"succeed","task_info":{"parent_video":{"id":"7",
            "url":"https://e.example/input.mp4"}},"task_result":{{{{result}}}}}}
            """);

    [Theory]
    [InlineData("task_result")]
    [InlineData("outputs")]
    [InlineData("output")]
    [InlineData("result")]
    [InlineData("results")]
    [InlineData("works")]
    [InlineData("videos")]
    [InlineData("images")]
    [InlineData("audios")]
    [InlineData("video")]
    [InlineData("audio")]
    public void Results_are_searched_at_each_known_member_name(string place)
    {
        var task = KlingAsk.Task(
            PathQuery.Api,
            LookupRequest.About("8", "videos/text2video"),
            $$"""
                {"code":0,"data":{"task_id":"8","task_status":"succeed","image":"https://e.example/in.png",
                "{{place}}":{"first":{"file":"https://e.example/clip.mp4"} } } }
                """);

        Assert.True(task.FoundBySearch);
        Assert.Equal("https://e.example/clip.mp4", Assert.Single(task.Outputs).Url);
    }

    [Theory]
    [InlineData("""
        {"task_id":"8","task_status":"succeed","task_result":{},"image":"https://e.example/in.png",
        "video_url":"https://e.example/in.mp4","video":"https://e.example/in.mp4"}
        """)]
    [InlineData("""
        {"task_id":"8","task_status":"succeed","task_result":{"reference_image":"https://e.example/in.png",
        "reference":{"url":"https://e.example/in.mp4"},"first_frame":"https://e.example/in.png"}}
        """)]
    public void An_input_is_never_an_output(string task)
    {
        var body = $$"""{"code":0,"data":{{task}} }""";

        Assert.Equal(
            FaultCategory.BadResponse, KlingAsk.Fault(PathQuery.Api, LookupRequest.About("8", "videos/text2video"), body).Category);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"videos":null,"images":{},"audios":"x","voices":[null],"elements":[{}]}""")]
    [InlineData("""{"videos":[{"id":"v","url":null}]}""")]
    [InlineData("""{"videos":[{"id":"v","url":"ftp://e.example/a.mp4"}]}""")]
    public void A_success_without_a_usable_output_is_a_bad_response_and_never_the_input(string result)
    {
        var body = $$$$"""
            {"code":0,"data":{"task_id":"8","task_status":"succeed",
            "task_info":{"parent_video":{"url":"https://e.example/input.mp4"}},"image":"https://e.example/in.png",
            "task_result":{{{{result}}}}}}
            """;

        Assert.Equal(
            FaultCategory.BadResponse, KlingAsk.Fault(PathQuery.Api, LookupRequest.About("8", "videos/text2video"), body).Category);
    }

    [Fact]
    public void A_list_with_an_unknown_name_is_searched()
    {
        var task = Searched("""{"clips":[{"file":"https://e.example/clip.mp4"}]}""");

        Assert.True(task.FoundBySearch);
        Assert.Equal(new KlingOutput(OutputType.Video) { Url = "https://e.example/clip.mp4" }, Assert.Single(task.Outputs));
    }
}
