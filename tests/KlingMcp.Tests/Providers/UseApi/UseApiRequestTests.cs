using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.UseApi;

namespace KlingMcp.Tests.Providers.UseApi;

/// <summary>What is sent to useapi, which ids and addresses are its own, and the pretended world in its format.</summary>
public class UseApiRequestTests
{
    private static readonly LookupApi Api = UseApiProvider.Descriptor.Keys[0].Api;

    [Theory]
    [InlineData(null, "v1/kling/tasks/123")]
    [InlineData("me+kling@example.com", "v1/kling/tasks/123?email=me%2Bkling%40example.com")]
    public void The_account_is_named_when_it_is_set(string? email, string target)
    {
        var values = new Dictionary<string, string> { ["USEAPI_API_TOKEN"] = "user:1-a" };
        if (email is not null) values["USEAPI_EMAIL"] = email;

        Assert.Equal(target, Api.Target(LookupRequest.About("123"), new(values)));
    }

    [Fact]
    public void The_token_is_sent_as_bearer_and_ids_are_escaped()
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
    public void Its_ids_are_up_to_fifteen_digits(string id, bool own) => Assert.Equal(own, UseApiProvider.Descriptor.MayOwn(id));

    [Theory]
    [InlineData("v1/kling/tasks/123", "123")]
    [InlineData("v1/kling/tasks", null)]
    [InlineData("v1/kling/assets/123", null)]
    [InlineData("v1/kling/tasks/123/more", null)]
    public void Only_its_lookup_address_names_a_task(string path, string? id) => Assert.Equal(id, UseApiProvider.Descriptor.ReadAddress(Rest(path))?.Id);

    [Theory]
    [InlineData("queued")]
    [InlineData("processing")]
    [InlineData("succeeded")]
    [InlineData("failed")]
    [InlineData("unknown")]
    public void What_the_writer_writes_the_reader_reads(string word)
    {
        var status = Enum.GetValues<KlingTaskStatus>().Single(s => s.Word == word);
        var created = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);
        var pretended = new SandboxTask("42", status, created, created.AddSeconds(60))
        {
            EtaSeconds = 30,
            Failure = FaultCategory.InsufficientCredit,
            Kind = "m2v_extend",
        };

        var task = Read("42", id => id == "42" ? pretended : null).Value;

        Assert.NotNull(task);
        Assert.Equal(("42", status, "m2v_extend", created), (task.Reference.Id, task.Status, task.Kind, task.CreatedAt));
        Assert.Equal(status.IsFinal ? created.AddSeconds(60) : null, task.FinishedAt);
        Assert.Equal(status.IsFinal ? null : 30, task.EtaSeconds);
        Assert.Equal(status is KlingTaskStatus.Succeeded ? [pretended.Url] : [], task.Outputs.Select(static o => o.Url));
        Assert.Equal(status is KlingTaskStatus.Failed ? FaultCategory.InsufficientCredit : null, task.Failure?.Category);
    }

    [Fact]
    public void A_pretended_failure_is_for_moderation_unless_told_otherwise() =>
        Assert.Equal(FaultCategory.Moderation, Read("42", static id => new(id, KlingTaskStatus.Failed, default, default)).Value?.Failure?.Category);

    [Theory]
    [InlineData("43", "not_found")]
    [InlineData("abc", "invalid_input")]
    public void What_the_pretended_world_does_not_know_is_refused_as_useapi_refuses(string id, string category) =>
        Assert.Equal(category, Read(id, static _ => null).Fault?.Category.Word);

    private static Result<KlingTask> Read(string id, Func<string, SandboxTask?> world) =>
        Api.Read(LookupRequest.About(id), UseApiProvider.Descriptor.Pretend(Rest($"v1/kling/tasks/{id}"), world))[0];

    private static LookupPath Rest(string path) => new(path.Split('/'), new Dictionary<string, string>());
}
