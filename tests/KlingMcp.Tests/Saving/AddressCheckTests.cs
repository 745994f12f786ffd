using System.Net;
using KlingMcp.Domain;

namespace KlingMcp.Tests.Saving;

/// <summary>What a download connects to. Names and connections are the test's; the requests are made over TLS on loopback.</summary>
public sealed class AddressCheckTests : IAsyncDisposable
{
    private readonly MediaWorld world = new(static (_, exchange) => exchange.SendAsync(200, "a file"));

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_public_https_address_is_fetched_from_the_address_that_was_checked()
    {
        using var response = (await world.GetAsync(MediaWorld.Target($"https://{MediaWorld.PublicHost}/a%2Fb.mp4?s=%7e+&x"))).Value!;

        Assert.Equal("a file", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal([new IPEndPoint(MediaWorld.PublicServer, 443)], world.Connected);
        Assert.Equal("/a%2Fb.mp4?s=%7e+&x", world.Server.Requests.Single().Target);
    }

    [Theory]
    [MemberData(nameof(ForbiddenAddresses.All), MemberType = typeof(ForbiddenAddresses))]
    public async Task A_forbidden_address_is_never_connected_to(string address)
    {
        world.Names["evil.example"] = () => [address];
        world.Names["mixed.example"] = () => [MediaWorld.PublicServer.ToString(), address];
        var literal = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        foreach (var url in new[] { $"https://{literal}/x.mp4", "https://evil.example/x.mp4", "https://mixed.example/x.mp4" })
            Assert.Equal(FaultCategory.BadResponse, (await world.GetAsync(MediaWorld.Target(url))).Fault!.Category);

        Assert.Empty(world.Connected);
    }

    [Theory]
    [MemberData(nameof(ForbiddenAddresses.All), MemberType = typeof(ForbiddenAddresses))]
    public async Task A_redirect_to_a_forbidden_address_is_not_followed(string address)
    {
        await using MediaWorld redirecting = new(static (_, exchange) =>
            exchange.SendAsync(302, "", "Location: https://evil.example/latest/meta-data"));
        redirecting.Names["evil.example"] = () => [address];

        var fault = (await redirecting.GetAsync(MediaWorld.Target($"https://{MediaWorld.PublicHost}/x.mp4"))).Fault!;

        Assert.Equal(FaultCategory.BadResponse, fault.Category);
        Assert.Equal([new IPEndPoint(MediaWorld.PublicServer, 443)], redirecting.Connected);
    }

    [Fact]
    public async Task A_name_that_changes_its_answer_between_check_and_use_gains_nothing()
    {
        var asked = 0;
        world.Names["rebind.example"] = () => [asked++ == 0 ? "8.8.8.8" : "127.0.0.1"];

        await world.GetAsync(MediaWorld.Target("https://rebind.example/x.mp4"));

        Assert.Equal([new IPEndPoint(IPAddress.Parse("8.8.8.8"), 443)], world.Connected);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("http://media.example.com/x.mp4")]
    [InlineData("https://media.example.com:8443/x.mp4")]
    [InlineData("http://localhost/x.mp4")]
    [InlineData("https://user:word@media.example.com/x.mp4")]
    [InlineData("ftp://media.example.com/x.mp4")]
    [InlineData("file:///etc/passwd")]
    public async Task Only_https_on_port_443_is_fetched(string url)
    {
        Assert.Equal(FaultCategory.BadResponse, (await world.GetAsync(MediaWorld.Target(url))).Fault!.Category);
        Assert.Empty(world.Connected);
    }

    [Theory]
    [InlineData("http://media.example.com/x.mp4")]
    [InlineData("//localhost/x.mp4")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://media.example.com:444/")]
    public async Task A_redirect_away_from_public_https_is_not_followed(string location)
    {
        await using MediaWorld redirecting = new((_, exchange) => exchange.SendAsync(302, "", $"Location: {location}"));
        redirecting.Names["localhost"] = static () => ["127.0.0.1"];

        Assert.Equal(
            FaultCategory.BadResponse,
            (await redirecting.GetAsync(MediaWorld.Target($"https://{MediaWorld.PublicHost}/x.mp4"))).Fault!.Category);
        Assert.Single(redirecting.Connected);
    }

    [Theory]
    [InlineData("https://cometapi.local/v1", false)]
    [InlineData("http://127.0.0.1:9/v1", true)]
    public async Task This_machine_may_be_asked_only_where_the_providers_base_is_on_it(string baseAddress, bool isAsked)
    {
        var result = await world.GetAsync(MediaWorld.Target("http://127.0.0.1:8080/x.mp4", baseAddress));

        Assert.Equal(isAsked ? FaultCategory.Network : FaultCategory.BadResponse, result.Fault!.Category);
        Assert.Equal(isAsked ? [new IPEndPoint(IPAddress.Loopback, 8080)] : Array.Empty<IPEndPoint>(), world.Connected);
    }

    [Theory]
    [InlineData("http://10.0.0.1/x.mp4")]
    [InlineData("https://10.0.0.1/x.mp4")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://media.example.com/x.mp4")]
    public async Task A_provider_on_this_machine_opens_no_other_private_address(string url)
    {
        Assert.Equal(FaultCategory.BadResponse, (await world.GetAsync(MediaWorld.Target(url, "http://localhost:9"))).Fault!.Category);
        Assert.Empty(world.Connected);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_trusted()
    {
        world.Names["wrong.example"] = static () => [MediaWorld.PublicServer.ToString()];

        Assert.Equal(FaultCategory.Network, (await world.GetAsync(MediaWorld.Target("https://wrong.example/x.mp4"))).Fault!.Category);
        Assert.Empty(world.Server.Requests);
    }

    [Fact]
    public async Task A_key_goes_only_to_the_providers_own_host_and_is_dropped_on_a_redirect()
    {
        await using MediaWorld redirecting = new(static (request, exchange) => request.Headers["Host"] == MediaWorld.PublicHost
            ? exchange.SendAsync(302, "", "Location: https://other.example.com/x.mp4")
            : exchange.SendAsync(200, ""));
        redirecting.Names["other.example.com"] = static () => [MediaWorld.PublicServer.ToString()];
        var target = MediaWorld.Target($"https://{MediaWorld.PublicHost}/x.mp4", $"https://{MediaWorld.PublicHost}");

        (await redirecting.GetAsync(target with { NeedsKey = true })).Value!.Dispose();
        (await redirecting.GetAsync(target)).Value!.Dispose();
        (await redirecting.GetAsync(MediaWorld.Target(target.Url) with { NeedsKey = true })).Value!.Dispose();

        Assert.Equal(
            [true, false, false, false, false, false],
            redirecting.Server.Requests.Select(static r => r.Headers.ContainsKey("Authorization")));
    }

    [Theory]
    [InlineData("media.example.com", null, true)]
    [InlineData("inner.example", "10.0.0.1", false)]
    [InlineData("mixed.example", "8.8.8.8 10.0.0.1", false)]
    [InlineData("unknown.example", null, false)]
    [InlineData("v1-kling.klingai.com", null, true)]
    [InlineData("evilklingai.com", null, false)]
    [InlineData("169.254.169.254", null, false)]
    [InlineData("v2-kling.klingai.com", "127.0.0.1", false)]
    public async Task Through_a_proxy_a_name_must_be_public_here_too_or_a_known_one(string host, string? addresses, bool isAsked)
    {
        world.Network = world.Network with { Proxy = new WebProxy("http://10.9.9.9:3128") };
        if (addresses is not null) world.Names[host] = () => addresses.Split(' ');

        var fault = (await world.GetAsync(MediaWorld.Target($"https://{host}/x.mp4"))).Fault!;

        Assert.Equal(isAsked ? FaultCategory.Network : FaultCategory.BadResponse, fault.Category);
        Assert.Equal(isAsked ? [new IPEndPoint(IPAddress.Parse("10.9.9.9"), 3128)] : Array.Empty<IPEndPoint>(), world.Connected);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task Five_redirects_are_followed(int redirects, bool arrives)
    {
        await using MediaWorld redirecting = new((request, exchange) =>
            int.Parse(request.Target[1..], System.Globalization.CultureInfo.InvariantCulture) is > 0 and var left
                ? exchange.SendAsync(307, "", $"Location: /{left - 1}")
                : exchange.SendAsync(200, ""));

        using var response = (await redirecting.GetAsync(MediaWorld.Target($"https://{MediaWorld.PublicHost}/{redirects}"))).Value;

        Assert.Equal(arrives, response is not null);
        Assert.Equal(6, redirecting.Server.Requests.Count);
    }
}
