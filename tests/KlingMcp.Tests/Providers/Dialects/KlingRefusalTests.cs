using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The category of a refusal by its code, by the code inside it, by its words and by its status.</summary>
public class KlingRefusalTests
{
    [Theory]
    [InlineData("1000", "auth")]
    [InlineData("1004", "auth")]
    [InlineData("1100", "permission")]
    [InlineData("1103", "permission")]
    [InlineData("1304", "permission")]
    [InlineData("1101", "insufficient_credit")]
    [InlineData("1102", "insufficient_credit")]
    [InlineData("1200", "invalid_input")]
    [InlineData("1201", "invalid_input")]
    [InlineData("1202", "invalid_input")]
    [InlineData("1203", "not_found")]
    [InlineData("1300", "moderation")]
    [InlineData("1301", "moderation")]
    [InlineData("1302", "rate_limited")]
    [InlineData("1303", "rate_limited")]
    [InlineData("5000", "provider_unavailable")]
    [InlineData("5001", "provider_unavailable")]
    [InlineData("5002", "timeout")]
    [InlineData("999", "bad_response")]
    [InlineData("1005", "bad_response")]
    [InlineData("1204", "bad_response")]
    public void A_code_of_Kling_decides_wherever_it_stands(string code, string category)
    {
        Assert.Equal(category, CategoryOf(200, $"{{'code':{code},'message':'no'}}"));
        Assert.Equal(category, CategoryOf(200, $"{{'error':{{'code':'{code}','message':'no'}}}}"));
    }

    [Theory]
    [InlineData(200, "{'code':1201,'message':'Failed to find task'}", "not_found")]
    [InlineData(200, "{'code':'fail','message':'no','data':{'data':{'code':1301,'message':'no'}}}", "moderation")]
    [InlineData(200, "{'code':'fail','data':{'data':{'code':1201,'message':'task not found'}}}", "not_found")]
    [InlineData(400, "{'code':'fail','message':'task not found','data':{'data':{'code':1301}}}", "moderation")]
    [InlineData(200, "{'code':'task_not_exist','message':'no'}", "not_found")]
    [InlineData(400, "{'error':{'message':'record not found'}}", "not_found")]
    [InlineData(500, "{'message':'任务不存在'}", "not_found")]
    [InlineData(502, "{'message':'record not found'}", "provider_unavailable")]
    [InlineData(401, "{'message':'insufficient quota'}", "insufficient_credit")]
    [InlineData(403, "{'message':'insufficient quota'}", "insufficient_credit")]
    [InlineData(412, "{'message':'insufficient quota'}", "insufficient_credit")]
    [InlineData(404, "{'message':'insufficient quota'}", "not_found")]
    [InlineData(401, "{'message':'no'}", "auth")]
    [InlineData(200, "{'error':{'message':'no'}}", "bad_response")]
    [InlineData(200, "{'error':{'code':'0','message':'no'}}", null)]
    [InlineData(200, "{'code':'Success','message':'no'}", null)]
    [InlineData(299, "{'code':200,'message':'no'}", null)]
    [InlineData(300, "{'code':200,'message':'no'}", "bad_response")]
    public void Else_the_code_inside_decides_then_the_words_then_the_status(int status, string body, string? category) =>
        Assert.Equal(category, CategoryOf(status, body));

    [Fact]
    public void The_gateways_own_codes_come_first()
    {
        var response = Responses.Quoted("{'code':1301,'message':'quota gone'}", 402);

        var fault = KlingRefusal.Of(Json.Parse(response), response, static (status, code, text) =>
            (status, code, text) is (402, "1301", "quota gone") ? FaultCategory.InsufficientCredit : null)!;

        Assert.Equal((FaultCategory.InsufficientCredit, true), (fault.Category, fault.IsJson));
        Assert.Equal(("1301", "quota gone", 402), (fault.Code, fault.ProviderText, fault.HttpStatus));
    }

    private static string? CategoryOf(int status, string body)
    {
        var response = Responses.Quoted(body, status);
        return KlingRefusal.Of(Json.Parse(response), response)?.Category.Word;
    }
}
