using KlingMcp.Providers.PiApi;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.PiApi;

public class PiApiTaskTests() : PlatformTaskTests("piapi");

public class PiApiOutputTests() : PlatformOutputTests("piapi");

public class PiApiFaultTests() : PlatformFaultTests("piapi");

public class PiApiRequestTests() : PlatformRequestTests("piapi");

public class PiApiDescriptorTests
{
    [Fact]
    public void It_has_its_own_host_and_key()
    {
        var provider = PiApiProvider.Descriptor;

        Assert.Equal(("piapi", "https://api.piapi.ai"), (provider.Name, provider.DefaultAddress));
        Assert.Equal(("PIAPI_API_KEY", "PIAPI_BASE_URL"), (provider.KeyVariables, provider.BaseVariable));
    }
}
