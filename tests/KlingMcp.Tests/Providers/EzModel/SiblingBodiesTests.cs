using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;
using static KlingMcp.Tests.Providers.EzModel.EzModelBodies;

namespace KlingMcp.Tests.Providers.EzModel;

/// <summary>Bodies of gateways that are related to ezmodel.</summary>
public class SiblingBodiesTests
{
    [Theory]
    [InlineData("\"task_id\":\"842000000000000001\",")]
    [InlineData("")]
    public void A_task_inside_output_is_read(string id)
    {
        var task = Task($$$"""{"request_id":"r","output":{{{{id}}}"task_status":"SUCCEEDED","video_url":"https://e.example/a.mp4"}}""");

        Assert.Equal((KlingTaskStatus.Succeeded, "https://e.example/a.mp4"), (task.Status, Assert.Single(task.Outputs).Url));
    }

    [Theory]
    [InlineData("not_found")]
    [InlineData("TASK_NOT_FOUND")]
    [InlineData("task_not_exist")]
    [InlineData("not_exist")]
    public void A_status_that_says_not_found_is_a_fault(string word) => Assert.Equal(
        FaultCategory.NotFound,
        Api.Read(LookupRequest.About(Id), Responses.Ok($$"""{"task_id":"{{Id}}","status":"{{word}}","message":"no task"}"""))[0]
                .Fault?.Category);

    [Fact]
    public void The_address_of_the_gateways_own_proxy_needs_the_key()
    {
        var proxy = Task(Wrapped("SUCCESS", more: $",\"result_url\":\"https://www.ezmodel.cloud/v1/videos/{Id}/content\""));
        var file = Task(Wrapped("SUCCESS", reason: "https://e.example/content/a.mp4"));

        Assert.Equal("EZMODEL_API_KEY", Assert.Single(proxy.Outputs).NeedsKey);
        Assert.Null(Assert.Single(file.Outputs).NeedsKey);
    }

    [Fact]
    public void A_result_inside_the_answer_is_a_success_without_an_address()
    {
        var task = Task(Wrapped("SUCCESS", more: ",\"result_url\":\"data:video/mp4;base64,AAAA\""));

        Assert.Equal((KlingTaskStatus.Succeeded, 0, 1), (task.Status, task.Outputs.Count, task.MissingOutputs));
    }

    [Fact]
    public void Kling_s_answer_may_be_JSON_in_a_text()
    {
        var raw = System.Text.Json.JsonSerializer.Serialize(
            Raw("failed", ",\"task_status_msg\":\"Failure to pass the risk control system\""));

        Assert.Equal(FaultCategory.Moderation, Task(Wrapped("FAILURE", raw: raw)).Failure?.Category);
    }

    [Fact]
    public void A_gateway_that_gives_up_on_a_running_task_gives_a_reason_that_passes()
    {
        var failure = Task(Wrapped("FAILURE", reason: "task timeout after 24 hours, quota refunded", raw: Raw("processing"))).Failure;

        Assert.Equal((FaultCategory.GenerationFailed, true), (failure?.Category, failure?.Retryable));
    }

    [Theory]
    [InlineData(403, """{"error":{"message":"pre-consume failed","code":"pre_consume_token_quota_failed"}}""", "insufficient_credit")]
    [InlineData(403, """{"error":{"message":"用户额度不足","code":"insufficient_user_quota"}}""", "insufficient_credit")]
    [InlineData(403, """{"error":{"message":"IP not allowed"}}""", "permission")]
    [InlineData(412, """{"error":{"message":"not enough credits"}}""", "insufficient_credit")]
    [InlineData(412, """{"error":{"message":"no"}}""", "invalid_input")]
    [InlineData(403, "<html>Just a moment...</html>", "provider_unavailable")]
    [InlineData(200, """{"code":"failed","message":"Task not found by id","data":null}""", "not_found")]
    public void A_refusal_is_classified_by_its_words(int status, string body, string category) =>
        Assert.Equal(category, Api.Read(LookupRequest.About(Id), Responses.Ok(body) with { Status = status })[0].Fault?.Category.Word);
}
