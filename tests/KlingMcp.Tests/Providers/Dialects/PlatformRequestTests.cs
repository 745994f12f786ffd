using KlingMcp.Providers;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The requests to the platform, and the ids and addresses that belong to it.</summary>
public abstract class PlatformRequestTests(string provider) : PlatformTests(provider)
{
    [Fact]
    public void The_request_has_the_key_header_and_the_escaped_id()
    {
        var credentials = new Credentials(new Dictionary<string, string> { [Provider.Keys[0].Variables[0]] = "secret-1" });
        using var request = new HttpRequestMessage();

        Api.Authorize(request, credentials, default);

        Assert.Equal("secret-1", request.Headers.GetValues("x-api-key").Single());
        Assert.Equal($"api/v1/task/{Id}", Api.Target(LookupRequest.About(Id), credentials));
        Assert.Equal("api/v1/task/a%2Bb%3D%40", Api.Target(LookupRequest.About("a+b=@"), credentials));
    }

    [Theory]
    [InlineData("c16e5746-c46d-4287-9286-a06063c50a24", true)]
    [InlineData("C16E5746-C46D-4287-9286-A06063C50A24", true)]
    [InlineData("c16e5746c46d42879286a06063c50a24", false)]
    [InlineData("{c16e5746-c46d-4287-9286-a06063c50a24}", false)]
    [InlineData("842250903629086785", false)]
    public void Its_ids_are_UUIDs(string id, bool own) => Assert.Equal(own, Provider.MayOwn(id));

    [Theory]
    [InlineData("api/v1/task/abc", "abc")]
    [InlineData("api/v1/task", null)]
    [InlineData("api/v1/task/abc/more", null)]
    [InlineData("api/v2/task/abc", null)]
    public void Only_its_lookup_address_names_a_task(string path, string? id) => Assert.Equal(id, Provider.ReadAddress(Rest(path))?.Id);

    private static LookupPath Rest(string path) => new(path.Split('/'), new Dictionary<string, string>());
}
