using KlingMcp.Domain;
using static KlingMcp.Tests.Providers.UseApi.UseApiBodies;

namespace KlingMcp.Tests.Providers.UseApi;

/// <summary>The fields of a task at useapi: units, outputs and the advice on clean files.</summary>
public class UseApiTaskTests
{
    [Fact]
    public void A_finished_task_has_seconds_and_UTC_times()
    {
        var task = TaskOf(Body($"{Succeed},'etaTime':0,'message':'success',", Work));

        Assert.Equal("useapi:123456789", task.Reference.ToString());
        Assert.Equal((KlingTaskStatus.Succeeded, "succeed"), (task.Status, task.ProviderStatus));
        Assert.Equal(("m2v_img2video_hq", "kling 2.0", "A person dancing"), (task.Kind, task.Model, task.Prompt));
        Assert.Equal(new DateTimeOffset(2025, 4, 17, 2, 55, 14, 499, TimeSpan.Zero), task.CreatedAt);
        Assert.Equal(new DateTimeOffset(2025, 4, 17, 3, 0, 23, 172, TimeSpan.Zero), task.FinishedAt);
        Assert.Equal((null, null, null), (task.EtaSeconds, task.Failure, task.Parent));
        Assert.Equal(
            new KlingOutput(OutputType.Video)
            {
                Url = "https://s21-kling.klingai.com/bs2/clip.mp4?a=1&b=2",
                Id = "987654321",
                DurationSeconds = 5.041,
                Width = 724,
                Height = 1268,
                Watermarked = true,
                ShortLived = true,
                CoverUrl = "https://s21-kling.klingai.com/bs2/still.jpg",
            },
            Assert.Single(task.Outputs));
    }

    [Fact]
    public void The_advice_names_the_call_for_the_clean_files()
    {
        var task = TaskOf(Body($"{Succeed},", $"{Work},{Work.Replace("987654321", "987654322", StringComparison.Ordinal)}"));

        Assert.Equal("Clean file, on a paid Kling plan: useapi's GET /v1/kling/assets/download?workIds=987654321,987654322.", task.Advice);
    }

    [Theory]
    [InlineData("{'type':'MP4','watermark':true}", true)]
    [InlineData("{'type':'MP4','watermark':false}", false)]
    [InlineData("{'type':'MP4','watermark':false},{'type':'GIF','watermark':true}", true)]
    [InlineData("{'type':'MP4','watermark':null}", true)]
    [InlineData("", true)]
    public void A_file_is_watermarked_unless_each_download_format_is_clean(string forms, bool watermarked)
    {
        var task = TaskOf(Body($"{Succeed},", Work.Replace("{'type':'MP4','watermark':true}", forms, StringComparison.Ordinal)));

        Assert.Equal(watermarked, Assert.Single(task.Outputs).Watermarked);
        Assert.Equal(watermarked, task.Advice is not null);
    }

    [Theory]
    [InlineData("'video'", "a", "Video")]
    [InlineData("'image'", "a", "Image")]
    [InlineData("'Audio'", "a.mp4", "Audio")]
    [InlineData("'video'", "a.gif", "Video")]
    [InlineData("null", "a.png?x=.mp4", "Image")]
    [InlineData("'song'", "a.MP3", "Audio")]
    [InlineData("''", "a", "Video")]
    public void The_type_is_read_from_the_content_type_else_from_the_address(string contentType, string file, string type)
    {
        var work = $"{{'contentType':{contentType},'resource':{{'resource':'https://cdn.example/{file}','duration':0,'width':0,"
            + $"'height':0}}}}";

        var output = Assert.Single(TaskOf(Body($"{Succeed},", work)).Outputs);

        Assert.Equal(type, $"{output.Type}");
        Assert.Equal((null, null, null, null), (output.Id, output.DurationSeconds, output.Width, output.Height));
    }

    [Fact]
    public void A_work_without_a_file_is_not_an_output()
    {
        var empty = Work.Replace("https://s21-kling.klingai.com/bs2/clip.mp4?a=1\\u0026b=2", "", StringComparison.Ordinal);

        Assert.Single(TaskOf(Body($"{Succeed},", $"{empty},{Work}")).Outputs);
        Assert.Equal(FaultCategory.BadResponse, FaultOf(Body($"{Succeed},", empty)).Category);
    }

    [Fact]
    public void An_unknown_shape_is_searched_but_never_the_input()
    {
        var task = TaskOf(Body(
            $"{Succeed},",
            "{'taskInfo':{'arguments':[{'name':'image','value':'https://a.example/in.png'}]},"
                + "'clip':{'href':'https://a.example/out.mp4'}}"));

        Assert.True(task.FoundBySearch);
        Assert.Equal(
            new KlingOutput(OutputType.Video) { Url = "https://a.example/out.mp4", ShortLived = true }, Assert.Single(task.Outputs));
    }

    [Theory]
    [InlineData("95", 95)]
    [InlineData("'95'", 95)]
    [InlineData("0", null)]
    [InlineData("-3", null)]
    [InlineData("null", null)]
    [InlineData("1e400", null)]
    public void The_time_left_is_in_seconds_and_zero_means_not_told(string eta, int? seconds) =>
        Assert.Equal(seconds, TaskOf(Body($"{Processing},'etaTime':{eta},")).EtaSeconds);

    [Fact]
    public void A_running_task_has_no_end_and_no_outputs()
    {
        var running = TaskOf(Body($"{Processing},'etaTime':95,", Work));
        var final = TaskOf(Body($"{Succeed},'etaTime':95,", Work));

        Assert.Equal((KlingTaskStatus.Processing, null, 95), (running.Status, running.FinishedAt, running.EtaSeconds));
        Assert.Empty(running.Outputs);
        Assert.Null(running.Advice);
        Assert.Null(final.EtaSeconds);
    }

    [Fact]
    public void Ids_and_times_may_be_text_and_zero_times_mean_not_told()
    {
        var task = TaskOf($"{{{Processing},'task':{{'id':'{Id}','createTime':'1744858514499','updateTime':0}}}}");

        Assert.Equal(Id, task.Reference.Id);
        Assert.Equal(1744858514499, task.CreatedAt?.ToUnixTimeMilliseconds());
        Assert.Equal((null, null, null), (task.Kind, task.Model, task.Prompt));
    }

    [Fact]
    public void A_body_without_a_task_is_read_from_its_works()
    {
        var task = TaskOf($"{{{Succeed},'task':null,'works':[{Work}]}}");

        Assert.Equal((Id, "m2v_img2video_hq"), (task.Reference.Id, task.Kind));
    }

    [Theory]
    [InlineData("55", "55")]
    [InlineData("0", null)]
    [InlineData("null},{'fromWorkId':0},{'fromWorkId':'66'", "66")]
    public void The_source_work_is_the_parent(string from, string? parent) =>
        Assert.Equal(
            parent, TaskOf(Body($"{Processing},").Replace("'fromWorkId':null", $"'fromWorkId':{from}", StringComparison.Ordinal)).Parent);

    [Fact]
    public void The_fields_of_the_task_are_preferred_to_those_of_works_and_info()
    {
        var task = TaskOf(Body($"{Succeed},", Work.Replace("'taskId':123456789", "'taskId':1", StringComparison.Ordinal)).Replace(
            "'taskInfo':{'type':'m2v_img2video_hq'", "'taskInfo':{'type':'m2v'", StringComparison.Ordinal));

        Assert.Equal((Id, "m2v_img2video_hq"), (task.Reference.Id, task.Kind));
    }

    [Fact]
    public void The_kind_may_be_in_the_task_info_only() =>
        Assert.Equal("m2v_img2video_hq", TaskOf(
            Body($"{Processing},").Replace("'id':123456789,'type':'m2v_img2video_hq',", "'id':123456789,", StringComparison.Ordinal)).Kind);

    [Theory]
    [InlineData("'error':'first',", "'message':'later',", "last", "first")]
    [InlineData("'error':{'message':'first'},", "'message':'later',", "last", "first")]
    [InlineData("", "'message':'first',", "last", "first")]
    [InlineData("", "", "last", "last")]
    [InlineData("", "", "success", null)]
    public void The_most_specific_reason_of_a_failure_counts(string error, string task, string root, string? message)
    {
        var failed = TaskOf(Body($"'status':50,'status_name':'failed','status_final':true,'message':'{root}',{error}", task: task));

        Assert.Equal(message, failed.Failure?.Message);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(299)]
    public void Any_2xx_status_may_carry_a_task(int status) =>
        Assert.Equal(KlingTaskStatus.Unknown, TaskOf(Body("'status':10,'status_name':'pondering','status_final':false,"), status).Status);
}
