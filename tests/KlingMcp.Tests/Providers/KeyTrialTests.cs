using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Providers;

/// <summary>Which faults are a provider's own way to say that an id is unknown: they show that the key is accepted.</summary>
public class KeyTrialTests
{
    private static readonly Fault NotFound = new(FaultCategory.NotFound, "no");
    private static readonly Fault Invalid = new(FaultCategory.InvalidInput, "no");

    [Theory]
    [InlineData("ezmodel", 0)]
    [InlineData("official", 1)]
    public void With_a_code_of_its_own(string provider, int key)
    {
        var isOwn = IsOwnNotFound(provider, key);

        Assert.True(isOwn(NotFound with { IsJson = true, Code = "task_not_exist" }));
        Assert.False(isOwn(NotFound with { IsJson = true }));
        Assert.False(isOwn(Invalid with { IsJson = true, Code = "task_not_exist" }));
    }

    [Fact]
    public void At_ezmodel_only_in_json() => Assert.False(IsOwnNotFound("ezmodel", 0)(NotFound with { Code = "task_not_exist" }));

    [Theory]
    [InlineData("piapi")]
    [InlineData("useapi")]
    public void In_its_own_words(string provider)
    {
        var isOwn = IsOwnNotFound(provider, 0);

        Assert.True(isOwn(NotFound with { ProviderText = "task not found" }));
        Assert.False(isOwn(NotFound with { ProviderText = "page unknown" }));
        Assert.False(isOwn(Invalid with { ProviderText = "task not found" }));
    }

    [Theory]
    [InlineData("kie")]
    [InlineData("wavespeed")]
    public void As_not_found_in_json(string provider)
    {
        var isOwn = IsOwnNotFound(provider, 0);

        Assert.True(isOwn(NotFound with { IsJson = true }));
        Assert.False(isOwn(NotFound));
        Assert.False(isOwn(Invalid with { IsJson = true }));
    }

    [Fact]
    public void At_cometapi_as_any_json()
    {
        Assert.True(IsOwnNotFound("cometapi", 0)(Invalid with { IsJson = true }));
        Assert.False(IsOwnNotFound("cometapi", 0)(NotFound));
    }

    private static Func<Fault, bool> IsOwnNotFound(string provider, int key) => ProviderCatalog.Find(provider)!.Keys[key].Api.IsOwnNotFound;
}
