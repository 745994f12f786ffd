using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Providers.Dialects;
using static KlingMcp.Tests.Providers.Official.TasksQueryBodies;

namespace KlingMcp.Tests.Providers.Official;

/// <summary><c>GET /tasks</c>: requests, fields, outputs and states of a task.</summary>
public class TasksQueryTests
{
    [Fact]
    public void Several_ids_are_sent_in_one_list_each_escaped()
    {
        var credentials = new Credentials(new Dictionary<string, string> { ["KLING_API_KEY"] = "k-1" });

        Assert.Equal("tasks?task_ids=1%2B1,b%3D%40", Api.Target(new(["1+1", "b=@"]), credentials));
        Assert.Equal("tasks?external_task_ids=shot-09", Api.Target(LookupRequest.About("shot-09", external: true), credentials));
        Assert.Equal("Bearer k-1", KlingAsk.Authorization(Api, credentials, DateTimeOffset.UnixEpoch));
        Assert.Equal(20, Api.BatchSize);
        Assert.True(Api.HasExternalLookup);
    }

    [Fact]
    public void A_finished_task_has_all_its_fields()
    {
        var task = Task(Item(Id, "succeeded", """
            ,"external_id":"shot-09",
            "outputs":[{"type":"video","id":"900000000000000777",
            "url":"https://v1.example.com/a.mp4?Expires=1783672794&Signature=x%2By",
            "watermark_url":"https://v1.example.com/wm.mp4","duration":"5.041"}],
            "billing":[{"charge_type":"unit","amount":"3","package_type":"video"}]
            """));

        Assert.Equal("official:900000000000000001", task.Reference.ToString());
        Assert.Equal((KlingTaskStatus.Succeeded, "succeeded"), (task.Status, task.ProviderStatus));
        Assert.Null(task.Kind);
        Assert.Equal("shot-09", task.ExternalId);
        Assert.Equal("3 units (video)", task.Cost);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1781080778802), task.CreatedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1781080794151), task.FinishedAt);
        Assert.False(task.FoundBySearch);
        Assert.Equal(
            new KlingOutput(OutputType.Video)
            {
                Id = "900000000000000777",
                Url = "https://v1.example.com/a.mp4?Expires=1783672794&Signature=x%2By",
                WatermarkedUrl = "https://v1.example.com/wm.mp4",
                DurationSeconds = 5.041,
            },
            Assert.Single(task.Outputs));
    }

    [Fact]
    public void Every_type_of_output_is_given_in_the_order_of_the_body()
    {
        var task = Task(Item(Id, "succeeded", """
            ,"outputs":[
              {"type":"image","url":"https://e.example/1.png","group_id":"g"},
              {"type":"audio","id":"a1","mp3_url":"https://e.example/1.mp3","wav_url":"https://e.example/1.wav",
              "mp3_duration":"5.04","wav_duration":"5.0"},
              {"type":"voice","id":"v1","name":"demo","url":"https://e.example/v.mp3","status":"succeeded"},
              {"type":"element","id":"e1","name":"boat","references":[
                 {"type":"image","role":"reference","url":"https://e.example/side.png"},{"type":"image","role":"frontal",
                 "url":"https://e.example/front.png"}]}]
            """));

        Assert.Equal(
            [
                new(OutputType.Image) { Url = "https://e.example/1.png" },
                new(OutputType.Audio)
                {
                    Id = "a1",
                    Url = "https://e.example/1.mp3",
                    WavUrl = "https://e.example/1.wav",
                    DurationSeconds = 5.04,
                },
                new(OutputType.Voice) { Id = "v1", Name = "demo", Url = "https://e.example/v.mp3" },
                new KlingOutput(OutputType.Element) { Id = "e1", Name = "boat", CoverUrl = "https://e.example/front.png" },
            ],
            task.Outputs);
    }

    [Theory]
    [InlineData("""{"charge_type":"cash","cash_type":"balance","amount":"0.42","currency":"USD","list_price":"0.5"}""", "0.42 USD")]
    [InlineData(
        """{"charge_type":"unit","amount":"3","package_type":"video"},{"charge_type":"unit","amount":1.5,"package_type":"audio"}""",
        "3 units (video) + 1.5 units (audio)")]
    [InlineData("""{"charge_type":"unit","amount":"2"}""", "2 units")]
    [InlineData("""{"charge_type":"unit","amount":"1.0","package_type":"image"}""", "1 unit (image)")]
    [InlineData("""{"charge_type":"cash","amount":"0.42"}""", null)]
    [InlineData("""{"charge_type":"unit","amount":"0","package_type":"video"}""", null)]
    [InlineData("""{"charge_type":"unit","amount":""}""", null)]
    [InlineData("", null)]
    public void The_cost_has_its_unit(string billing, string? cost) =>
        Assert.Equal(cost, Task(Item(Id, "processing", $",\"billing\":[{billing}]")).Cost);

    [Theory]
    [InlineData("submitted", KlingTaskStatus.Queued)]
    [InlineData("processing", KlingTaskStatus.Processing)]
    [InlineData("PROCESSING", KlingTaskStatus.Processing)]
    [InlineData("rendering_v9", KlingTaskStatus.Unknown)]
    internal void A_processing_task_has_no_end_and_no_outputs(string word, KlingTaskStatus status)
    {
        var task = Task(Item(Id, word, ",\"outputs\":[{\"type\":\"video\",\"url\":\"https://e.example/half.mp4\"}]"));

        Assert.Equal((status, word), (task.Status, task.ProviderStatus));
        Assert.Null(task.FinishedAt);
        Assert.Empty(task.Outputs);
        Assert.Null(task.Failure);
    }

    [Fact]
    public void The_reason_of_a_failure_is_the_message_of_the_task()
    {
        var task = Task(
            $$$$"""{"id":"{{{{Id}}}}","status":"failed","message":"Failure to pass the risk control system","outputs":[],"billing":[]}""");

        Assert.Equal(new TaskFailure(FaultCategory.Moderation, null, "Failure to pass the risk control system"), task.Failure);
    }

    [Fact]
    public void Tasks_of_the_older_standard_and_numbers_for_ids_are_read()
    {
        const string Body = """
            {"code":"0","data":[{"task_id":900000000000000001,"task_status":"succeed","created_at":"1781080778802",
            "updated_at":"1781080794151",
             "task_result":{"videos":[{"id":900000000000000777,"url":"https://e.example/a.mp4","duration":5.1}]}}]}
            """;

        var task = KlingAsk.Task(Api, LookupRequest.About(Id), Body);

        Assert.Equal("900000000000000001", task.Reference.Id);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1781080794151), task.FinishedAt);
        Assert.Equal(("900000000000000777", 5.1), (task.Outputs[0].Id, task.Outputs[0].DurationSeconds));
    }

    [Theory]
    [InlineData("""{"id":"900000000000000001","status":"processing","message":"","create_time":1,"update_time":0}""")]
    [InlineData("""{"code":0,"data":{"id":"900000000000000001","status":"processing"}}""")]
    [InlineData(
        """{"code":0,"data":{"result":[{"id":"900000000000000001","status":"processing"}],"count":1,"next_cursor":"","has_more":false}}""")]
    public void A_callback_a_bare_task_and_a_page_of_the_history_are_read_too(string body)
    {
        var task = KlingAsk.Task(Api, LookupRequest.About(Id), body);

        Assert.Equal(KlingTaskStatus.Processing, task.Status);
        Assert.Null(task.CreatedAt);
    }

    [Theory]
    [InlineData("<html></html>", 200, FaultCategory.BadResponse)]
    [InlineData("", 200, FaultCategory.BadResponse)]
    [InlineData("{\"code\":0,\"data\":[", 200, FaultCategory.BadResponse)]
    [InlineData("<html>bad gateway</html>", 502, FaultCategory.ProviderUnavailable)]
    [InlineData("null", 200, FaultCategory.BadResponse)]
    [InlineData("[]", 200, FaultCategory.BadResponse)]
    [InlineData("{}", 200, FaultCategory.BadResponse)]
    [InlineData("""{"code":0,"data":null}""", 200, FaultCategory.NotFound)]
    [InlineData("""{"code":0,"data":[null]}""", 200, FaultCategory.BadResponse)]
    [InlineData("""{"code":0,"data":[{"id":"900000000000000001"}]}""", 200, FaultCategory.BadResponse)]
    [InlineData("""{"code":0,"data":[{"id":"900000000000000001","status":""}]}""", 200, FaultCategory.BadResponse)]
    [InlineData("""{"code":7777,"message":"what","data":[]}""", 200, FaultCategory.BadResponse)]
    [InlineData("""{"code":7777,"data":[{"id":"900000000000000001","status":"strange"}]}""", 200, FaultCategory.BadResponse)]
    [InlineData("""{"code":0,"data":[{"id":"900000000000000001","status":"strange"}]}""", 500, FaultCategory.ProviderUnavailable)]
    [InlineData("""{"code":0,"data":[{"id":"900000000000000001","status":"succeeded","outputs":[]}]}""", 200, FaultCategory.BadResponse)]
    [InlineData(
        """{"code":0,"data":[{"id":"900000000000000001","status":"succeeded","outputs":[{"type":"video","url":""}]}]}""",
        200,
        FaultCategory.BadResponse)]
    [InlineData(
        """{"code":0,"data":[{"id":"900000000000000001","status":"succeeded","outputs":[{"type":"video","url":"javascript:alert(1)"}]}]}""",
        200,
        FaultCategory.BadResponse)]
    internal void An_answer_without_a_task_is_a_fault(string body, int status, FaultCategory category) =>
        Assert.Equal(
            (category, status),
            KlingAsk.Fault(Api, LookupRequest.About(Id), body, status) is var fault ? (fault.Category, fault.HttpStatus) : default);

    [Fact]
    public void An_output_of_a_new_type_is_kept_by_its_address()
    {
        var task = Task(Item(Id, "succeeded", ",\"outputs\":[{\"type\":\"clip\",\"file_url\":\"https://e.example/clip.mp4\"}]"));

        Assert.False(task.FoundBySearch);
        Assert.Equal(new KlingOutput(OutputType.Video) { Url = "https://e.example/clip.mp4" }, Assert.Single(task.Outputs));
    }

    [Theory]
    [InlineData("srt", "x.srt", "subtitle", null)]
    [InlineData("ass", "x", "file", "ass")]
    [InlineData("subbed_video", "x.mp4", "video", null)]
    [InlineData("product_image", "x", "image", null)]
    [InlineData("model_images", "x.jpg", "image", null)]
    [InlineData("product_video", "hash.origin?x=1", "video", null)]
    [InlineData("model_3d", "x.glb", "model", null)]
    [InlineData("model_3d", "x", "model", null)]
    [InlineData("report", "x.pdf", "file", "report")]
    public void No_output_with_an_address_is_dropped_for_its_type(string type, string file, string word, string? name)
    {
        var output = Assert.Single(Task(Item(Id, "succeeded", $$"""
            ,"outputs":[{"type":"{{type}}","url":"https://e.example/{{file}}"}]
            """)).Outputs);

        Assert.Equal((word, $"https://e.example/{file}", name), (output.Type.Word, output.Url, output.Name));
    }

    [Fact]
    public void A_deleted_voice_is_marked() =>
        Assert.True(
            Assert.Single(Task(Item(
                Id, "succeeded", ",\"outputs\":[{\"type\":\"voice\",\"id\":\"v\",\"status\":\"deleted\"}]")).Outputs).Deleted);

    [Fact]
    public void A_blocked_part_of_a_success_is_counted_and_explained()
    {
        var task = Task("""
            {"id":"900000000000000001","status":"succeeded","message":"1 of 2 images was blocked by risk control",
             "outputs":[{"type":"image","url":"https://e.example/1.png"},{"type":"image","url":""}]}
            """);

        Assert.Equal((1, 1), (task.Outputs.Count, task.MissingOutputs));
        Assert.Contains("1 of 2 outputs is missing", task.Advice, StringComparison.Ordinal);
        Assert.Contains("blocked by risk control", task.Advice, StringComparison.Ordinal);
    }
}
