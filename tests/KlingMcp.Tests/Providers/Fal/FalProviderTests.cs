using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Fal;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.Fal;

/// <summary>fal: the answer of the result once a request is completed.</summary>
public class FalProviderTests
{
    private const string Id = "019e8887-0000-7f31-88fc-1ed35f2bc8bb";

    private static readonly KlingTask Completed = FalLookup.ReadState(
        LookupRequest.About(Id), KlingAsk.ProviderResponse($$"""{"status":"COMPLETED","request_id":"{{Id}}"}""")).Value!;

    private static Result<KlingTask> State(string body) => FalLookup.ReadState(LookupRequest.About(Id), KlingAsk.ProviderResponse(body));

    private static Result<KlingTask> Read(string body, int status, string? retryable = null) => FalLookup.ReadResult(
        Completed,
        KlingAsk.ProviderResponse(body, status) with
        {
            Header = name => name is "X-Fal-Retryable" ? retryable : null,
        });

    [Theory]
    [InlineData("""{"detail":[{"loc":["body"],"msg":"no","type":"content_policy_violation"}]}""", null, FaultCategory.Moderation, false)]
    [InlineData("""{"detail":[{"msg":"nothing came out","type":"no_media_generated"}]}""", null, FaultCategory.GenerationFailed, null)]
    [InlineData("""{"detail":[{"msg":"nothing came out","type":"no_media_generated"}]}""", "true", FaultCategory.GenerationFailed, true)]
    [InlineData("""{"detail":[{"msg":"nothing came out","type":"no_media_generated"}]}""", "false", FaultCategory.GenerationFailed, false)]
    [InlineData("""{"detail":"nothing came out"}""", null, FaultCategory.GenerationFailed, null)]
    internal void A_refusal_is_the_failed_task(string body, string? header, FaultCategory category, bool? retryable)
    {
        var task = Read(body, 422, header).Value!;

        Assert.Equal((KlingTaskStatus.Failed, category, retryable), (task.Status, task.Failure!.Category, task.Failure.Retryable));
    }

    [Fact]
    public void An_error_type_makes_a_server_error_the_failed_task() => Assert.Equal(
        ("runner_disconnected", KlingTaskStatus.Failed),
        Read("""{"detail":"gone","error_type":"runner_disconnected"}""", 503).Value is { } task
            ? (task.Failure!.Code, task.Status)
            : default);

    [Theory]
    [InlineData("runner_disconnected", true)]
    [InlineData("runner_scheduling_failure", true)]
    [InlineData("startup_timeout", true)]
    [InlineData("request_timeout", true)]
    [InlineData("internal_error", null)]
    public void An_error_type_of_a_machine_passes(string type, bool? retryable)
    {
        var task = Read($$"""{"detail":"it stopped","error_type":"{{type}}"}""", 503).Value!;

        Assert.Equal((KlingTaskStatus.Failed, retryable), (task.Status, task.Failure!.Retryable));
    }

    [Theory]
    [InlineData("IN_QUEUE", KlingTaskStatus.Queued)]
    [InlineData("IN_PROGRESS", KlingTaskStatus.Processing)]
    [InlineData("COMPLETED", KlingTaskStatus.Succeeded)]
    internal void A_state_without_an_id_is_that_of_the_request_asked_for(string word, KlingTaskStatus status)
    {
        var task = State($$"""{"status":"{{word}}","logs":null,"queue_position":2}""").Value!;

        Assert.Equal((status, $"fal:{Id}"), (task.Status, $"{task.Reference}"));
    }

    [Fact]
    public void A_state_with_another_id_is_not_believed() => Assert.Equal(
        FaultCategory.BadResponse,
        State("""{"status":"IN_QUEUE","request_id":"019e8887-0000-7f31-88fc-000000000000"}""").Fault!.Category);

    [Fact]
    public void A_completed_request_with_an_error_as_an_object_has_failed()
    {
        var task = State($$"""
            {"status":"COMPLETED","request_id":"{{Id}}","error":{"message":"The input was flagged as sensitive"} }
            """).Value!;

        Assert.Equal((KlingTaskStatus.Failed, FaultCategory.Moderation), (task.Status, task.Failure!.Category));
    }

    [Fact]
    public void A_voice_has_an_id_and_no_address()
    {
        var output = Assert.Single(Read("""{"voice_id":"v-123"}""", 200).Value!.Outputs);

        Assert.Equal((OutputType.Voice, "v-123", null), (output.Type, output.Id, output.Url));
    }

    [Fact]
    public void An_avatar_tells_the_duration_beside_the_video()
    {
        var output = Assert.Single(Read(
            """{"video":{"url":"https://v3b.fal.media/a.mp4","content_type":"video/mp4"},"duration":"12.5"}""", 200).Value!.Outputs);

        Assert.Equal(12.5, output.DurationSeconds);
    }

    [Fact]
    public void A_video_and_its_sound_are_two_outputs() => Assert.Equal(
        [OutputType.Video, OutputType.Audio],
        Read(
            """
            {"video":{"url":"https://v3b.fal.media/a.mp4"},"audio":{"url":"https://v3b.fal.media/b"},"seed":7}
            """, 200).Value!.Outputs.Select(static o => o.Type));

    [Theory]
    [InlineData(299, null)]
    [InlineData(300, FaultCategory.BadResponse)]
    [InlineData(304, FaultCategory.BadResponse)]
    internal void A_result_comes_with_a_status_of_success(int status, FaultCategory? category) =>
        Assert.Equal(category, Read("""{"video":{"url":"https://v3b.fal.media/a.mp4"} }""", status).Fault?.Category);

    [Fact]
    public void A_server_error_without_a_type_passes() =>
        Assert.Equal(FaultCategory.ProviderUnavailable, Read("""{"detail":"oops"}""", 503).Fault!.Category);

    [Fact]
    public void A_result_that_is_gone_is_a_success_without_outputs()
    {
        var task = Read("""{"detail":"Request not found"}""", 404).Value!;

        Assert.Equal((KlingTaskStatus.Succeeded, 0), (task.Status, task.Outputs.Count));
        Assert.Contains("no longer", task.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_have_their_size()
    {
        var output = Assert.Single(Read(
            """{"images":[{"url":"https://v3.fal.media/a","content_type":"image/png","width":1024,"height":768}]}""", 200).Value!.Outputs);

        Assert.Equal((OutputType.Image, 1024, 768), (output.Type, output.Width, output.Height));
    }

    [Fact]
    public void The_key_is_sent_whole_or_made_of_its_halves()
    {
        var keys = FalProvider.Descriptor.Keys;

        Assert.Equal("Key i:s", KlingAsk.Authorization(
            keys[0].Api, new(new Dictionary<string, string> { ["FAL_KEY"] = "i:s" }), DateTimeOffset.UnixEpoch));
        Assert.Equal("Key i:s", KlingAsk.Authorization(
            keys[1].Api, new(new Dictionary<string, string> { ["FAL_KEY_ID"] = "i", ["FAL_KEY_SECRET"] = "s" }), DateTimeOffset.UnixEpoch));
    }
}
