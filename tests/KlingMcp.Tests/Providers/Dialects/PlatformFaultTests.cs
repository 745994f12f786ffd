using System.Text;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>Answers of the platform without a task, and malformed bodies.</summary>
public abstract class PlatformFaultTests(string provider) : PlatformTests(provider)
{
    [Theory]
    [InlineData(200, "{'code':404,'message':'task not found','data':null}", "not_found", "404", "task not found")]
    [InlineData(400, "{'code':'404','message':'task not found','data':null}", "not_found", "404", "task not found")]
    [InlineData(400, "{'code':400,'message':'task not found'}", "not_found", "400", "task not found")]
    [InlineData(404, "{'message':'no such thing'}", "not_found", null, "no such thing")]
    [InlineData(400, "{'code':400,'message':'bad id'}", "invalid_input", "400", "bad id")]
    [InlineData(401, "{'code':401,'message':'invalid api key','data':null}", "auth", "401", null)]
    [InlineData(200, "{'code':401,'message':'invalid api key abc','data':null}", "auth", "401", null)]
    [InlineData(401, "{'code':200,'message':'key abc'}", "auth", "200", null)]
    [InlineData(403, "{'code':403,'message':'key abc'}", "permission", "403", null)]
    [InlineData(402, "{'message':'pay'}", "insufficient_credit", null, "pay")]
    [InlineData(429, "{'code':429,'message':'slow down'}", "rate_limited", "429", "slow down")]
    [InlineData(500, "{'code':10000,'message':'oops','data':null}", "provider_unavailable", "10000", "oops")]
    [InlineData(200, "{'code':500,'message':'oops','data':{}}", "provider_unavailable", "500", "oops")]
    [InlineData(200, "{'code':400,'message':'bad id'}", "invalid_input", "400", "bad id")]
    [InlineData(200, "{'code':599,'message':'oops'}", "provider_unavailable", "599", "oops")]
    [InlineData(200, "{'code':600,'message':'oops'}", "bad_response", "600", "oops")]
    [InlineData(
        400,
        "{'code':400,'message':'first','error':{'message':'second'},'data':{'error':{'message':'third'}}}",
        "invalid_input",
        "400",
        "third")]
    [InlineData(400, "{'code':400,'message':'first','error':{'message':'second'}}", "invalid_input", "400", "first")]
    [InlineData(401, "{'code':401,'message':'task not found'}", "auth", "401", null)]
    [InlineData(403, "{'code':403,'message':'task not found'}", "permission", "403", null)]
    [InlineData(504, "{'error':{'message':'late'}}", "timeout", null, "late")]
    [InlineData(425, "{'error':'early'}", "provider_unavailable", null, "early")]
    [InlineData(200, "{'code':10000,'message':'oops'}", "bad_response", "10000", "oops")]
    [InlineData(200, "{'code':10000,'message':'task not found','data':null}", "not_found", "10000", "task not found")]
    [InlineData(500, "{'code':10000,'message':'record not found'}", "not_found", "10000", "record not found")]
    [InlineData(500, "{'code':500,'data':{'task_id':'c16e5746-c46d-4287-9286-a06063c50a24','status':'',"
        + "'error':{'raw_message':'account credit not enough'}}}", "insufficient_credit", "500", "account credit not enough")]
    [InlineData(302, "{'message':'elsewhere'}", "bad_response", null, "elsewhere")]
    [InlineData(200, "{'code':200,'message':'task canceled','data':null}", "bad_response", null, null)]
    [InlineData(
        200, "{'code':200,'data':[{'task_id':'c16e5746-c46d-4287-9286-a06063c50a24','status':'pending'}]}", "bad_response", null, null)]
    [InlineData(200, "[{'code':200}]", "bad_response", null, null)]
    [InlineData(200, "null", "bad_response", null, null)]
    [InlineData(200, "42", "bad_response", null, null)]
    public void The_code_of_the_envelope_counts_as_an_HTTP_status(int status, string body, string category, string? code, string? text)
    {
        var fault = FaultOf(Responses.Quoted(body, status));

        Assert.Equal((category, code, text, status), (fault.Category.Word, fault.Code, fault.ProviderText, fault.HttpStatus));
    }

    [Fact]
    public void A_code_that_is_not_an_HTTP_status_means_that_there_is_no_task() =>
        Assert.Equal("JSON of a shape that holds no task", FaultOf(Responses.Quoted("{'code':10000,'message':'oops'}")).Message);

    [Theory]
    [InlineData(200, "<html>busy</html>", "bad_response")]
    [InlineData(200, "\uFEFF <!DOCTYPE html>", "bad_response")]
    [InlineData(200, "", "bad_response")]
    [InlineData(200, "{'code':200,", "bad_response")]
    [InlineData(302, "", "bad_response")]
    [InlineData(404, "<html>", "not_found")]
    [InlineData(502, "<html>", "provider_unavailable")]
    [InlineData(524, "<html>", "timeout")]
    [InlineData(401, "no", "auth")]
    public void A_body_that_is_not_JSON_is_classified_by_its_HTTP_status(int status, string body, string category)
    {
        var fault = FaultOf(Responses.Quoted(body, status));

        Assert.Equal((category, null), (fault.Category.Word, fault.ProviderText));
    }

    [Fact]
    public void The_answer_about_another_task_is_not_accepted() =>
        Assert.Equal("bad_response", FaultOf(Responses.Quoted(Body("pending")), id: "00000000-0000-4000-8000-000000000000").Category.Word);

    [Theory]
    [InlineData(201, 200, true)]
    [InlineData(299, 200, true)]
    [InlineData(300, 200, false)]
    [InlineData(200, 399, true)]
    [InlineData(200, 400, false)]
    public void An_unknown_state_counts_only_in_a_successful_answer(int status, int code, bool isTask) =>
        Assert.Equal(isTask, Read(Responses.Quoted(Body("rendering", envelope: $"'code':{code},"), status)).IsSuccess);

    [Fact]
    public void An_unknown_state_does_not_hide_a_refusal() =>
        Assert.Equal("provider_unavailable", FaultOf(Responses.Quoted(Body("rendering"), 500)).Category.Word);

    [Fact]
    public void Retry_After_is_kept_for_faults_that_waiting_may_fix()
    {
        var pause = TimeSpan.FromSeconds(7);

        Assert.Equal(pause, FaultOf(Responses.Quoted("{'code':429}", 429) with { RetryAfter = pause }).RetryAfter);
        Assert.Null(FaultOf(Responses.Quoted("{'code':404}", 404) with { RetryAfter = pause }).RetryAfter);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Responses.Quoted(Body("pending")).Body.Span];

        Assert.True(Read(new(200, body)).IsSuccess);
    }

    [Fact]
    public void A_body_that_is_not_UTF8_is_a_bad_response()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes($$"""{"data":{"task_id":"{{Id}}","status":"pending","x":" """), 0xC3, 0x28, .. "\"}}"u8];

        Assert.Equal("bad_response", FaultOf(new ProviderResponse(200, body)).Category.Word);
    }

    [Theory]
    [InlineData(",'model':'\\ud800','input':{'prompt':'\\udc00 x'}")]
    [InlineData(",'\\ud800':1,'input':{'\\ud83d':{},'prompt':'\\ud800'}")]
    public void A_text_with_half_a_surrogate_pair_counts_as_not_told(string data)
    {
        var task = TaskOf(Body("pending", data));

        Assert.Equal(("queued", null), (task.Status.Word, task.Prompt));
    }
}
