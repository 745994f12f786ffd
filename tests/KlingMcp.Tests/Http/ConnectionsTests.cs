using KlingMcp.Http;

namespace KlingMcp.Tests.Http;

/// <summary>Which requests pass by every proxy.</summary>
public class ConnectionsTests
{
    [Theory]
    [InlineData("https://host.invalid", false)]
    [InlineData("http://host.invalid", true)]
    [InlineData("http://localhost:9", true)]
    [InlineData("https://localhost:9", true)]
    [InlineData("https://127.0.0.1", true)]
    [InlineData("https://[::1]", true)]
    public void Loopback_and_what_is_not_encrypted_is_asked_directly(string address, bool direct) =>
        Assert.Equal(direct, Connections.IsDirect(new(address)));
}
