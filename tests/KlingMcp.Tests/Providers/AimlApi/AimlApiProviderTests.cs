using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.AimlApi;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.AimlApi;

/// <summary>AIMLAPI: both forms of ids, failures and refusals.</summary>
public class AimlApiProviderTests
{
    private const string Id = "60ac7c34-3224-4b14-8e7d-0aa0db708325:kling-video/v1.6/pro/text-to-video";

    private static readonly LookupApi Api = AimlApiProvider.Descriptor.Keys[0].Api;

    private static readonly LookupRequest Asked = LookupRequest.About(Id);

    [Fact]
    public void The_model_is_told_by_the_id_and_the_cost_in_credits()
    {
        var task = KlingAsk.Task(Api, Asked, $$"""
            {"id":"{{Id}}","status":"completed","video":{"url":"https://e.example/a.mp4"},"meta":{"usage":{"credits_used":500000} } }
            """);

        Assert.Equal(("kling-video/v1.6/pro/text-to-video", "500000 credits"), (task.Model, task.Cost));
        Assert.False(task.IsOtherModel);
        Assert.Equal("https://e.example/a.mp4", Assert.Single(task.Outputs).Url);
    }

    [Fact]
    public void The_state_error_is_a_failed_task()
    {
        var task = KlingAsk.Task(
            Api, Asked, $$"""{"id":"{{Id}}","status":"error","error":{"name":"Bad Request","message":"Content policy violation"} }""");

        Assert.Equal((KlingTaskStatus.Failed, FaultCategory.Moderation), (task.Status, task.Failure!.Category));
    }

    [Theory]
    [InlineData("\"status\":\"failed\",\"error\":\"timed out\"", FaultCategory.GenerationFailed)]
    [InlineData("\"status\":\"error\",\"video\":null,\"error\":null", FaultCategory.GenerationFailed)]
    [InlineData("\"status\":\"error\",\"error\":{\"name\":\"x\",\"message\":\"prompt is required\"}", FaultCategory.InvalidInput)]
    [InlineData("\"status\":\"failed\",\"message\":\"NSFW content\"", FaultCategory.Moderation)]
    [InlineData("\"status\":\"failed\",\"error\":{\"code\":\"1201\",\"name\":\"x\"}", FaultCategory.InvalidInput)]
    internal void Errors_are_objects_texts_or_absent(string rest, FaultCategory category) => Assert.Equal(
        category, KlingAsk.Task(Api, Asked, $$"""{"id":"{{Id}}",{{rest}} }""").Failure!.Category);

    [Theory]
    [InlineData(400, """{"requestId":"1","statusCode":"400","message":["no","such"]}""", FaultCategory.InvalidInput)]
    [InlineData(404, """{"requestId":"1","statusCode":404,"message":"Not Found"}""", FaultCategory.NotFound)]
    [InlineData(200, """{"statusCode":"404","message":"Generation not found"}""", FaultCategory.NotFound)]
    [InlineData(500, """{"error":{"message":"no"}}""", FaultCategory.ProviderUnavailable)]
    internal void Refusals_are_read_by_their_code_as_a_number_or_a_text(int status, string body, FaultCategory category) =>
        Assert.Equal(category, KlingAsk.Fault(Api, Asked, body, status).Category);

    [Theory]
    [InlineData("""{"statusCode":400,"message":"no"}""")]
    [InlineData("""{"statusCode":400,"message":["no","such"]}""")]
    [InlineData("""{"statusCode":400,"error":{"message":"no"}}""")]
    [InlineData("""{"statusCode":400,"error":"no"}""")]
    public void The_words_of_a_refusal_are_read_in_each_place(string body) =>
        Assert.Equal("no", KlingAsk.Fault(Api, Asked, body, 400).ProviderText);

    [Fact]
    public void A_refusal_with_403_is_about_money() => Assert.Equal(
        FaultCategory.InsufficientCredit,
        KlingAsk.Fault(Api, Asked, """{"requestId":"1","statusCode":"403","message":"no"}""", 403).Category);

    [Theory]
    [InlineData("\"video\":{\"url\":\"https://e.example/a\"}", "Video https://e.example/a")]
    [InlineData("\"videos\":[\"https://e.example/a\",\"https://e.example/b\"]", "Video https://e.example/a, Video https://e.example/b")]
    [InlineData("\"data\":{\"x\":\"https://e.example/a.mp4\"}", "Video https://e.example/a.mp4")]
    [InlineData("\"video\":{\"x\":{\"y\":\"https://e.example/a.mp4\"}}", "Video https://e.example/a.mp4")]
    public void The_outputs_are_videos_wherever_they_are(string member, string outputs) => Assert.Equal(
        outputs, string.Join(", ", Success(member).Outputs.Select(static o => $"{o.Type} {o.Url}")));

    [Theory]
    [InlineData("0", null)]
    [InlineData("1", "1 credits")]
    [InlineData("null", null)]
    public void The_cost_is_told_unless_it_is_nothing(string credits, string? cost) => Assert.Equal(
        cost, Success($"\"video\":\"https://e.example/a.mp4\",\"meta\":{{\"usage\":{{\"credits_used\":{credits}}}}}").Cost);

    [Fact]
    public void A_failure_has_the_code_of_its_error()
    {
        var task = KlingAsk.Task(Api, Asked, $$"""{"id":"{{Id}}","status":"failed","error":{"code":"E5","message":"it failed"} }""");

        Assert.Equal(("E5", "it failed"), (task.Failure!.Code, task.Failure.Message));
    }

    private static KlingTask Success(string member) =>
        KlingAsk.Task(Api, Asked, $$"""{"id":"{{Id}}","status":"completed",{{member}} }""");
}
