using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>A lookup address in place of an id is parsed, never fetched.</summary>
public class LookupAddressTests
{
    private const string Number = "842250903629086785";
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static readonly string[] Everyone = [.. ProviderCatalog.All.Select(static p => p.Name)];

    [Theory]
    [InlineData("https://api.piapi.ai/api/v1/task/" + Uuid, "piapi")]
    [InlineData("https://API.PIAPI.AI/api/v1/task/" + Uuid + "/?x=1#y", "piapi")]
    [InlineData("https://api.goapi.ai:443/api/v1/task/" + Uuid, "goapi")]
    [InlineData("https://api.useapi.net/v1/kling/tasks/12345?email=a%40b.c", "useapi")]
    [InlineData("https://www.ezmodel.cloud/kling/v1/videos/omni-video/" + Number, "ezmodel")]
    [InlineData("https://api.cometapi.com/kling/v1/videos/image2video/" + Number, "cometapi")]
    [InlineData("https://api.klingai.com/v1/videos/avatar/image2video/" + Number, "official")]
    [InlineData("https://api-singapore.klingai.com/tasks?task_ids=" + Number, "official")]
    public async Task A_lookup_address_of_a_provider_is_looked_up_at_the_configured_base_address(string address, string provider)
    {
        await using var world = new ProviderWorld();
        foreach (var p in Everyone)
            foreach (var id in new[] { Number, Uuid, "12345" }) world.Add(p, id, KlingTaskStatus.Processing);
        await using var server = await ServerHarness.StartAsync(world.Environment(Everyone));

        var result = await server.GetAsync(address);

        Assert.Equal(provider, result.At("provider"));
        Assert.Equal(world.Requests.Count, world.CountOf(provider));
    }

    [Fact]
    public async Task A_lookup_address_below_a_configured_base_address_is_understood()
    {
        await using var world = new ProviderWorld();
        world.Add("ezmodel", Number, KlingTaskStatus.Processing);
        await using var server = await ServerHarness.StartAsync(world.Environment(Everyone));

        var result = await server.GetAsync($"{world.AddressOf("ezmodel")}/kling/v1/videos/text2video/{Number}");

        Assert.Equal($"ezmodel:{Number}", result.At("task"));
    }

    [Fact]
    public async Task The_lookup_address_of_useapi_may_contain_the_configured_email()
    {
        await using var world = new ProviderWorld();
        world.Add("useapi", "123456", KlingTaskStatus.Processing);
        await using ServerHarness server = new(world.Environment("useapi").With("USEAPI_EMAIL", "downloads@example.com"));

        var result = await server.GetAsync("https://api.useapi.net/v1/kling/tasks/123456?email=downloads@example.com");

        Assert.Equal("useapi:123456", result.At("task"));
    }

    [Fact]
    public async Task A_lookup_address_at_a_configured_base_without_a_key_names_the_missing_variable()
    {
        await using ServerHarness server = new(new Dictionary<string, string?> { ["PIAPI_BASE_URL"] = "https://proxy.example/p" });

        var result = await server.GetAsync($"https://proxy.example/p/api/v1/task/{Uuid}");

        Assert.Equal("not_configured", result.At("error.category"));
        Assert.Contains("PIAPI_API_KEY", result.Text(), StringComparison.Ordinal);
    }
}
