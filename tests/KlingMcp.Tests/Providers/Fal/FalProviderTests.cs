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

    [Theory]
    [InlineData("""{"status":"IN_PROGRESS"}""", 202, KlingTaskStatus.Processing)]
    [InlineData("""{"status":"IN_QUEUE"}""", 400, KlingTaskStatus.Processing)]
    [InlineData("""{"detail":"Request is still in progress"}""", 400, KlingTaskStatus.Processing)]
    [InlineData("""{"detail":"Request not found"}""", 410, KlingTaskStatus.Succeeded)]
    internal void A_result_that_is_not_there_yet_or_no_longer_is_no_fault(string body, int status, KlingTaskStatus expected)
    {
        var task = Read(body, status).Value!;

        Assert.Equal((expected, 0), (task.Status, task.Outputs.Count));
        Assert.Equal(expected is KlingTaskStatus.Succeeded, task.Advice is not null);
    }

    [Theory]
    [InlineData("""{"detail":"what?"}""", 400, FaultCategory.InvalidInput, "what?", null)]
    [InlineData("""{"detail":"still in progress"}""", 500, FaultCategory.ProviderUnavailable, "still in progress", null)]
    [InlineData("""{"message":"what?","code":"c1"}""", 400, FaultCategory.InvalidInput, "what?", "c1")]
    [InlineData("""{"error":{"message":"what?"} }""", 400, FaultCategory.InvalidInput, "what?", null)]
    [InlineData("""{"error":"what?"}""", 400, FaultCategory.InvalidInput, "what?", null)]
    internal void A_refusal_of_the_result_without_a_type_is_a_fault_with_its_words(
        string body, int status, FaultCategory category, string text, string? code)
    {
        var fault = Read(body, status).Fault!;

        Assert.Equal((category, text, code), (fault.Category, fault.ProviderText, fault.Code));
    }

    [Fact]
    public void The_type_of_an_error_in_a_header_makes_a_server_error_the_failed_task()
    {
        var result = FalLookup.ReadResult(Completed, KlingAsk.ProviderResponse("""{"message":"it stopped"}""", 500) with
        {
            Header = static name => name is "X-Fal-Error-Type" ? "internal_error" : null,
        });

        Assert.Equal((KlingTaskStatus.Failed, "it stopped"), (result.Value!.Status, result.Value.Failure!.Message));
    }

    [Theory]
    [InlineData("\"error\":\"it was flagged\"")]
    [InlineData("\"error_type\":\"content_policy_violation\"")]
    public void A_completed_request_with_an_error_has_failed(string error)
    {
        var task = State($$"""{"status":"COMPLETED","request_id":"{{Id}}",{{error}}}""").Value!;

        Assert.Equal(KlingTaskStatus.Failed, task.Status);
    }

    [Theory]
    [InlineData(299, null)]
    [InlineData(300, FaultCategory.BadResponse)]
    [InlineData(500, FaultCategory.ProviderUnavailable)]
    internal void A_state_without_an_id_comes_with_a_status_of_success(int status, FaultCategory? category) => Assert.Equal(
        category,
        FalLookup.ReadState(LookupRequest.About(Id), KlingAsk.ProviderResponse("""{"status":"IN_QUEUE"}""", status)).Fault?.Category);

    [Fact]
    public void A_task_has_the_id_as_fal_writes_it_and_a_running_one_no_advice()
    {
        var task = FalLookup.ReadState(
            LookupRequest.About(Id.ToUpperInvariant()),
            KlingAsk.ProviderResponse($$"""{"status":"IN_QUEUE","request_id":"{{Id}}"}""")).Value!;

        Assert.Equal((Id, null), (task.Reference.Id, task.Advice));
        Assert.NotNull(Completed.Advice);
    }

    [Theory]
    [InlineData("""{"video":{"url":"https://e.example/a","duration":5},"duration":9}""", "Video https://e.example/a 5")]
    [InlineData("""{"video":"https://e.example/a","duration":0}""", "Video https://e.example/a ")]
    [InlineData("""{"videos":["https://e.example/a","https://e.example/b"]}""", "Video https://e.example/a , Video https://e.example/b ")]
    [InlineData("""{"images":["https://e.example/a"],"image":"https://e.example/b"}""",
        "Image https://e.example/a , Image https://e.example/b ")]
    [InlineData("""{"audio":"https://e.example/a"}""", "Audio https://e.example/a ")]
    [InlineData("""{"element_id":"e-1"}""", "Element e-1 ")]
    [InlineData("""{"voice_id":"v-1","seed":3}""", "Voice v-1 ")]
    public void The_place_of_an_output_tells_its_type(string body, string outputs) => Assert.Equal(
        outputs, string.Join(", ", Read(body, 200).Value!.Outputs.Select(static o => $"{o.Type} {o.Url ?? o.Id} {o.DurationSeconds}")));

    [Theory]
    [InlineData("status_url")]
    [InlineData("cancel_url")]
    [InlineData("response_url")]
    [InlineData("logs")]
    public void An_address_of_the_queue_is_no_output(string member) =>
        Assert.Empty(Read($$"""{"{{member}}":"https://e.example/a.mp4"}""", 200).Value?.Outputs ?? []);

    [Fact]
    public void The_addresses_asked_are_those_of_the_state_and_of_the_result() => Assert.Equal(
        [$"fal-ai/kling-video/requests/{Id}/status", $"fal-ai/kling-video/requests/{Id}"],
        new FalLookup().Targets(LookupRequest.About(Id), Credentials.None([])));
}
