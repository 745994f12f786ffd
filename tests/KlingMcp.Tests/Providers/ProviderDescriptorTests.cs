using KlingMcp.Providers;

namespace KlingMcp.Tests.Providers;

/// <summary>What each provider is called, where it is asked and which variables it reads: users write these names down.</summary>
public class ProviderDescriptorTests
{
    [Theory]
    [InlineData("official", "https://api-singapore.klingai.com https://api.klingai.com https://api-beijing.klingai.com",
        "KLING_BASE_URL: KLING_API_KEY or KLING_ACCESS_KEY and KLING_SECRET_KEY")]
    [InlineData("goapi", "https://api.goapi.ai", "GOAPI_BASE_URL: GOAPI_API_KEY")]
    [InlineData("piapi", "https://api.piapi.ai", "PIAPI_BASE_URL: PIAPI_API_KEY")]
    [InlineData("useapi", "https://api.useapi.net", "USEAPI_BASE_URL: USEAPI_API_TOKEN, USEAPI_EMAIL")]
    [InlineData("ezmodel", "https://api.ezmodel.cloud https://www.ezmodel.cloud https://ezmodel.cloud",
        "EZMODEL_BASE_URL: EZMODEL_API_KEY")]
    [InlineData("cometapi", "https://api.cometapi.com", "COMETAPI_BASE_URL: COMETAPI_API_KEY")]
    [InlineData("fal", "https://queue.fal.run https://queue.falrun.com",
        "FAL_BASE_URL: FAL_KEY or FAL_KEY_ID and FAL_KEY_SECRET, FAL_API_BASE_URL https://api.fal.ai")]
    [InlineData("replicate", "https://api.replicate.com https://replicate.com https://www.replicate.com",
        "REPLICATE_BASE_URL: REPLICATE_API_TOKEN")]
    [InlineData("kie", "https://api.kie.ai", "KIE_BASE_URL: KIE_API_KEY")]
    [InlineData("wavespeed", "https://api.wavespeed.ai", "WAVESPEED_BASE_URL: WAVESPEED_API_KEY")]
    [InlineData("aimlapi", "https://api.aimlapi.com", "AIML_BASE_URL: AIML_API_KEY")]
    public void A_provider_has_its_addresses_and_its_variables(string name, string addresses, string variables)
    {
        var provider = ProviderCatalog.Find(name)!;
        var keys = string.Join(" or ", provider.Keys.Select(static k => string.Join(" and ", k.Variables)));
        string[] lists = provider.ListBase is { } list ? [$"{list.Variable} {list.DefaultAddress}"] : [];

        Assert.Equal(addresses, string.Join(' ', [provider.DefaultAddress, .. provider.OtherAddresses]));
        Assert.Equal(variables, $"{provider.BaseVariable}: {string.Join(", ", [keys, .. provider.OptionalVariables, .. lists])}");
    }

    [Theory]
    [InlineData("official", "15 digits or more, or 22 letters and digits", "", "")]
    [InlineData("goapi", "UUID", "goapi.ai theapi.app", "")]
    [InlineData("piapi", "UUID", "goapi.ai theapi.app", "")]
    [InlineData("useapi", "1 to 15 digits", "", "")]
    [InlineData("ezmodel", "15 to 20 digits, or task_…", "", "")]
    [InlineData("cometapi", "15 to 20 digits", "", "")]
    [InlineData("fal", "UUID", "fal.media", "FAL_API_KEY FAL_AI_API_KEY FALAI_API_KEY")]
    [InlineData("replicate", "26 lower-case letters and digits", "replicate.delivery", "REPLICATE_API_KEY")]
    [InlineData("kie", "32 hexadecimal digits, or task_…", "aiquickdraw.com", "KIE_AI_API_KEY KIEAI_API_KEY")]
    [InlineData("wavespeed", "32 hexadecimal digits", "wavespeed.ai d1q70pf5vjeyhc.cloudfront.net", "")]
    [InlineData("aimlapi", "21 letters, digits, - and _, or UUID:model", "aimlapi.com", "AIMLAPI_KEY AIMLAPI_API_KEY")]
    public void A_provider_has_a_form_of_ids_hosts_of_files_and_names_that_are_mistaken_for_its_variables(
        string name, string idForm, string mediaHosts, string mistaken)
    {
        var provider = ProviderCatalog.Find(name)!;

        Assert.Equal(
            (idForm, mediaHosts, mistaken),
            (provider.IdForm, string.Join(' ', provider.MediaHosts), string.Join(' ', provider.MistakenVariables)));
    }
}
