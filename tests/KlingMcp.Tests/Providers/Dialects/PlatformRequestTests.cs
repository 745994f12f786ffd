using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>What is sent to the platform, which ids and addresses are its own, and the pretended world in its format.</summary>
public abstract class PlatformRequestTests(string provider) : PlatformTests(provider)
{
    [Fact]
    public void The_key_goes_into_its_header_and_the_id_into_the_path_escaped()
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

    [Theory]
    [InlineData("queued", "moderation")]
    [InlineData("processing", "moderation")]
    [InlineData("succeeded", "moderation")]
    [InlineData("failed", "moderation")]
    [InlineData("failed", "insufficient_credit")]
    [InlineData("cancelled", "moderation")]
    [InlineData("unknown", "moderation")]
    public void What_the_writer_writes_the_reader_reads(string status, string failure)
    {
        var created = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);
        var pretended = new SandboxTask(Id, Enum.GetValues<KlingTaskStatus>().Single(s => s.Word == status), created, created.AddSeconds(60))
        {
            Failure = Enum.GetValues<FaultCategory>().Single(c => c.Word == failure),
        };

        var task = Read(Provider.Pretend(Rest($"api/v1/task/{Id}"), id => id == Id ? pretended : null)).Value;

        Assert.NotNull(task);
        Assert.Equal((status, created), (task.Status.Word, task.CreatedAt));
        Assert.Equal(task.Status.IsFinal ? created.AddSeconds(60) : null, task.FinishedAt);
        Assert.Equal(status is "succeeded" ? [pretended.Url] : [], task.Outputs.Select(static o => o.Url));
        Assert.Equal(status is "failed" ? failure : null, task.Failure?.Category.Word);
    }

    [Fact]
    public void What_the_pretended_world_does_not_know_is_not_found() =>
        Assert.Equal(FaultCategory.NotFound, Read(Provider.Pretend(Rest($"api/v1/task/{Id}"), static _ => null)).Fault?.Category);

    private static LookupPath Rest(string path) => new(path.Split('/'), new Dictionary<string, string>());
}
