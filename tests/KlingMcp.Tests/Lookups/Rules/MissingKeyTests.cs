using KlingMcp.Lookups;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>What to do when no provider that could answer has a key, literally.</summary>
public class MissingKeyTests
{
    private static readonly ProviderDescriptor Kie = ProviderCatalog.Find("kie")!;
    private static readonly ProviderDescriptor Fal = ProviderCatalog.Find("fal")!;

    [Fact]
    public void One_provider_is_named_by_its_variable_and_several_with_theirs()
    {
        Assert.Equal("Set KIE_API_KEY in the MCP host's configuration and restart it", MissingKey.Advice([Kie]));
        Assert.Equal("Set KIE_API_KEY", MissingKey.PersonAdvice([Kie]));
        Assert.Equal(
            $"Set the variable of one provider in the MCP host's configuration and restart it (kie: KIE_API_KEY; fal: {Fal.KeyVariables})",
            MissingKey.Advice([Kie, Fal]));
        Assert.Equal(
            $"Set the variable of one provider (kie: KIE_API_KEY; fal: {Fal.KeyVariables})", MissingKey.PersonAdvice([Kie, Fal]));
    }
}
