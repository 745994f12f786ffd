using System.Net;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>What a search makes of a "no" on the way.</summary>
public class SearchFaultTests
{
    private const string Number = "842250903629086785";

    private static readonly Dictionary<string, string?> KeyPair = new() { ["KLING_ACCESS_KEY"] = "access", ["KLING_SECRET_KEY"] = "secret" };

    [Fact]
    public void A_package_that_is_used_up_for_one_kind_does_not_hide_a_task_of_another()
    {
        using Offline offline = new(KeyPair, static request => request.RequestUri!.AbsolutePath.Contains("/videos/omni-video/", StringComparison.Ordinal)
            ? Answer(200, $$$"""{"code":0,"data":{"task_id":"{{{Number}}}","task_status":"processing"}}""")
            : Answer(429, """{"code":1102,"message":"Resource pack exhausted"}"""));

        Assert.Equal($"official:videos/omni-video/{Number}", offline.Get(Number).Structured.GetProperty("task").GetString());
    }

    [Fact]
    public void A_package_that_is_used_up_for_every_kind_is_told_as_missing_credit()
    {
        using Offline offline = new(KeyPair, static _ => Answer(429, """{"code":1102,"message":"Resource pack exhausted"}"""));

        Assert.StartsWith("insufficient_credit", offline.Get(Number).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_in_vain_names_the_key_it_was_made_with()
    {
        using Offline offline = new(new Dictionary<string, string?> { ["COMETAPI_API_KEY"] = "sk-1" }, static _ => Answer(400, """{"error":{"message":"task_not_exist","code":""}}"""));

        var answer = offline.Get(Number);

        Assert.StartsWith("not_found", answer.Text, StringComparison.Ordinal);
        Assert.Contains("COMETAPI_API_KEY", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("COMETAPI_API_KEY", null, "COMETAPI_BASE_URL")]
    [InlineData("KLING_ACCESS_KEY", "KLING_SECRET_KEY", "KLING_BASE_URL")]
    public void A_web_page_with_404_under_every_kind_means_a_wrong_address(string key, string? secondKey, string address)
    {
        Dictionary<string, string?> keys = new() { [key] = "sk-1", [secondKey ?? key] = "sk-1" };
        using Offline offline = new(keys, static _ => Answer(404, "<html>Not found</html>"));

        var answer = offline.Get(Number);

        Assert.StartsWith("bad_response", answer.Text, StringComparison.Ordinal);
        Assert.Contains($"Check {address}", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shot-09", 2, "official:842250903629086785")]
    [InlineData(Number, 1, null)]
    public void An_id_that_cannot_be_the_providers_own_is_asked_for_as_the_callers_though_the_first_question_is_refused(string id, int requests, string? task)
    {
        var asked = 0;
        using Offline offline = new(new Dictionary<string, string?> { ["KLING_API_KEY"] = "key" }, request =>
        {
            asked++;
            return request.RequestUri!.Query.Contains("external_task_ids=", StringComparison.Ordinal)
                ? Answer(200, $$$"""{"code":0,"data":[{"id":"{{{Number}}}","status":"processing","external_id":"shot-09"}]}""")
                : Answer(400, """{"code":1201,"message":"task_ids contains an invalid id"}""");
        });

        var answer = offline.Get($"official:{id}");

        Assert.Equal(requests, asked);
        if (task is null) Assert.StartsWith("invalid_input", answer.Text, StringComparison.Ordinal);
        else Assert.Equal(task, answer.Structured.GetProperty("task").GetString());
    }

    [Fact]
    public void What_was_said_of_the_providers_own_id_is_kept_when_it_is_not_the_callers_either()
    {
        using Offline offline = new(new Dictionary<string, string?> { ["KLING_API_KEY"] = "key" }, static request => request.RequestUri!.Query.Contains("external_task_ids=", StringComparison.Ordinal)
            ? Answer(200, """{"code":0,"data":[]}""")
            : Answer(404, """{"code":1203,"message":"The task was removed"}"""));

        Assert.StartsWith("not_found at official: \"The task was removed\" (HTTP 404, code 1203).", offline.Get($"official:{Number}").Text, StringComparison.Ordinal);
    }

    private static HttpResponseMessage Answer(int status, string body) => new((HttpStatusCode)status) { Content = new StringContent(body) };
}
