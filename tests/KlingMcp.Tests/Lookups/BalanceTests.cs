using System.Text.Json.Nodes;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Lookups;

/// <summary><c>list_kling_providers</c> with <c>verify</c>: what an account has left, with bodies as the providers document them.</summary>
public class BalanceTests
{
    private const string Ledger = """
        {"code":0,"data":{"result":{"detail":[
        {"task_id":"1","api_key_name":"secret name","cash_type":"balance","balance_after_deduction":13032.3,"currency":"cny",
        "deduction_time":"1790000000000"},
        {"task_id":"2","cash_type":"balance","balance_after_deduction":"13031.25","currency":"CNY","deduction_time":1790000600000},
        {"task_id":"3","cash_type":"test_balance","balance_after_deduction":5,"currency":"CNY","deduction_time":1790000700000}],
        "count":3},"next_cursor":"","has_more":false} }
        """;

    [Theory]
    [InlineData("PIAPI", "PIAPI_API_KEY", "account/info", "12.34 USD",
        """{"code":200,"data":{"id":1,"name":"secret name","api_key":"k","equivalent_in_usd":12.34},"message":"success"}""")]
    [InlineData("GOAPI", "GOAPI_API_KEY", "account/info", "7 credits",
        """{"name":"secret name","credit_pack_info":{"total_credits":9,"available_credits":7}}""")]
    [InlineData("USEAPI", "USEAPI_API_TOKEN", "v1/kling/accounts", "560 credits",
        """{"secret name":{"email":"secret name","balance":{"points":[],"total":56000}}}""")]
    [InlineData("KIE", "KIE_API_KEY", "api/v1/chat/credit", "99.5 credits", """{"code":200,"msg":"success","data":99.5}""")]
    [InlineData("WAVESPEED", "WAVESPEED_API_KEY", "api/v3/account/balance", "156.78 USD",
        """{"code":200,"message":"success","data":{"balance":156.78,"currency":"USD"}}""")]
    [InlineData("AIML", "AIML_API_KEY", "v2/billing", "150.5 USD", """{"current_balance":150.5,"currency":"USD"}""")]
    [InlineData("AIML", "AIML_API_KEY", "v2/billing", "150.5 EUR", """{"current_balance":150.5,"currency":"eur"}""")]
    [InlineData("AIML", "AIML_API_KEY", "v2/billing", "150.5 USD", """{"current_balance":150.5,"currency":"secret name"}""")]
    [InlineData("AIML", "AIML_API_KEY", "v2/billing", "551564495 credits", """{"balance":551564495,"status":"secret name"}""")]
    public async Task The_balance_is_told_with_its_unit_and_nothing_else_of_the_body(
        string provider, string key, string path, string balance, string body)
    {
        await using var server = LoopbackServer.Answering(request =>
            request.Target == $"/{path}" ? (200, body) : (404, """{"code":404,"message":"task not found"}"""));

        var told = await VerifyAsync(Environment(provider, key, server));

        Assert.Equal(balance, Of(told, provider)!["balance"]!.GetValue<string>());
        Assert.EndsWith("Z", Of(told, provider)!["as_of"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains($", balance {balance}", told.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret name", told.Text() + told.StructuredContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_official_balance_is_what_the_newest_deduction_left_as_of_then()
    {
        await using var server = LoopbackServer.Answering(static request =>
            request.Target is "/account/billing/balance" ? (200, Ledger) : (404, """{"code":1203,"message":"not found"}"""));

        var told = await VerifyAsync(new Dictionary<string, string?>
        {
            ["KLING_API_KEY"] = "canary-key-of-the-tests",
            ["KLING_BASE_URL"] = server.Address,
        });

        var posted = Assert.Single(server.Requests, static r => r.Line.StartsWith("POST ", StringComparison.Ordinal));
        var body = JsonNode.Parse(posted.Body)!;
        Assert.Equal(30 * 24 * 3600 * 1000L, (long)body["end_time"]! - (long)body["start_time"]!);
        Assert.Equal("13031.25 CNY", Of(told, "official")!["balance"]!.GetValue<string>());
        Assert.Equal("2026-09-21T14:23:20Z", Of(told, "official")!["as_of"]!.GetValue<string>());
        Assert.Contains("balance 13031.25 CNY (as of 2026-09-21 14:23Z)", told.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret name", told.Text() + told.StructuredContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_ezmodel_what_was_used_in_cents_is_taken_off_the_limit_in_dollars()
    {
        await using var server = LoopbackServer.Answering(static request => request.Target switch
        {
            "/dashboard/billing/subscription" => (200, """{"object":"billing_subscription","hard_limit_usd":20}"""),
            "/v1/dashboard/billing/usage" => (200, """{"object":"list","total_usage":766.5}"""),
            _ => (400, """{"code":"task_not_exist","message":"task_not_exist","data":null}"""),
        });

        var told = await VerifyAsync(Environment("EZMODEL", "EZMODEL_API_KEY", server));

        Assert.Equal("12.335 USD", Of(told, "ezmodel")!["balance"]!.GetValue<string>());
    }

    [Fact]
    public async Task Useapi_is_asked_for_the_account_of_its_email_address()
    {
        await using var server = LoopbackServer.Answering(static request =>
            request.Target is "/v1/kling/accounts/me%40mail.example" ? (200, """{"balance":{"total":150}}""") : (404, """{"error":"x"}"""));
        var environment = Environment("USEAPI", "USEAPI_API_TOKEN", server);
        environment["USEAPI_EMAIL"] = "me@mail.example";

        var told = await VerifyAsync(environment);

        Assert.Equal("1.5 credits", Of(told, "useapi")!["balance"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_account_is_asked_once_a_minute_and_in_between_the_balance_is_told_again()
    {
        var credits = 100;
        await using var server = LoopbackServer.Answering(_ => (200, $$"""{"code":200,"msg":"success","data":{{credits--}}}"""));
        ManualTime time = new();
        await using ServerHarness harness = new(Environment("KIE", "KIE_API_KEY", server), time);

        var first = await VerifyAsync(harness);
        time.Advance(TimeSpan.FromSeconds(59));
        var again = await VerifyAsync(harness);
        time.Advance(TimeSpan.FromSeconds(2));
        var later = await VerifyAsync(harness);

        Assert.Equal("100 credits", Of(first, "kie")!["balance"]!.GetValue<string>());
        Assert.Equal(Of(first, "kie")!.ToJsonString(), Of(again, "kie")!.ToJsonString());
        Assert.Equal("99 credits", Of(later, "kie")!["balance"]!.GetValue<string>());
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(404, "404 page not found")]
    [InlineData(500, """{"code":500,"message":"secret name"}""")]
    [InlineData(200, """{"code":401,"message":"secret name"}""")]
    [InlineData(200, """{"code":200,"data":{"name":"secret name"}}""")]
    public async Task No_balance_is_no_fault(int status, string body)
    {
        await using var server = LoopbackServer.Answering(request =>
            request.Target is "/account/info" ? (status, body) : (400, """{"code":400,"message":"failed to find task"}"""));
        await using ServerHarness harness = new(Environment("PIAPI", "PIAPI_API_KEY", server), retries: 0);

        var told = await VerifyAsync(harness);

        Assert.Equal("accepted", Of(told, "piapi")!["key"]!.GetValue<string>());
        Assert.Null(Of(told, "piapi")!["balance"]);
        Assert.Null(Of(told, "piapi")!["hint"]);
        Assert.DoesNotContain("secret name", told.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KIE", "KIE_API_KEY", """{"code":200,"msg":"success","data":0}""", "accepted")]
    [InlineData("KIE", "KIE_API_KEY", """{"code":401,"msg":"secret name"}""", "refused")]
    [InlineData("KIE", "KIE_API_KEY", "<html>", "unknown")]
    [InlineData("AIML", "AIML_API_KEY", """{"current_balance":0,"currency":"USD"}""", "accepted")]
    [InlineData("AIML", "AIML_API_KEY", """{"statusCode":401,"message":"secret name"}""", "refused")]
    [InlineData("REPLICATE", "REPLICATE_API_TOKEN", """{"next":null,"previous":null,"results":[]}""", "accepted")]
    [InlineData("REPLICATE", "REPLICATE_API_TOKEN", """{"title":"x"}""", "unknown")]
    [InlineData("WAVESPEED", "WAVESPEED_API_KEY", """{"code":200,"message":"success","data":{"page":1,"items":[]}}""", "accepted")]
    [InlineData("WAVESPEED", "WAVESPEED_API_KEY", """{"code":401,"message":"secret name"}""", "refused")]
    public async Task Where_no_own_not_found_is_known_a_read_of_the_account_tries_the_key(
        string provider, string key, string body, string state)
    {
        await using var server = LoopbackServer.Answering(_ => (200, body));
        await using ServerHarness harness = new(Environment(provider, key, server), retries: 0);

        var told = await VerifyAsync(harness);

        Assert.Equal(state, Of(told, provider)!["key"]!.GetValue<string>());
        Assert.DoesNotContain("secret name", told.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Requests, static r => r.Target.Contains("0000000", StringComparison.Ordinal));
    }

    private static Dictionary<string, string?> Environment(string provider, string key, LoopbackServer server) => new()
    {
        [key] = "canary-key-of-the-tests",
        [$"{provider}_BASE_URL"] = server.Address,
    };

    private static async Task<CallToolResult> VerifyAsync(Dictionary<string, string?> environment)
    {
        await using ServerHarness harness = new(environment, retries: 0);
        return await VerifyAsync(harness);
    }

    private static Task<CallToolResult> VerifyAsync(ServerHarness harness) =>
        harness.CallAsync("list_kling_providers", """{"verify":true}""");

    private static JsonNode? Of(CallToolResult told, string provider)
    {
        var name = provider is "AIML" ? "aimlapi" : provider.ToLowerInvariant();
        return told.List("providers").Select(static p => JsonNode.Parse(p.GetRawText())!).Single(p => (string?)p["provider"] == name);
    }
}
