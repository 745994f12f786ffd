using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>Which answers of the gateways of many models contain a task.</summary>
public class PlainAnswerTests
{
    private const string Id = "e6832d4abffb4d79bfbca19783fca133";

    [Theory]
    [InlineData(200, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    [InlineData(399, false)]
    [InlineData(400, true)]
    [InlineData(401, false)]
    [InlineData(402, true)]
    [InlineData(403, false)]
    [InlineData(404, true)]
    [InlineData(500, true)]
    public void A_task_is_believed_whatever_the_status_except_behind_a_redirect_or_a_refused_key(int status, bool isTask) =>
        Assert.Equal(isTask, Read("""{"code":200,"data":{"id":"ID","status":"processing"} }""", status).IsSuccess);

    [Theory]
    [InlineData(200, """{"data":{"id":"ID","status":"dreaming"} }""", "Unknown")]
    [InlineData(500, """{"data":{"id":"ID","status":"dreaming"} }""", "ProviderUnavailable")]
    [InlineData(200, """{"code":500,"data":{"id":"ID","status":"dreaming"} }""", "ProviderUnavailable")]
    [InlineData(200, """{"data":{"id":"other","status":"processing"} }""", "BadResponse")]
    [InlineData(200, """{"data":{"status":"processing"} }""", "BadResponse")]
    [InlineData(200, """{"data":{"id":"ID"} }""", "BadResponse")]
    [InlineData(200, """{"message":"no","data":{"id":"ID","status":"not_found"} }""", "NotFound")]
    [InlineData(401, """{"data":{"id":"ID","status":"not_found"} }""", "Auth")]
    [InlineData(200, """{"code":599,"message":"no"}""", "ProviderUnavailable")]
    [InlineData(200, """{"code":600,"message":"no"}""", "BadResponse")]
    [InlineData(200, """{"code":399,"message":"no"}""", "BadResponse")]
    [InlineData(412, """{"message":"insufficient balance"}""", "InsufficientCredit")]
    public void Without_a_task_that_is_the_one_asked_for_the_answer_is_a_fault(int status, string body, string read)
    {
        var result = Read(body, status);

        Assert.Equal(read, result.Value is { } task ? $"{task.Status}" : $"{result.Fault!.Category}");
    }

    [Theory]
    [InlineData(401, null)]
    [InlineData(403, null)]
    [InlineData(429, "no")]
    public void The_words_of_a_refused_key_are_not_repeated(int status, string? text)
    {
        var fault = Read("""{"message":"no"}""", status).Fault!;

        Assert.Equal((text, true), (fault.ProviderText, fault.IsJson));
    }

    private static Result<KlingTask> Read(string body, int status) => Assert.Single(
        ProviderCatalog.Find("wavespeed")!.Keys[0].Api.Read(
            LookupRequest.About(Id), Responses.Of(status, body.Replace("ID", Id, StringComparison.Ordinal))));
}
