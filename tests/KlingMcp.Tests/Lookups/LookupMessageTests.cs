using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>What a lookup that finds nothing says, word by word.</summary>
public class LookupMessageTests
{
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Fact]
    public async Task Without_a_key_the_providers_that_could_know_the_id_are_named_with_their_variables()
    {
        await using ServerHarness server = new(new Dictionary<string, string?>());

        var fault = (await server.ReadAsync(Uuid)).Fault!;

        Assert.Equal("no provider whose ids look like this has a key", fault.Message);
        Assert.Null(fault.Provider);
        Assert.Equal(
            "Set the variable of one provider in the MCP host's configuration and restart it "
            + "(goapi: GOAPI_API_KEY; piapi: PIAPI_API_KEY; fal: FAL_KEY, or FAL_KEY_ID and FAL_KEY_SECRET).",
            fault.Hint);
        Assert.Equal(
            "Set the variable of one provider "
            + "(goapi: GOAPI_API_KEY; piapi: PIAPI_API_KEY; fal: FAL_KEY, or FAL_KEY_ID and FAL_KEY_SECRET). "
            + "To try it without a key: --sandbox",
            fault.PersonHint);
    }

    [Fact]
    public async Task Without_a_key_a_named_provider_is_told_by_its_variable_alone()
    {
        await using ServerHarness server = new(new Dictionary<string, string?>());

        var fault = (await server.ReadAsync("piapi:shot-1")).Fault!;

        Assert.Equal(("piapi has no key", "piapi"), (fault.Message, fault.Provider));
        Assert.Equal("Set PIAPI_API_KEY in the MCP host's configuration and restart it.", fault.Hint);
        Assert.Equal("Set PIAPI_API_KEY. To try it without a key: --sandbox", fault.PersonHint);
    }

    [Fact]
    public async Task Without_a_key_an_id_of_no_known_form_comes_with_the_forms()
    {
        await using ServerHarness server = new(new Dictionary<string, string?>());

        var hint = (await server.ReadAsync("shot-1")).Fault!.Hint!;

        Assert.Contains(". If it is not an external id of yours, name the provider; their own ids are ", hint, StringComparison.Ordinal);
        Assert.EndsWith(").", hint, StringComparison.Ordinal);
        Assert.All(ProviderCatalog.All, p => Assert.Contains(p.Name, hint, StringComparison.Ordinal));
        foreach (var forms in ProviderCatalog.All.GroupBy(static p => p.IdForm))
            Assert.Contains($"{forms.Key} ({string.Join(", ", forms.Select(static p => p.Name))})", hint, StringComparison.Ordinal);
        Assert.Equal(ProviderCatalog.All.Select(static p => p.IdForm).Distinct().Count() - 1, hint.Split("; ").Length - 2);
    }

    [Fact]
    public async Task An_id_that_several_providers_do_not_know_is_to_be_checked_with_their_accounts()
    {
        await using ProviderWorld world = new();
        await using ServerHarness server = new(world.Environment("goapi", "piapi"));

        var fault = (await server.ReadAsync(Uuid)).Fault!;

        Assert.Equal("none of the providers asked knows this id", fault.Message);
        Assert.Equal(
            "Check the id, and that it was made with the account of GOAPI_API_KEY or PIAPI_API_KEY. "
            + "Not asked for want of a key: fal (FAL_KEY, or FAL_KEY_ID and FAL_KEY_SECRET).",
            fault.Hint);
    }

    [Fact]
    public async Task An_id_that_two_providers_know_is_to_be_named_with_its_provider()
    {
        await using ProviderWorld world = new();
        world.Add("goapi", Uuid, KlingTaskStatus.Processing);
        world.Add("piapi", Uuid, KlingTaskStatus.Processing);
        await using ServerHarness server = new(world.Environment("goapi", "piapi"));

        var fault = (await server.ReadAsync(Uuid)).Fault!;

        Assert.Equal("2 providers know this id", fault.Message);
        Assert.Equal("Call again with one of the candidates as task_id.", fault.Hint);
        Assert.Equal("Name one of the candidates.", fault.PersonHint);
    }

    [Fact]
    public async Task A_refused_key_keeps_its_own_hint()
    {
        await using ProviderWorld world = new();
        world.Overrides.Enqueue(static (request, exchange) =>
            request.Target.StartsWith("/goapi/", StringComparison.Ordinal) ? exchange.SendAsync(401, "{}") : null);
        await using ServerHarness server = new(world.Environment("goapi", "piapi"));

        var fault = (await server.ReadAsync(Uuid)).Fault!;

        Assert.Equal(FaultCategory.Auth, fault.Category);
        Assert.DoesNotContain("Check the id", fault.Hint, StringComparison.Ordinal);
        Assert.Equal(["goapi", "piapi"], fault.Asked!.Select(static a => a.Provider));
    }
}
