using KlingMcp.Providers.GoApi;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.GoApi;

public class GoApiTaskTests() : PlatformTaskTests("goapi");

public class GoApiOutputTests() : PlatformOutputTests("goapi");

public class GoApiFaultTests() : PlatformFaultTests("goapi");

public class GoApiRequestTests() : PlatformRequestTests("goapi");

public class GoApiDescriptorTests
{
    [Fact]
    public void It_has_its_own_host_and_key()
    {
        var provider = GoApiProvider.Descriptor;

        Assert.Equal(("goapi", "https://api.goapi.ai"), (provider.Name, provider.DefaultAddress));
        Assert.Equal(("GOAPI_API_KEY", "GOAPI_BASE_URL"), (provider.KeyVariables, provider.BaseVariable));
    }
}
