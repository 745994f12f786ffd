using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers;

/// <summary>What is read of the answers about an account's balance, and what is not.</summary>
public class BalanceReadingTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    [Theory]
    [InlineData("piapi", 0, """{"code":200,"data":{"equivalent_in_usd":12.34} }""", "12.34 USD")]
    [InlineData("piapi", 0, """{"equivalent_in_usd":"7"}""", "7 USD")]
    [InlineData("goapi", 0, """{"credit_pack_info":{"available_credits":7} }""", "7 credits")]
    [InlineData("piapi", 0, """{"equivalent_in_usd":3,"credit_pack_info":{"available_credits":7} }""", "3 USD")]
    [InlineData("piapi", 0, """{"code":401,"data":{"equivalent_in_usd":3} }""", "auth")]
    [InlineData("useapi", 0, """{"balance":{"total":56000} }""", "560 credits")]
    [InlineData("useapi", 0, """{"a@b.c":{"balance":{"total":100} } }""", "1 credits")]
    [InlineData("useapi", 0, """{"a@b.c":{"balance":{"total":100} },"d@e.f":{"balance":{"total":100} } }""", "bad_response")]
    [InlineData("useapi", 0, """{"note":"x","a@b.c":{"balance":{"total":100} } }""", "1 credits")]
    [InlineData("kie", 0, """{"code":200,"data":99.5}""", "99.5 credits")]
    [InlineData("kie", 0, """{"code":402,"data":99.5}""", "insufficient_credit")]
    [InlineData("wavespeed", 0, """{"code":200,"data":{"balance":1.5,"currency":"eur"} }""", "1.5 EUR")]
    [InlineData("wavespeed", 0, """{"code":200,"data":{"balance":1.5,"currency":"euro"} }""", "1.5 USD")]
    [InlineData("wavespeed", 0, """{"code":200,"data":{"balance":1.5,"currency":"1.2"} }""", "1.5 USD")]
    [InlineData("wavespeed", 0, """{"code":200,"data":{"balance":1.5,"currency":"E1R"} }""", "1.5 USD")]
    [InlineData("wavespeed", 0, """{"code":500,"data":{"balance":1.5} }""", "provider_unavailable")]
    [InlineData("wavespeed", 0, """{"code":200,"balance":1.5}""", "bad_response")]
    [InlineData("aimlapi", 0, """{"current_balance":1,"balance":2}""", "1 USD")]
    [InlineData("aimlapi", 0, """{"current_balance":1,"currency":"GBP"}""", "1 GBP")]
    [InlineData("aimlapi", 0, """{"balance":2}""", "2 credits")]
    [InlineData("aimlapi", 0, """{"balance":2,"currency":"GBP"}""", "2 GBP")]
    [InlineData("aimlapi", 0, """{"statusCode":429,"balance":2}""", "rate_limited")]
    [InlineData("ezmodel", 0, """{"hard_limit_usd":99999999}""", "99999999 USD")]
    [InlineData("ezmodel", 0, """{"hard_limit_usd":100000000}""", "bad_response")]
    [InlineData("ezmodel", 0, """{"hard_limit_usd":5,"error":null}""", "5 USD")]
    [InlineData("ezmodel", 0, """{"hard_limit_usd":5,"error":{"message":"no"} }""", "bad_response")]
    [InlineData("ezmodel", 1, """{"total_usage":250}""", "-2.5 USD")]
    [InlineData("ezmodel", 1, """{"total_usage":250,"error":"no"}""", "bad_response")]
    [InlineData("ezmodel", 1, """{"used":250}""", "bad_response")]
    [InlineData("kie", 0, """{"code":200,"data":1e15}""", "bad_response")]
    [InlineData("kie", 0, """{"code":200,"data":-1e15}""", "bad_response")]
    [InlineData("kie", 0, "<html>", "bad_response")]
    public void The_amount_is_read_with_its_unit_or_there_is_a_fault(string provider, int part, string body, string told)
    {
        var read = Call(provider, part).Read(Responses.Ok(body), Now);

        Assert.Equal(told, read.Value is { } balance ? $"{balance.Amount:0.##} {balance.Unit}" : read.Fault!.Category.Word);
        Assert.True(read.Value is not { } told2 || told2.AsOf == Now);
    }

    [Theory]
    [InlineData("""
        {"detail":[{"cash_type":"balance","balance_after_deduction":1,"deduction_time":1789000000000},
        {"cash_type":"balance","balance_after_deduction":2,"deduction_time":"1789000500000"},
        {"cash_type":"test_balance","balance_after_deduction":3,"deduction_time":1789000900000}]}
        """, "2 USD at 1789000500")]
    [InlineData("""{"detail":[{"cash_type":"test_balance","balance_after_deduction":3,"deduction_time":1789000900000}]}""",
        "3 USD at 1789000900")]
    [InlineData("""{"detail":[{"balance_after_deduction":3,"currency":"cny"}]}""", "3 CNY at 1790000000")]
    [InlineData("""{"detail":[{"deduction_time":1789000900000},{"balance_after_deduction":4,"deduction_time":1789000100000}]}""",
        "4 USD at 1789000100")]
    public void The_official_balance_is_what_the_newest_deduction_of_real_money_left(string result, string told)
    {
        var balance = Call("official", 0).Read(Responses.Ok($$"""{"code":0,"data":{"result":{{result}} } }"""), Now).Value!;

        Assert.Equal(told, $"{balance.Amount:0.##} {balance.Unit} at {balance.AsOf.ToUnixTimeSeconds()}");
    }

    [Fact]
    public void The_official_balance_may_be_told_directly_and_needs_the_code_of_success()
    {
        var call = Call("official", 0);

        Assert.Equal(9, call.Read(Responses.Ok("""{"code":0,"data":{"balance":9,"currency":"USD"} }"""), Now).Value!.Amount);
        Assert.Equal(5, call.Read(Responses.Ok("""{"code":0,"data":{"rows":[{"balance_after_deduction":5}]} }"""), Now).Value!.Amount);
        Assert.Null(call.Read(Responses.Ok("""{"code":1,"data":{"balance":9} }"""), Now).Value);
        Assert.Null(call.Read(Responses.Ok("""{"data":{"balance":9} }"""), Now).Value);
    }

    [Fact]
    public void An_answer_without_a_balance_is_told_with_its_status_and_none_of_its_words()
    {
        var fault = Call("kie", 0).Read(Responses.Of(299, """{"code":200,"msg":"secret"}"""), Now).Fault!;

        Assert.Equal(("the provider's answer has no balance", 299, null), (fault.Message, fault.HttpStatus, fault.ProviderText));
    }

    [Theory]
    [InlineData("piapi", 0, "account/info")]
    [InlineData("useapi", 0, "v1/kling/accounts")]
    [InlineData("useapi", 0, "v1/kling/accounts/a@b.c")]
    [InlineData("kie", 0, "api/v1/chat/credit")]
    [InlineData("wavespeed", 0, "api/v3/account/balance")]
    [InlineData("aimlapi", 0, "v2/billing")]
    [InlineData("ezmodel", 0, "dashboard/billing/subscription")]
    [InlineData("ezmodel", 1, "v1/dashboard/billing/usage")]
    [InlineData("official", 0, "account/billing/balance")]
    public void Each_read_has_an_address_of_its_own(string provider, int part, string path)
    {
        Assert.True(Call(provider, part).IsAsked(LookupPath.Read(path)));
        Assert.False(Call(provider, part).IsAsked(LookupPath.Read($"{path}/and/more")));
        Assert.False(Call(provider, part).IsAsked(LookupPath.Read("v1/videos/1")));
        foreach (var changed in ChangesOf(path)) Assert.False(Call(provider, part).IsAsked(LookupPath.Read(changed)), changed);
    }

    [Fact]
    public void The_official_read_asks_for_thirty_days_and_useapi_for_the_account_that_is_set()
    {
        var official = Call("official", 0).Call(Now, Credentials.None([]));
        var useapi = Call("useapi", 0).Call(Now, new(new Dictionary<string, string> { ["USEAPI_EMAIL"] = "a@b.c" }));

        Assert.Equal(
            ("account/billing/balance", """{"start_time":1787408000000,"end_time":1790000000000,"limit":500}"""),
            (official.Target, official.Json));
        Assert.Equal(("v1/kling/accounts/a%40b.c", null), (useapi.Target, useapi.Json));
        Assert.Equal("v1/kling/accounts", Call("useapi", 0).Call(Now, Credentials.None([])).Target);
    }

    /// <summary>The path with one segment replaced, each in turn; the part that may be anything is left alone.</summary>
    private static IEnumerable<string> ChangesOf(string path)
    {
        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (!segments[i].Contains('@', StringComparison.Ordinal))
                yield return string.Join('/', (string[])[.. segments[..i], "x", .. segments[(i + 1)..]]);
        }
    }

    private static BalanceCall Call(string provider, int part) => ProviderCatalog.Find(provider)!.Keys[0].Api.Balance[part];
}
