using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Answers;

/// <summary>A provider as a line and as a model, literally.</summary>
public class ProviderSummaryTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);
    private static readonly ProviderSummary Ready = new() { Provider = "kie", Configured = true, Variable = "KIE_API_KEY" };

    [Fact]
    public void A_provider_with_a_key_names_its_variable_and_one_without_says_so()
    {
        Assert.Equal("kie: ready (KIE_API_KEY)", Ready.Line(Now));
        Assert.Equal("kie: no key", (Ready with { Configured = false }).Line(Now));
    }

    [Fact]
    public void Each_fact_is_in_the_line_only_where_it_holds()
    {
        Assert.Equal("kie: ready (KIE_API_KEY), custom address", (Ready with { BaseUrl = "https://kie.example" }).Line(Now));
        Assert.Equal("kie: ready (KIE_API_KEY), key accepted", (Ready with { Key = KeyState.Accepted }).Line(Now));
        Assert.Equal("kie: ready (KIE_API_KEY), key unknown", (Ready with { Key = KeyState.Unknown }).Line(Now));
        Assert.Equal("kie: ready (KIE_API_KEY), balance 7 credits", (Ready with { Balance = "7 credits" }).Line(Now));
        Assert.Equal("kie: ready (KIE_API_KEY), takes your own external ids", (Ready with { ExternalIds = true }).Line(Now));
        Assert.Equal("kie: ready (KIE_API_KEY), lists tasks", (Ready with { ListsTasks = true }).Line(Now));
        Assert.Equal("kie: ready (KIE_API_KEY). Set another key.", (Ready with { Hint = "Set another key." }).Line(Now));
        Assert.Equal("kie: ready (KIE_API_KEY)", (Ready with { ExternalIds = false, ListsTasks = false }).Line(Now));
    }

    [Fact]
    public void All_facts_are_in_one_line_with_what_to_do_at_its_end()
    {
        var all = Ready with
        {
            BaseUrl = "https://kie.example",
            Key = KeyState.Refused,
            Balance = "12.34 USD",
            AsOf = "2026-05-28T20:25:39Z",
            ExternalIds = true,
            ListsTasks = true,
            Hint = "auth: Set another key.",
        };

        Assert.Equal(
            "kie: ready (KIE_API_KEY), custom address, key refused, balance 12.34 USD (as of 2026-05-28 20:25Z), "
            + "takes your own external ids, lists tasks. auth: Set another key.",
            all.Line(Now));
    }

    [Fact]
    public void A_provider_without_a_key_is_told_with_all_variables_that_may_be_set()
    {
        const string Variables = "KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY";
        ProviderSummary official = new()
        {
            Provider = "official",
            Configured = false,
            Variable = Variables,
            ExternalIds = true,
            ListsTasks = true,
            Hint = $"Set {Variables}.",
        };

        Assert.Equal(official, Summary(new(ProviderCatalog.Find("official")!, null, null)));
        Assert.Equal(
            official with { Hint = "KLING_SECRET_KEY is missing." },
            Summary(new(ProviderCatalog.Find("official")!, null, "KLING_SECRET_KEY is missing.")));
    }

    [Fact]
    public void A_provider_with_a_key_is_told_with_the_variable_in_use()
    {
        ProviderSummary official = new() { Provider = "official", Configured = true, Variable = "KLING_API_KEY", ExternalIds = true };

        Assert.Equal(official with { ListsTasks = true }, Summary(StateOf(Runtimes.AccountOf("official"))));
        Assert.Equal(official, Summary(StateOf(Runtimes.AccountOf("official") with { ListAddress = null })));
    }

    [Fact]
    public void A_provider_without_lists_and_external_ids_claims_neither()
    {
        Assert.Equal(Ready, Summary(StateOf(Runtimes.AccountOf("kie"))));
        Assert.Equal(
            Ready with { Configured = false, Hint = "Set KIE_API_KEY." }, Summary(new(ProviderCatalog.Find("kie")!, null, null)));
    }

    [Fact]
    public void An_address_is_told_only_when_it_was_changed() =>
        Assert.Equal(
            Ready with { BaseUrl = "https://kie.example" },
            Summary(StateOf(Runtimes.AccountOf("kie") with { BaseAddress = "https://kie.example" })));

    [Fact]
    public void What_the_trial_of_a_key_found_is_told()
    {
        var state = StateOf(Runtimes.AccountOf("kie")) with { Key = KeyState.Accepted, Balance = new(12.34m, Balance.Dollars, Now) };
        Fault fault = new(FaultCategory.Auth) { Provider = "kie", KeyVariables = "KIE_API_KEY" };
        var refused = StateOf(Runtimes.AccountOf("kie")) with { Key = KeyState.Refused, Fault = fault };

        Assert.Equal(
            Ready with { Key = KeyState.Accepted, Balance = "12.34 USD", AsOf = "2026-05-28T20:26:40Z" }, Summary(state));
        Assert.Equal(
            Ready with
            {
                Key = KeyState.Refused,
                Hint = "auth: Check KIE_API_KEY in the MCP host's configuration and restart it.",
            },
            Summary(refused));
        Assert.Equal("The key is cut off.", Summary(refused with { Problem = "The key is cut off." }).Hint);
    }

    private static ProviderState StateOf(ProviderAccount account) => new(account.Provider, account, null);

    private static ProviderSummary Summary(ProviderState state) => ProviderSummary.From(state, Wording.ForModel);
}
