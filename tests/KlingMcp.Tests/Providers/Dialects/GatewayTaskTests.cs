using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The places in which gateways of the new-api family put a result and a reason.</summary>
public class GatewayTaskTests
{
    private const string Url = "https://media.example/a.mp4";

    [Theory]
    [InlineData("\"result_url\"")]
    [InlineData("\"fail_reason\"")]
    [InlineData("\"url\"")]
    [InlineData("\"video_url\"")]
    public void The_address_of_a_result_is_read_in_each_place_also_where_it_has_a_new_shape(string place)
    {
        var plain = Read($$"""{"id":"task_1","status":"completed",{{place}}:"{{Url}}"}""");
        var nested = Read($$$"""{"id":"task_1","status":"completed",{{{place}}}:{"src":"{{{Url}}}"}}""");

        Assert.Equal((Url, false), (Assert.Single(plain.Value!.Outputs).Url, plain.Value!.FoundBySearch));
        Assert.Equal((Url, true), (Assert.Single(nested.Value!.Outputs).Url, nested.Value!.FoundBySearch));
    }

    [Fact]
    public void An_address_in_the_metadata_comes_with_its_length_and_its_size()
    {
        var body = $$$"""{"id":"task_1","status":"completed","metadata":{"url":"{{{Url}}}","duration":5,"width":1280,"height":720}}""";

        var output = Assert.Single(Read(body).Value!.Outputs);

        Assert.Equal((Url, 5, 1280, 720), (output.Url, output.DurationSeconds, output.Width, output.Height));
    }

    [Theory]
    [InlineData("\"seconds\":\"8\"", 8)]
    [InlineData("\"duration\":10", 10)]
    [InlineData("\"seconds\":0,\"duration\":10", 10)]
    [InlineData("\"seconds\":-1", null)]
    public void The_length_beside_an_address_is_read_from_the_first_place_that_has_one(string members, int? seconds)
    {
        var task = Read($$"""{"id":"task_1","status":"completed","url":"{{Url}}",{{members}}}""").Value!;

        Assert.Equal(seconds, Assert.Single(task.Outputs).DurationSeconds);
    }

    [Fact]
    public void A_state_that_says_not_found_is_told_with_the_words_and_the_code_beside_it()
    {
        var fault = Read("""{"message":"gone","error_code":"E4","data":{"id":"task_1","status":"NOT_FOUND"} }""").Fault!;

        Assert.Equal((FaultCategory.NotFound, "gone", "E4", true), (fault.Category, fault.ProviderText, fault.Code, fault.IsJson));
    }

    [Theory]
    [InlineData("""{"request_id":"r","output":{"task_status":"processing"} }""", true)]
    [InlineData("""{"request_id":"r","data":{"task_status":"processing"} }""", false)]
    [InlineData("""{"output":{"task_status":"processing"} }""", false)]
    [InlineData("""{"data":{"status":"IN_PROGRESS","data":{"data":{"task_id":"task_1","task_status":"processing"} } } }""", true)]
    public void A_task_without_an_id_is_the_one_asked_for_only_in_an_answer_to_the_request(string body, bool isTask) =>
        Assert.Equal(isTask, Read(body).IsSuccess);

    [Theory]
    [InlineData("https://gateway.example/v1/videos/task_1/content", true)]
    [InlineData("https://gateway.example/v1/videos/task_1/content?variant=video", true)]
    [InlineData("https://gateway.example/v1/videos/task_1/content#t=1", true)]
    [InlineData("https://gateway.example/v1/videos/task_1.mp4", false)]
    [InlineData("https://gateway.example/files/task_1/content", false)]
    [InlineData("https://gateway.example/v1/videos/a.mp4?next=/content", false)]
    public void Only_the_gateways_own_proxy_of_media_needs_the_key(string url, bool needsKey)
    {
        var read = GatewayTask.WithKeyNeeds(Read($$"""{"id":"task_1","status":"completed","url":"{{url}}"}"""), "THE_KEY");

        Assert.Equal(needsKey ? "THE_KEY" : null, Assert.Single(read.Value!.Outputs).NeedsKey);
    }

    [Theory]
    [InlineData("\"data\":{\"data\":{\"task_id\":\"k\",\"task_status\":\"failed\",\"task_status_msg\":\"NSFW content\"}}")]
    [InlineData("\"data\":{\"data\":{\"task_id\":\"k\",\"task_status\":\"failed\",\"message\":\"NSFW content\"}}")]
    [InlineData("\"data\":{\"message\":\"NSFW content\",\"data\":{\"task_id\":\"k\",\"task_status\":\"failed\"}}")]
    [InlineData("\"error\":{\"message\":\"NSFW content\"}")]
    [InlineData("\"fail_reason\":\"NSFW content\"")]
    [InlineData("\"task_status_msg\":\"NSFW content\"")]
    [InlineData("\"message\":\"NSFW content\"")]
    public void The_reason_of_a_failure_is_read_in_each_place(string members)
    {
        var failure = Read($$"""{"task_id":"task_1","status":"FAILURE",{{members}}}""").Value!.Failure!;

        Assert.Equal((FaultCategory.Moderation, "NSFW content"), (failure.Category, failure.Message));
    }

    [Fact]
    public void The_code_of_a_failure_is_that_of_its_error()
    {
        var failure = Read("""{"task_id":"task_1","status":"FAILURE","error":{"code":"E17","message":"no luck"}}""").Value!.Failure!;

        Assert.Equal(("E17", "no luck"), (failure.Code, failure.Message));
    }

    private static Result<KlingTask> Read(string body) =>
        GatewayTask.Read(new("ezmodel", null, "task_1"), Responses.Ok(body), static (_, _, _) => null);
}
