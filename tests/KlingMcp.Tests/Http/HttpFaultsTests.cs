using System.Text;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Tests.Http;

/// <summary>What an HTTP status means where no body tells more.</summary>
public class HttpFaultsTests
{
    [Theory]
    [InlineData("bad_response", 100, 199, 200, 204, 299, 300, 302, 399, 600, 999)]
    [InlineData("invalid_input", 400, 405, 410, 422, 499)]
    [InlineData("auth", 401)]
    [InlineData("insufficient_credit", 402)]
    [InlineData("permission", 403)]
    [InlineData("not_found", 404)]
    [InlineData("rate_limited", 429)]
    [InlineData("timeout", 408, 504, 524)]
    [InlineData("provider_unavailable", 425, 500, 502, 503, 520, 529, 599)]
    public void Every_status_has_its_category(string category, params int[] statuses) =>
        Assert.All(statuses, status => Assert.Equal(category, HttpFaults.Of(Answer(status)).Category.Word));

    [Theory]
    [InlineData(401, "1002", "1002")]
    [InlineData(403, "no_permission.for-it", "no_permission.for-it")]
    [InlineData(401, "the key abc", null)]
    [InlineData(401, "key:abc", null)]
    [InlineData(401, "0123456789012345678901234567890123456789", "0123456789012345678901234567890123456789")]
    [InlineData(401, "01234567890123456789012345678901234567890", null)]
    [InlineData(400, "the key abc", "the key abc")]
    public void Of_what_is_said_about_a_key_only_a_code_is_told(int status, string code, string? told)
    {
        var fault = HttpFaults.Of(Answer(status), "words", code);

        Assert.Equal((told, status is 400 ? "words" : null), (fault.Code, fault.ProviderText));
    }

    [Theory]
    [InlineData(200, "text/html", "", "an empty body", true)]
    [InlineData(200, "text/html", "busy", "a web page instead of JSON", true)]
    [InlineData(200, "application/xhtml+xml", "busy", "a web page instead of JSON", true)]
    [InlineData(200, "application/json", "\uFEFF\r\n <p>", "a web page instead of JSON", true)]
    [InlineData(200, "text/plain", "busy", "a body that is not JSON", false)]
    [InlineData(299, null, "", "an empty body", false)]
    [InlineData(300, null, "", "redirect to another address, not followed", true)]
    [InlineData(399, null, "moved", "redirect to another address, not followed", true)]
    [InlineData(600, null, "moved", "a body that is not JSON", false)]
    public void A_body_that_is_no_JSON_is_told_as_what_it_is(int status, string? type, string body, string message, bool astray)
    {
        var fault = HttpFaults.NotJson(Answer(status, body, type));

        Assert.Equal((FaultCategory.BadResponse, message), (fault.Category, fault.Message));
        Assert.Equal((astray, status), (fault.IsAstray, fault.HttpStatus));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(503)]
    public void A_web_page_that_refuses_is_a_wall_before_the_api_and_says_nothing_about_the_key(int status)
    {
        Fault wall = new(FaultCategory.ProviderUnavailable, "a web page answered instead of the API")
        {
            HttpStatus = status,
            Hint = "A bot wall or a proxy stands before the API; this says nothing about the key or the task. Try again later.",
        };

        Assert.Equal(wall, HttpFaults.NotJson(Answer(status, "<p>wait", "text/html")));
        Assert.NotEqual(wall, HttpFaults.NotJson(Answer(status, "wait", "text/plain")));
    }

    private static ProviderResponse Answer(int status, string body = "{}", string? type = "application/json") =>
        new(status, Encoding.UTF8.GetBytes(body)) { ContentType = type };
}
