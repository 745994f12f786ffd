using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Providers.Dialects;
using static KlingMcp.Tests.Providers.EzModel.EzModelBodies;

namespace KlingMcp.Tests.Providers.EzModel;

/// <summary>The shapes in which gateways of the new-api family write a task and its outputs.</summary>
public class EzModelShapesTests
{
    [Theory]
    [InlineData("""{"task_id":"ID","status":"completed","video_url":"https://e.example/v?sig=1"}""", 1)]
    [InlineData("""{"code":"success","data":{"task_id":"ID","status":"SUCCESS","video_url":"https://e.example/v.mp4"}}""", 1)]
    [InlineData("""
        {"code":"success","data":{"task_id":"ID","status":"SUCCESS","outputs":["https://e.example/v.mp4"],
        "data":{"task_status":"succeed"}}}
        """, 1)]
    [InlineData("""
        {"code":"success","data":{"task_id":"ID","status":"SUCCESS","data":{"code":0,"data":{"task_id":"1",
        "task_status":"succeed","task_result":{"new":{"url":"https://e.example/v.mp4"}}}}}}
        """, 1)]
    [InlineData("""{"task_id":"ID","status":"completed","metadata":{"files":["https://e.example/v.mp4"]}}""", 1)]
    [InlineData("""
        {"task_id":"ID","status":"SUCCESS","data":{"task_id":"1","task_status":"processing",
        "task_result":{"videos":[{"url":"https://e.example/v.mp4"}]}}}
        """, 1)]
    [InlineData("""
        {"task_id":"ID","status":"completed","metadata":{"url":"https://e.example/1.mp4","videos":["https://e.example/1.mp4",
        "https://e.example/2.mp4"]}}
        """, 2)]
    [InlineData("""
        {"code":"success","data":{"task_id":"ID","status":"SUCCESS","data":{"code":"success","data":{"status":"SUCCESS",
        "data":{"code":0,"data":{"task_id":"1","task_status":"succeed","task_result":{"videos":[{"id":"v",
        "url":"https://e.example/v.mp4"}]}}}}}}}
        """, 1)]
    public void A_result_is_found_at_each_place_that_gateways_use(string body, int count) =>
        Assert.Equal(count, Task(body.Replace("ID", Id, StringComparison.Ordinal)).Outputs.Count(static o => o.Url is not null));

    [Fact]
    public void The_reason_is_found_behind_two_gateways()
    {
        var raw = Raw("failed", ""","task_status_msg":"Image pixel is invalid" """);
        var chained = $$$$"""{"code":"success","data":{"status":"FAILURE","data":{{{{raw}}}}}}""";
        var task = Task(Wrapped("FAILURE", "", chained));

        Assert.Equal((FaultCategory.InvalidInput, "Image pixel is invalid"), (task.Failure?.Category, task.Failure?.Message));
    }

    [Fact]
    public void Without_inner_outputs_a_success_takes_result_url_then_fail_reason()
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
    public void A_single_address_has_the_type_of_its_extension(string url, string type) =>
        Assert.Equal(type, $"{Assert.Single(Task(Wrapped("SUCCESS", url)).Outputs).Type}");

    [Theory]
    [InlineData("\"metadata\":{\"duration\":5},\"seconds\":\"6\",\"duration\":7", 5)]
    [InlineData("\"metadata\":{\"duration\":0},\"seconds\":\"6\",\"duration\":7", 6)]
    [InlineData("\"duration\":7", 7)]
    [InlineData("\"duration\":0", null)]
    [InlineData("\"duration\":-1", null)]
    public void The_first_duration_told_counts(string lengths, int? seconds) => Assert.Equal(
        seconds, Assert.Single(Task($$$$"""
            {"task_id":"{{{{Id}}}}","status":"completed","url":"https://e.example/a.mp4",{{{{lengths}}}}}
            """).Outputs).DurationSeconds);

    [Fact]
    public void The_end_time_of_the_gateway_is_preferred()
    {
        var task = Task($$$$"""
            {"task_id":"{{{{Id}}}}","status":"completed","url":"https://e.example/a.mp4","finish_time":1768826070,
            "completed_at":1768826071000,"updated_at":1768826072000}
            """);
        var later = Task($$$$"""
            {"task_id":"{{{{Id}}}}","status":"completed","url":"https://e.example/a.mp4","completed_at":1768826071000,
            "updated_at":1768826072000}
            """);

        Assert.Equal((1768826070, 1768826071), (task.FinishedAt?.ToUnixTimeSeconds(), later.FinishedAt?.ToUnixTimeSeconds()));
    }

    [Fact]
    public void An_inner_task_in_Klings_newer_spelling_is_read()
    {
        var raw = """
            {"code":0,"data":[{"id":"1","status":"succeeded","outputs":[{"type":"video","id":"v9",
            "url":"https://e.example/n.mp4","duration":"3"}]}]}
            """;

        Assert.Equal(("v9", 3d), Task(Wrapped("SUCCESS", raw: raw)).Outputs is [var only] ? (only.Id, only.DurationSeconds) : default);
    }

    [Fact]
    public void Klings_plain_body_is_read_for_tasks_and_elements()
    {
        var video = Task(
            $$$$"""{"code":0,"message":"SUCCEED","data":{"task_id":"{{{{Id}}}}","task_status":"succeed"{{{{Made(Video)}}}}}}""");
        var element = KlingAsk.Task(Api, LookupRequest.About(Id, "general/advanced-custom-elements"), $$$$"""
            {"code":0,"data":{"task_id":"{{{{Id}}}}","task_status":"succeed",
            "task_result":{"elements":[{"element_id":320000000000001,"element_name":"boat"}]}}}
            """);

        Assert.Equal("v1", video.Outputs[0].Id);
        Assert.Equal($"ezmodel:general/advanced-custom-elements/{Id}", element.Reference.ToString());
        Assert.Equal(("advanced-custom-elements", "320000000000001"), (element.Kind, element.Outputs[0].Id));
    }

    [Fact]
    public void The_flat_form_is_read()
    {
        var done = Task($$$$"""
            {"code":"success","message":"","data":{"error":null,"format":"mp4","metadata":null,"status":"succeeded",
            "task_id":"{{{{Id}}}}","url":"https://e.example/a.m4v"}}
            """);
        var failed = Task($$$$"""
            {"code":"success","data":{"error":{"code":"x1","message":"sensitive words"},"status":"failed",
            "task_id":"{{{{Id}}}}","url":""}}
            """);
        var said = Task($$$$"""{"code":"success","data":{"error":"quota exceeded","status":"failed","task_id":"{{{{Id}}}}"}}""");

        Assert.Equal(new KlingOutput(OutputType.Video) { Url = "https://e.example/a.m4v" }, Assert.Single(done.Outputs));
        Assert.Equal(new TaskFailure(FaultCategory.Moderation, "x1", "sensitive words"), failed.Failure);
        Assert.Equal(FaultCategory.InsufficientCredit, said.Failure!.Category);
    }

    [Fact]
    public void The_error_of_a_finished_task_without_an_envelope_is_ignored()
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
    public void The_shape_of_OpenAI_is_read()
    {
        var task = Task($$$$"""
            {"id":"{{{{Id}}}}","object":"video","model":"","status":"completed","progress":100,"created_at":1768825835000,
            "completed_at":1768826064000,"seconds":"5.1","metadata":{"url":"https://e.example/a.mp4"}}
            """);
        var many = Task($$$$"""
            {"id":"{{{{Id}}}}","status":"completed","metadata":{"url":"https://e.example/a.mp4","videos":[{{{{Video}}}},
            {{{{Video}}}}]}}
            """);
        var failed = Task($$$$"""
            {"id":"{{{{Id}}}}","object":"video","model":"kling-v3","status":"failed","progress":100,
            "created_at":1768825835000,"completed_at":1768826064000}
            """);

        Assert.Equal(("https://e.example/a.mp4", 5.1), (task.Outputs[0].Url, task.Outputs[0].DurationSeconds));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1768825835000), task.CreatedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1768826064000), task.FinishedAt);
        Assert.Null(task.Model);
        Assert.Equal(2, many.Outputs.Count);
        Assert.Equal((new TaskFailure(FaultCategory.GenerationFailed, null, null), "kling-v3"), (failed.Failure, failed.Model));
    }
}
