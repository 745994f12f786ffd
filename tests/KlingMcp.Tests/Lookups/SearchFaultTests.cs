using System.Net;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>Faults during a lookup of several requests: a search over the kinds, or an external id after the task's own.</summary>
public class SearchFaultTests
{
    private const string Number = "842250903629086785";

    private static readonly Dictionary<string, string?> KeyPair = new()
    {
        ["KLING_ACCESS_KEY"] = "access",
        ["KLING_SECRET_KEY"] = "secret",
    };

    private static readonly Dictionary<string, string?> ApiKey = new() { ["KLING_API_KEY"] = "key" };

    [Fact]
    public void A_resource_pack_that_is_used_up_for_one_kind_does_not_hide_a_task_of_another_kind()
    {
        using var server = ServerHarness.Offline(KeyPair, static request => IsFor(request, "/videos/omni-video/")
            ? Answer(200, $$$"""{"code":0,"data":{"task_id":"{{{Number}}}","task_status":"processing"}}""")
            : Answer(429, """{"code":1102,"message":"Resource pack exhausted"}"""));

        Assert.Equal($"official:videos/omni-video/{Number}", server.Look(Number).At("task"));
    }

    [Fact]
    public void Resource_packs_that_are_used_up_for_every_kind_are_insufficient_credit()
    {
        using var server = ServerHarness.Offline(
            KeyPair, static _ => Answer(429, """{"code":1102,"message":"Resource pack exhausted"}"""));

        Assert.Equal("insufficient_credit", server.Look(Number).At("error.category"));
    }

    [Theory]
    [InlineData(Number)]
    [InlineData($"cometapi:{Number}")]
    public void A_search_that_finds_nothing_names_the_variable_of_the_key(string id)
    {
        using var server = ServerHarness.Offline(
            new Dictionary<string, string?> { ["COMETAPI_API_KEY"] = "sk-1" },
            static _ => Answer(400, """{"error":{"message":"task_not_exist","code":""}}"""));

        var answer = server.Look(id);

        Assert.Equal("not_found", answer.At("error.category"));
        Assert.Contains("COMETAPI_API_KEY", answer.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("COMETAPI_API_KEY", null, "COMETAPI_BASE_URL")]
    [InlineData("KLING_ACCESS_KEY", "KLING_SECRET_KEY", "KLING_BASE_URL")]
    public void A_404_in_html_for_every_kind_means_that_the_base_address_is_wrong(string key, string? secondKey, string address)
    {
        Dictionary<string, string?> keys = new() { [key] = "sk-1", [secondKey ?? key] = "sk-1" };
        using var server = ServerHarness.Offline(keys, static _ => Answer(404, "<html>Not found</html>"));

        var answer = server.Look(Number);

        Assert.Equal("bad_response", answer.At("error.category"));
        Assert.Contains($"Check {address}", answer.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shot-09", 2, "official:842250903629086785")]
    [InlineData(Number, 1, null)]
    public void After_a_refusal_only_an_id_that_cannot_be_the_tasks_own_is_tried_as_an_external_id(string id, int requests, string? task)
    {
        var asked = 0;
        using var server = ServerHarness.Offline(ApiKey, request =>
        {
            asked++;
            return AsksForExternalId(request)
                ? Answer(200, $$$"""{"code":0,"data":[{"id":"{{{Number}}}","status":"processing","external_id":"shot-09"}]}""")
                : Answer(400, """{"code":1201,"message":"task_ids contains an invalid id"}""");
        });

        var answer = server.Look($"official:{id}");

        Assert.Equal(requests, asked);
        if (task is null) Assert.Equal("invalid_input", answer.At("error.category"));
        else Assert.Equal(task, answer.At("task"));
    }

    [Fact]
    public void When_neither_the_own_nor_the_external_id_is_found_the_first_reason_is_told()
    {
        using var server = ServerHarness.Offline(ApiKey, static request => AsksForExternalId(request)
            ? Answer(200, """{"code":0,"data":[]}""")
            : Answer(404, """{"code":1203,"message":"The task was removed"}"""));

        Assert.StartsWith(
            "not_found at official: \"The task was removed\" (HTTP 404, code 1203).",
            server.Look($"official:{Number}").Text(),
            StringComparison.Ordinal);
    }

    private static bool IsFor(HttpRequestMessage request, string path) =>
        request.RequestUri!.AbsolutePath.Contains(path, StringComparison.Ordinal);

    private static bool AsksForExternalId(HttpRequestMessage request) =>
        request.RequestUri!.Query.Contains("external_task_ids=", StringComparison.Ordinal);

    private static HttpResponseMessage Answer(int status, string body) =>
        new((HttpStatusCode)status) { Content = new StringContent(body) };
}
