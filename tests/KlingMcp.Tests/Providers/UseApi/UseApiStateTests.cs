using KlingMcp.Domain;
using static KlingMcp.Tests.Providers.UseApi.UseApiBodies;

namespace KlingMcp.Tests.Providers.UseApi;

/// <summary>The state at useapi: a flag, a name and a number, at three places.</summary>
public class UseApiStateTests
{
    [Theory]
    [InlineData("'status':5,'status_name':'submitted','status_final':false,", "queued", "submitted")]
    [InlineData("'status':10,'status_name':'processing','status_final':false,", "processing", "processing")]
    [InlineData("'status':99,'status_name':'succeed','status_final':true,", "succeeded", "succeed")]
    [InlineData("'status':7,'status_name':'failed','status_final':true,", "failed", "failed")]
    // the flag decides first
    [InlineData("'status':77,'status_final':true,", "failed", "77")]
    [InlineData("'status':10,'status_name':'processing','status_final':true,", "failed", "processing")]
    [InlineData("'status':99,'status_name':'done','status_final':true,", "succeeded", "done")]
    [InlineData("'status':99,'status_name':'failed','status_final':true,", "failed", "failed")]
    [InlineData("'status':99,'status_final':true,", "succeeded", "99")]
    [InlineData("'status_final':true,", "failed", "")]
    [InlineData("'status':99,'status_name':'succeed','status_final':false,", "unknown", "succeed")]
    [InlineData("'status':77,'status_final':false,", "unknown", "77")]
    [InlineData("'status':53,'status_final':true,", "failed", "53")]
    [InlineData("'status':53,'status_final':false,", "unknown", "53")]
    // then the name
    [InlineData("'status':10,'status_name':'Succeed',", "succeeded", "Succeed")]
    [InlineData("'status':10,'status_name':'reviewing','status_final':false,", "unknown", "reviewing")]
    [InlineData("'status':99,'status_name':'reviewing',", "unknown", "reviewing")]
    // then the number, which may be text
    [InlineData("'status':'5','status_name':'',", "queued", "5")]
    [InlineData("'status':10,'status_name':null,'status_final':null,", "processing", "10")]
    [InlineData("'status':99,", "succeeded", "99")]
    [InlineData("'status':6,", "failed", "6")]
    [InlineData("'status':7,", "failed", "7")]
    [InlineData("'status':9,", "failed", "9")]
    [InlineData("'status':50,", "failed", "50")]
    [InlineData("'status':53,", "unknown", "53")]
    [InlineData("'status':54,", "unknown", "54")]
    [InlineData("'status':58,", "unknown", "58")]
    [InlineData("'status':0,", "unknown", "0")]
    public void The_flag_decides_first_then_the_name_then_the_number(string root, string status, string word)
    {
        var task = TaskOf(Body(root, Work));

        Assert.Equal((status, word), (task.Status.Word, task.ProviderStatus));
        Assert.Equal(status is "succeeded" ? 1 : 0, task.Outputs.Count);
    }

    [Fact]
    public void The_root_is_preferred_to_the_task_and_the_task_to_its_works()
    {
        var work = Work.Replace("{'workId'", $"{{{Succeed},'workId'", StringComparison.Ordinal);

        Assert.Equal("processing", TaskOf(Body($"{Processing},", work, "'status':5,'status_name':'submitted',")).ProviderStatus);
        Assert.Equal("submitted", TaskOf(Body("'status':null,", work, "'status':5,'status_name':'submitted',")).ProviderStatus);
        Assert.Equal("succeed", TaskOf(Body("", work)).ProviderStatus);
    }

    [Theory]
    [InlineData("'status_final':true,", "'status':99,'status_name':'succeed','status_final':true,", "succeeded", null)]
    [InlineData("'status_final':true,", "'status':7,", "failed", "moderation")]
    [InlineData("'status_final':true,'status_name':'failed',", "'status':7,", "failed", "moderation")]
    [InlineData("'status':53,", "'status':53,'status_name':'failed','status_final':true,", "failed", "generation_failed")]
    [InlineData("'status':53,", "'status_final':true,", "failed", "generation_failed")]
    [InlineData("'status_name':'processing',", "'status':99,'status_name':'succeed','status_final':true,", "processing", null)]
    [InlineData(
        "'status':9,'status_name':'failed','status_final':true,",
        "'status':6,'status_name':'Failed','status_final':false,",
        "failed",
        "moderation")]
    public void Gaps_at_the_root_are_filled_from_the_task_unless_it_names_another_state(
        string root, string task, string status, string? failure)
    {
        var read = TaskOf(Body(root, Work, task));

        Assert.Equal((status, failure), (read.Status.Word, read.Failure?.Category.Word));
    }

    [Fact]
    public void Of_several_works_an_unfinished_one_decides_the_state()
    {
        var done = Work.Replace("{'workId'", $"{{{Succeed},'workId'", StringComparison.Ordinal);
        var running = Work.Replace("{'workId'", $"{{{Processing},'workId'", StringComparison.Ordinal);
        var failed = Work.Replace("{'workId'", "{'status':6,'workId'", StringComparison.Ordinal);

        Assert.Equal(KlingTaskStatus.Processing, TaskOf(Body("", $"{done},{running}")).Status);
        Assert.Equal(KlingTaskStatus.Succeeded, TaskOf(Body("", $"{failed},{done}")).Status);
    }

    [Theory]
    [InlineData("'status':7,'status_name':'failed','status_final':true,'message':'success',", "moderation", "7", null)]
    [InlineData("'status':9,'message':'no luck',", "moderation", "9", "no luck")]
    [InlineData("'status':50,", "moderation", "50", null)]
    [InlineData("'status':6,'message':'The image has too few pixels',", "invalid_input", "6", "The image has too few pixels")]
    [InlineData("'status':6,'error':'not enough credits','message':'success',", "insufficient_credit", "6", "not enough credits")]
    [InlineData("'status':6,'message':'SUCCESS',", "generation_failed", "6", null)]
    [InlineData("'status':6,'error':{'message':'sensitive words'},", "moderation", "6", "sensitive words")]
    [InlineData("'status':58,'status_final':true,", "generation_failed", "58", null)]
    [InlineData("'status_final':true,", "generation_failed", null, null)]
    public void A_failure_is_read_from_the_number_else_from_the_words(string root, string category, string? code, string? message)
    {
        var failure = TaskOf(Body(root)).Failure;

        Assert.NotNull(failure);
        Assert.Equal((category, code, message), (failure.Category.Word, failure.Code, failure.Message));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(401)]
    public void A_task_with_a_known_state_is_a_task_whatever_the_HTTP_status(int status) =>
        Assert.Equal(KlingTaskStatus.Failed, TaskOf(Body("'status':7,'status_final':true,"), status).Status);

    [Fact]
    public void An_unknown_state_in_a_refused_answer_is_not_a_task() =>
        Assert.Equal(FaultCategory.ProviderUnavailable, FaultOf(Body("'status':77,"), 500).Category);
}
