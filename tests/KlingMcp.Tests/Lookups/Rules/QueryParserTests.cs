using KlingMcp.Lookups;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>What a caller may give for a task, and why other texts are refused. Nothing is sent.</summary>
public class QueryParserTests
{
    [Theory]
    [InlineData("842250903629086785", null, null, null)]
    [InlineData("842250903629086785", "piapi", "piapi", null)]
    [InlineData("842250903629086785", "PiAPI.ai", "piapi", null)]
    [InlineData("piapi:842250903629086785", null, "piapi", null)]
    [InlineData("piapi:842250903629086785", "piapi", "piapi", null)]
    [InlineData("piapi:842250903629086785", "auto", "piapi", "provider \"auto\" was ignored: leave it out")]
    [InlineData("842250903629086785", "any", null, "provider \"any\" was ignored: leave it out")]
    [InlineData("kling:842250903629086785", null, null, "provider \"kling\" was ignored: leave it out")]
    [InlineData("kling:842250903629086785", "goapi", "goapi", "provider \"kling\" was ignored: leave it out")]
    public void A_task_is_given_by_its_id_with_or_without_its_provider(string asked, string? provider, string? found, string? note)
    {
        var (query, fault) = Parser().Parse(asked, provider);

        Assert.Null(fault);
        Assert.Equal(("842250903629086785", found, note), (query!.Id, query.Provider?.Name, query.Note));
        Assert.Equal(asked, query.Asked);
    }

    [Theory]
    [InlineData("nowhere:1")]
    [InlineData("now-here:1")]
    [InlineData("now_here:1")]
    [InlineData("now.here2:1")]
    public void A_word_before_the_colon_is_taken_for_a_provider_that_is_not_known(string asked) =>
        Assert.Equal($"\"{asked[..^2]}\" is not a provider", MessageOf(asked));

    [Theory]
    [InlineData("now here:1", null, "\"now here:1\" is not a task id")]
    [InlineData("now,here:1", null, "\"now,here:1\" is not a task id")]
    [InlineData("piapi:1", "goapi", "provider says goapi, but \"piapi:1\" is a task at piapi")]
    [InlineData("https://api.piapi.ai/api/v1/task/1", "goapi", "provider says goapi, but the address is one of piapi")]
    [InlineData("https://nowhere.example/api/v1/task/1", null,
        "the address at \"nowhere.example\" is not a lookup address of a known provider")]
    [InlineData("ftp://api.piapi.ai/api/v1/task/1", null, "this is not an http or https address")]
    [InlineData("https://me:secret@api.piapi.ai/api/v1/task/1", null, "the address contains a user name or password")]
    [InlineData("842250903629086785n", null, "a number may have lost digits")]
    public void What_is_no_task_is_refused_with_the_reason(string asked, string? provider, string message) =>
        Assert.Equal(message, MessageOf(asked, provider));

    [Theory]
    [InlineData("short-1", "short-1", false)]
    [InlineData("short-12", "short-12", true)]
    [InlineData("short-12", "xSHORT-12x", true)]
    [InlineData("sk-0123456789abcdef", "0123456789ab", true)]
    [InlineData("sk-0123456789abcdef", "0123456789a", false)]
    [InlineData("sk-0123456789abcdef", "SK-0123456789ABCDEF", true)]
    [InlineData("me@mail-address.example", "mail-address.example", false)]
    public void A_key_or_twelve_characters_of_one_is_no_id_but_a_short_word_that_is_set_as_a_key_may_be(
        string key, string asked, bool refused) =>
        Assert.Equal(
            refused ? "this is a key, not a task id; it was not sent anywhere" : null, Parser(key).Parse(asked, null).Fault?.Message);

    private static string? MessageOf(string asked, string? provider = null) => Parser().Parse(asked, provider).Fault?.Message;

    private static QueryParser Parser(params string[] keys) => new(
        ProviderCatalog.All, [], ProviderCatalog.All.ToDictionary(static p => p.Name, static p => p.DefaultAddress), keys);
}
