using KlingMcp.Domain;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>States, fields and failures of the platform's tasks.</summary>
public abstract class PlatformTaskTests(string provider) : PlatformTests(provider)
{
    [Theory]
    [InlineData("pending", "queued")]
    [InlineData("staged", "queued")]
    [InlineData("", "queued")]
    [InlineData("  ", "queued")]
    [InlineData("processing", "processing")]
    [InlineData("in_progress", "processing")]
    [InlineData("Processing", "processing")]
    [InlineData("FAILED", "failed")]
    [InlineData("canceled", "cancelled")]
    [InlineData("rendering", "unknown")]
    [InlineData("99", "unknown")]
    public void States_are_read_in_any_case_and_an_unknown_word_is_kept(string word, string status)
    {
        var task = TaskOf(Body(word, $",'output':{{'video':'{Clean}'}},'meta':{{'ended_at':'2026-02-13T03:22:24Z'}}"));

        Assert.Equal((status, word.Trim()), (task.Status.Word, task.ProviderStatus));
        Assert.Empty(task.Outputs);
        Assert.Equal(task.Status.IsFinal, task.FinishedAt is not null);
    }

    [Fact]
    public void A_null_state_is_queued_but_a_missing_state_is_not_a_task()
    {
        Assert.Equal(KlingTaskStatus.Queued, TaskOf($"{{'code':200,'data':{{'task_id':'{Id}','status':null}}}}").Status);
        Assert.Equal(FaultCategory.BadResponse, FaultOf(Support.Responses.Quoted($"{{'code':200,'data':{{'task_id':'{Id}'}}}}")).Category);
    }

    [Fact]
    public void All_fields_are_read_in_seconds_and_UTC()
    {
        var task = TaskOf(Body("completed", $$"""
            ,'input':{'prompt':'a boat','version':'3.0','origin_task_id':'parent-1','image_url':'https://a.example/in.png'},
            'output':{'video':'{{Clean}}'},
            'meta':{'created_at':'2025-08-14T19:49:02.372147819Z','started_at':'2025-08-14T19:49:02.6Z',
            'ended_at':'2025-08-14T19:50:42.700612434Z',
                    'usage':{'type':'point','frozen':0,'consume':2600000} },'progress':100
            """));

        Assert.Equal(Id, task.Reference.Id);
        Assert.Equal(Provider.Name, task.Reference.Provider);
        Assert.Equal(
            ("video_generation", "kling 3.0", "a boat", "parent-1", "0.26 USD"),
            (task.Kind, task.Model, task.Prompt, task.Parent, task.Cost));
        Assert.Equal(
            ("2025-08-14T19:49:02", "2025-08-14T19:50:42"), (task.CreatedAt?.ToString("s", null), task.FinishedAt?.ToString("s", null)));
        Assert.Equal((null, false, null), (task.Progress, task.FoundBySearch, task.Failure));
    }

    [Fact]
    public void A_webhook_body_without_a_code_is_read()
    {
        var task = TaskOf(Body("completed", $",'output':{{'video':'{Clean}'}}", envelope: "'timestamp':1770952944,"));

        Assert.Equal(KlingTaskStatus.Succeeded, task.Status);
    }

    [Theory]
    [InlineData("'ended_at':'0001-01-01T00:00:00Z'", null)]
    [InlineData("'ended_at':''", null)]
    [InlineData("'ended_at':null", null)]
    [InlineData("'ended_at':0", null)]
    [InlineData("'ended_at':'19:50'", null)]
    [InlineData("'ended_at':'soon'", null)]
    [InlineData("'ended_at':'','completed_at':'2024-08-16T16:13:21.194049Z'", "2024-08-16T16:13:21")]
    [InlineData("'completed_at':'2024-08-16T18:13:21+02:00'", "2024-08-16T16:13:21")]
    [InlineData("'ended_at':'2025-08-16T16:13:21Z','completed_at':'2024-08-16T16:13:21Z'", "2025-08-16T16:13:21")]
    public void Zero_and_empty_times_mean_not_told_and_old_bodies_have_completed_at(string meta, string? finished)
    {
        var task = TaskOf(Body("failed", $",'meta':{{{meta}}}"));

        Assert.Equal(finished, task.FinishedAt?.ToString("s", null));
    }

    [Theory]
    [InlineData(
        "{'code':10000,'raw_message':'risk control system','message':'task failed'}", "moderation", "10000", "risk control system", false)]
    [InlineData(
        "{'code':'10000','raw_message':'','message':'image resolution too small'}",
        "invalid_input",
        "10000",
        "image resolution too small",
        false)]
    [InlineData("{'code':10000,'message':'account credit not enough'}", "insufficient_credit", "10000", "account credit not enough", false)]
    [InlineData("{'code':0,'raw_message':null,'message':null}", "generation_failed", null, null, null)]
    [InlineData("'it broke'", "generation_failed", null, "it broke", null)]
    [InlineData("null", "generation_failed", null, null, null)]
    public void A_failed_task_gives_its_most_specific_reason(
        string error, string category, string? code, string? message, bool? retryable)
    {
        var failure = TaskOf(Body("failed", $",'error':{error}")).Failure;

        Assert.NotNull(failure);
        Assert.Equal((category, code, message, retryable), (failure.Category.Word, failure.Code, failure.Message, failure.Retryable));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(200)]
    public void A_failure_for_credit_with_HTTP_500_is_still_a_task(int status)
    {
        const string error = ",'error':{'code':10000,'raw_message':'account point quota not enough','message':'pre-process'}";

        var task = TaskOf(Body("failed", error, "'code':500,'message':'pre-process',"), status);

        Assert.Equal((KlingTaskStatus.Failed, FaultCategory.InsufficientCredit), (task.Status, task.Failure?.Category));
    }

    [Fact]
    public void The_message_of_the_envelope_is_the_reason_if_the_task_has_none() =>
        Assert.Equal("no worker left", TaskOf(Body("failed", envelope: "'code':500,'message':'no worker left',"), 500).Failure?.Message);

    [Theory]
    [InlineData("'2600000'", "0.26 USD")]
    [InlineData("7500000", "0.75 USD")]
    [InlineData("0", null)]
    [InlineData("null", null)]
    [InlineData("'much'", null)]
    public void The_cost_is_the_consumed_amount(string consumed, string? cost) =>
        Assert.Equal(cost, TaskOf(Body("failed", $",'meta':{{'usage':{{'frozen':5000000,'consume':{consumed}}}}}")).Cost);

    [Fact]
    public void A_running_task_has_progress() => Assert.Equal(30, TaskOf(Body("in_progress", ",'progress':'30%'")).Progress);

    [Fact]
    public void The_prompts_of_shots_are_joined() =>
        Assert.Equal(
            "shot 1 / shot 2", TaskOf(Body("pending", ",'input':{'multi_shots':[{'prompt':'shot 1'},{},{'prompt':'shot 2'}]}")).Prompt);

    [Fact]
    public void The_main_prompt_is_preferred_to_the_prompts_of_shots() =>
        Assert.Equal("the whole", TaskOf(Body("pending", ",'input':{'prompt':'the whole','multi_shots':[{'prompt':'shot 1'}]}")).Prompt);

    [Fact]
    public void A_task_of_nulls_is_read_without_its_fields()
    {
        var task = TaskOf($$"""
            {'code':null,'message':null,'data':{'task_id':'{{Id}}','model':null,'task_type':null,'status':'pending','config':null,
             'input':null,'output':null,'meta':null,'detail':null,'logs':null,'error':null} }
            """);

        KlingTask expected = new(task.Reference, KlingTaskStatus.Queued, "pending") { Outputs = task.Outputs, TaskIdIsHandle = true };
        Assert.Equal(expected, task);
    }

    [Fact]
    public void The_case_of_an_id_does_not_matter_and_that_of_the_answer_is_kept() =>
        Assert.Equal(Id, TaskOf(Body("pending"), id: Id.ToUpperInvariant()).Reference.Id);
}
