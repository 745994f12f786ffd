using KlingMcp.Domain;
using KlingMcp.Providers.UseApi;
using static KlingMcp.Tests.Providers.UseApi.UseApiBodies;

namespace KlingMcp.Tests.Providers.UseApi;

/// <summary>Answers of useapi without a task.</summary>
public class UseApiFaultTests
{
    [Theory]
    [InlineData(400, "{'error':'Invalid task_id parameter'}", "invalid_input", null, "Invalid task_id parameter")]
    [InlineData(401, "{'error':'Unauthorized','code':401}", "auth", "401", null)]
    [InlineData(400, "{'error':'Wrong token abc','code':'401'}", "auth", "401", null)]
    [InlineData(402, "{'error':'Subscription expired'}", "insufficient_credit", null, "Subscription expired")]
    [InlineData(403, "{'error':'Forbidden'}", "permission", null, null)]
    [InlineData(404, "{'error':'Task not found'}", "not_found", null, "Task not found")]
    [InlineData(200, "{'message':'Task not found','status':404}", "not_found", null, "Task not found")]
    [InlineData(200, "{'error':{'code':404,'message':'Task not found'}}", "not_found", "404", "Task not found")]
    [InlineData(404, "Not Found", "not_found", null, null)]
    [InlineData(429, "{'error':'All accounts are busy'}", "rate_limited", null, "All accounts are busy")]
    [InlineData(500, "{'error':'Internal','code':500}", "provider_unavailable", "500", "Internal")]
    [InlineData(200, "{'error':'No','code':400,'status':500}", "invalid_input", "400", "No")]
    [InlineData(200, "{'error':'Late','code':599}", "provider_unavailable", "599", "Late")]
    [InlineData(200, "{'error':'Odd','code':600}", "bad_response", "600", "Odd")]
    [InlineData(596, "{'error':'Session lost'}", "provider_unavailable", null, "Session lost")]
    [InlineData(524, "<html>", "timeout", null, null)]
    [InlineData(200, "<html>", "bad_response", null, null)]
    [InlineData(200, "{'error':'What?'}", "bad_response", null, "What?")]
    [InlineData(200, "[]", "bad_response", null, null)]
    [InlineData(200, "null", "bad_response", null, null)]
    [InlineData(200, "", "bad_response", null, null)]
    [InlineData(200, "{'history':[]}", "bad_response", null, null)]
    [InlineData(200, "{'task':{'id':123456789},'works':null}", "bad_response", null, null)]
    public void Errors_come_in_several_forms(int status, string body, string category, string? code, string? text)
    {
        var fault = FaultOf(body, status);

        Assert.Equal((category, code, text, status), (fault.Category.Word, fault.Code, fault.ProviderText, fault.HttpStatus));
        Assert.Null(fault.Hint);
    }

    [Fact]
    public void A_refusal_that_asks_for_the_email_names_the_variable()
    {
        var fault = FaultOf("{'error':'Parameter email is required'}", 400);

        Assert.Equal(FaultCategory.InvalidInput, fault.Category);
        Assert.Contains("USEAPI_EMAIL", fault.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hint_of_not_found_names_all_its_causes()
    {
        var hint = UseApiProvider.Descriptor.Hints[FaultCategory.NotFound];

        Assert.All(
            ["wrong id", "deleted", "moderation", "credits", "another Kling account", "USEAPI_EMAIL"],
            cause => Assert.Contains(cause, hint, StringComparison.Ordinal));
    }

    [Fact]
    public void The_answer_about_another_task_is_not_accepted() =>
        Assert.Equal(FaultCategory.BadResponse, FaultOf(Body($"{Succeed},", Work), id: "123456780").Category);
}
