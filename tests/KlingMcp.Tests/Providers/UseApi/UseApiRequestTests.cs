using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.UseApi;
using KlingMcp.Sandbox;

namespace KlingMcp.Tests.Providers.UseApi;

/// <summary>The requests to useapi, the ids and addresses that belong to it, and its answers in the sandbox.</summary>
public class UseApiRequestTests
{
    private static readonly LookupApi Api = UseApiProvider.Descriptor.Keys[0].Api;

    [Theory]
    [InlineData(null, "v1/kling/tasks/123")]
    [InlineData("me+kling@example.com", "v1/kling/tasks/123?email=me%2Bkling%40example.com")]
    public void The_email_is_sent_when_it_is_set(string? email, string target)
    {
        var values = new Dictionary<string, string> { ["USEAPI_API_TOKEN"] = "user:1-a" };
        if (email is not null) values["USEAPI_EMAIL"] = email;

        Assert.Equal(target, Api.Target(LookupRequest.About("123"), new(values)));
    }

    [Fact]
    public void The_token_is_a_bearer_token_and_ids_are_escaped()
    {
        var credentials = new Credentials(new Dictionary<string, string> { ["USEAPI_API_TOKEN"] = "user:1234-abcd" });
        using var request = new HttpRequestMessage();

        Api.Authorize(request, credentials, default);

        Assert.Equal("Bearer user:1234-abcd", request.Headers.GetValues("Authorization").Single());
        Assert.Equal("v1/kling/tasks/a%2Bb", Api.Target(LookupRequest.About("a+b"), credentials));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("123456789012345", true)]
    [InlineData("1234567890123456", false)]
    [InlineData("12a", false)]
    [InlineData("١٢٣", false)]
    public void Its_ids_have_up_to_fifteen_digits(string id, bool own) => Assert.Equal(own, UseApiProvider.Descriptor.MayOwn(id));

    [Theory]
    [InlineData("v1/kling/tasks/123", "123")]
    [InlineData("v1/kling/tasks", null)]
    [InlineData("v1/kling/assets/123", null)]
    [InlineData("v1/kling/tasks/123/more", null)]
    public void Only_its_lookup_address_names_a_task(string path, string? id) =>
        Assert.Equal(id, UseApiProvider.Descriptor.ReadAddress(Rest(path))?.Id);

    [Fact]
    public void The_sandbox_tells_the_kind_of_a_task_that_names_one()
    {
        var task = Read("42", static id => new(id, KlingTaskStatus.Queued, default, default) { Kind = "m2v_extend" }).Value!;

        Assert.Equal(("42", "m2v_extend"), (task.Reference.Id, task.Kind));
    }

    [Theory]
    [InlineData("43", "not_found")]
    [InlineData("abc", "invalid_input")]
    public void The_sandbox_refuses_an_id_as_useapi_does(string id, string category) =>
        Assert.Equal(category, Read(id, static _ => null).Fault?.Category.Word);

    private static Result<KlingTask> Read(string id, Func<string, SandboxTask?> find) =>
        Api.Read(LookupRequest.About(id), SandboxResponder.Answer(UseApiProvider.Descriptor, Rest($"v1/kling/tasks/{id}"), find))[0];

    private static LookupPath Rest(string path) => new(path.Split('/'), new Dictionary<string, string>());
}
