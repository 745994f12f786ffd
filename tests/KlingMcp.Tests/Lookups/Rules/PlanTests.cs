using KlingMcp.Lookups;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>Where a lookup looks, as data. A plan is written as <c>provider keys, provider keys / next round</c>.</summary>
public class PlanTests
{
    private const string Number = "842250903629086785";
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string Hex = "e989621f54392584b05867f87b160672";

    private readonly FoundPlaces places = new();

    [Theory]
    [InlineData(Uuid, "piapi 1, fal 1", "piapi,fal,official,kie")]
    [InlineData(Hex, "piapi 1, kie 1 / official 2", "piapi,official,kie")]
    [InlineData("shot-09", "official 4", "piapi,official,kie")]
    [InlineData(Number, "official 2", "official,piapi")]
    [InlineData(Number, "official 2, cometapi kinds", "official,cometapi")]
    public void A_bare_id_is_looked_for_where_its_form_fits(string id, string plan, string accounts) =>
        Assert.Equal(plan, Shown(Planner(accounts).Plan(new(id, id)).Value!));

    [Fact]
    public void The_default_provider_is_asked_in_a_round_of_its_own() =>
        Assert.Equal("fal 1 / piapi 1", Shown(Planner("piapi,fal", "fal").Plan(new(Uuid, Uuid)).Value!));

    [Fact]
    public void Where_an_id_was_found_before_is_asked_first_even_before_the_default_provider()
    {
        places.Remember("piapi", Uuid, null);

        Assert.Equal("piapi 1 / fal 1", Shown(Planner("piapi,fal", "fal").Plan(new(Uuid, Uuid)).Value!));
    }

    [Fact]
    public void A_kind_that_was_given_counts_before_the_one_under_which_the_id_was_found()
    {
        places.Remember("cometapi", Number, "images/generations");
        var planner = Planner("cometapi");
        TaskQuery query = new(Number, Number) { Provider = ProviderCatalog.Find("cometapi") };

        Assert.Equal("images/generations", planner.Plan(query).Value!.Single!.Keys[0].Kind);
        Assert.Equal("videos/text2video", planner.Plan(query with { Kind = "videos/text2video" }).Value!.Single!.Keys[0].Kind);
    }

    [Fact]
    public void An_external_id_is_looked_up_as_such_only_where_there_is_such_a_lookup()
    {
        var planner = Planner("official,piapi");

        Assert.All(KeysAt("official"), static k => Assert.True(k.External));
        Assert.All(KeysAt("piapi"), static k => Assert.False(k.External));

        IEnumerable<TaskKey> KeysAt(string provider) =>
            planner.Plan(new(Number, Number) { External = true, Provider = ProviderCatalog.Find(provider) }).Value!.Single!.Keys;
    }

    [Fact]
    public void A_named_provider_is_asked_for_its_own_id_and_then_for_an_external_one()
    {
        var plan = Planner("official").Plan(new(Number, Number) { Provider = ProviderCatalog.Find("official") }).Value!;

        Assert.Equal([false, true, false, true], plan.Single!.Keys.Select(static k => k.External));
        Assert.Equal([false, false, true, true], plan.Single.Keys.Select(static k => k.InFallback));
        Assert.Equal(2, plan.WithoutFallback().Single!.Keys.Length);
        Assert.False(plan.Single.KlingOnly);
    }

    [Fact]
    public void A_plan_is_a_search_unless_one_provider_is_asked_for_one_place_after_the_other()
    {
        Assert.False(Planner("piapi").Plan(new(Uuid, Uuid)).Value!.IsSearch);
        Assert.True(Planner("piapi,fal").Plan(new(Uuid, Uuid)).Value!.IsSearch);
        Assert.True(Planner("cometapi").Plan(new(Number, Number)).Value!.IsSearch);
        Assert.True(Planner("cometapi").Plan(new(Number, Number)).Value!.Single!.Name.ByKinds);
        Assert.False(Planner("piapi").Plan(new(Uuid, Uuid)).Value!.Single!.Name.ByKinds);
    }

    [Fact]
    public void A_part_of_a_plan_leaves_out_rounds_that_become_empty()
    {
        var plan = Planner("piapi,kie,official").Plan(new(Hex, Hex)).Value!;

        Assert.Equal("kie 1", Shown(plan.At(static p => p == "kie")));
        Assert.Equal("piapi 1 / official 2", Shown(plan.At(static p => p != "kie")));
    }

    private static string Shown(LookupPlan plan) =>
        string.Join(" / ", plan.Rounds.Select(static round => string.Join(", ", round.Select(Shown))));

    private static string Shown(ProviderSearch s) => $"{s.Provider} {(s.Width > 1 ? "kinds" : $"{s.Keys.Length}")}";

    private LookupPlanner Planner(string accounts, string? defaultProvider = null) => new(
        ProviderCatalog.All,
        [.. accounts.Split(',').Select(static a => Runtimes.AccountOf(a))],
        new Dictionary<string, string>(),
        defaultProvider,
        places);
}
