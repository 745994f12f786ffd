using KlingMcp.Lookups;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>The name of a provider as callers write it.</summary>
public class ProviderNamesTests
{
    private static readonly ProviderNames Names = new(ProviderCatalog.All);

    [Theory]
    [InlineData("piapi", "piapi")]
    [InlineData(" \t'PiAPI`\"\r\n", "piapi")]
    [InlineData("piapi.ai", "piapi")]
    [InlineData("api.PIAPI.ai", "piapi")]
    [InlineData("klingai.com", "official")]
    [InlineData("api-singapore.klingai.com", "official")]
    [InlineData("ai", null)]
    [InlineData("com", null)]
    [InlineData("iapi.ai", null)]
    [InlineData("x.api.piapi.ai", null)]
    [InlineData("pi api", null)]
    [InlineData("", null)]
    public void A_provider_is_known_by_its_name_and_by_its_domain(string name, string? provider) =>
        Assert.Equal(provider, Names.Find(name)?.Name);

    [Theory]
    [InlineData("kling", true)]
    [InlineData(" 'Auto' ", true)]
    [InlineData("ANY", true)]
    [InlineData("klingai", false)]
    [InlineData("", false)]
    public void Some_words_mean_no_provider_in_particular(string name, bool isIgnored) =>
        Assert.Equal(isIgnored, ProviderNames.IsIgnored(name));

    [Fact]
    public void An_unknown_name_is_refused_with_the_nearest_one_and_all_names()
    {
        var all = "Providers: official, goapi, piapi, useapi, ezmodel, cometapi, fal, replicate, kie, wavespeed, aimlapi.";

        Assert.Equal("\"replicat\" is not a provider", Names.Unknown("replicat").Message);
        Assert.Equal($"Did you mean replicate? {all}", Names.Unknown("replicat").Hint);
        Assert.Equal(all, Names.Unknown("zzzzzzzzzz").Hint);
    }
}
