using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Tests.Providers;

/// <summary>What a provider's writer pretends, its own adapter reads back, by every way of asking.</summary>
public class PretenceTests
{
    private static readonly DateTimeOffset Created = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);
    private static readonly SandboxTask Pretended =
        new("842250903629086785", KlingTaskStatus.Processing, Created, Created.AddSeconds(90)) { Url = "https://e.example/a.mp4", ExternalId = "shot-09" };

    private static readonly Credentials NoKeys = new(new Dictionary<string, string>());

    /// <summary>Each way of asking of the providers that speak Kling's own body: its provider and its place among the keys.</summary>
    public static TheoryData<string, int> Ways => new(
        from provider in ProviderCatalog.All
        where provider.Name is "official" or "ezmodel" or "cometapi"
        from way in Enumerable.Range(0, provider.Keys.Count)
        select (provider.Name, way));

    private static LookupApi ApiOf(string provider, int way) => ProviderCatalog.Find(provider)!.Keys[way].Api;

    private static LookupRequest About(string id, string provider, int way, bool external = false) => LookupRequest.About(id, ApiOf(provider, way).Kinds is [var likeliest, ..] ? likeliest : null, external);

    /// <summary>Asks the pretended provider just as the transport would ask the true one.</summary>
    private static Result<KlingTask> Ask(string provider, int way, LookupRequest asked, params SandboxTask[] world)
    {
        var api = ApiOf(provider, way);
        var response = ProviderCatalog.Find(provider)!.Pretend(RestOf(api.Target(asked, NoKeys)), id => world.FirstOrDefault(t => t.Id == id || t.ExternalId == id));
        return api.Read(asked, response)[0];
    }

    private static LookupPath RestOf(string target)
    {
        var parts = target.Split('?');
        var query = parts.Length < 2 ? [] : parts[1].Split('&').Select(static p => p.Split('=')).ToDictionary(static p => p[0], static p => Uri.UnescapeDataString(p[1]));
        return new([.. parts[0].Split('/').Select(Uri.UnescapeDataString)], query);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Each_state_is_read_back(string provider, int way)
    {
        foreach (var status in Enum.GetValues<KlingTaskStatus>())
        {
            var task = Ask(provider, way, About(Pretended.Id, provider, way), Pretended with { Status = status }).Value;

            Assert.Equal(status, task!.Status);
            Assert.Equal(Pretended.Id, task.Reference.Id);
            Assert.Equal(Created, task.CreatedAt);
            Assert.Equal(status.IsFinal ? Pretended.UpdatedAt : null, task.FinishedAt);
            Assert.Equal(status is KlingTaskStatus.Succeeded ? ["https://e.example/a.mp4"] : [], task.Outputs.Select(static o => o.Url));
            Assert.False(task.FoundBySearch);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Each_failure_is_read_back(string provider, int way)
    {
        foreach (var why in new[] { FaultCategory.Moderation, FaultCategory.InsufficientCredit })
        {
            var task = Ask(provider, way, About(Pretended.Id, provider, way), Pretended with { Status = KlingTaskStatus.Failed, Failure = why }).Value;

            Assert.Equal(why, task!.Failure!.Category);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void An_id_that_is_not_there_is_not_found(string provider, int way) =>
        Assert.Equal(FaultCategory.NotFound, Ask(provider, way, About("842250903629086786", provider, way), Pretended).Fault!.Category);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_official_api_finds_a_task_by_the_callers_own_id(int way) =>
        Assert.Equal(Pretended.Id, Ask("official", way, About("shot-09", "official", way, external: way == 0), Pretended).Value!.Reference.Id);

    [Fact]
    public void The_official_query_keeps_the_two_sorts_of_ids_apart()
    {
        Assert.Equal(FaultCategory.NotFound, Ask("official", 0, LookupRequest.About("shot-09"), Pretended).Fault!.Category);
        Assert.Equal(FaultCategory.NotFound, Ask("official", 0, LookupRequest.About(Pretended.Id, external: true), Pretended).Fault!.Category);
    }

    [Fact]
    public void The_official_query_lists_what_it_knows()
    {
        var asked = new LookupRequest(["2", Pretended.Id, "1"]);
        var one = Pretended with { Id = "1", Status = KlingTaskStatus.Queued };
        var response = ProviderCatalog.Find("official")!.Pretend(RestOf(ApiOf("official", 0).Target(asked, NoKeys)), id => id == "1" ? one : id == Pretended.Id ? Pretended : null);

        var readings = ApiOf("official", 0).Read(asked, response);

        Assert.Equal([FaultCategory.NotFound, null, null], readings.Select(static r => r.Fault?.Category));
        Assert.Equal([null, Pretended.Id, "1"], readings.Select(static r => r.Value?.Reference.Id));
    }

    [Theory]
    [InlineData("official", 1)]
    [InlineData("cometapi", 0)]
    public void A_task_is_only_there_under_its_own_kind(string provider, int way)
    {
        var made = Pretended with { Kind = "videos/omni-video" };

        Assert.Equal(FaultCategory.NotFound, Ask(provider, way, LookupRequest.About(made.Id, "videos/image2video"), made).Fault!.Category);
        Assert.Equal("omni-video", Ask(provider, way, LookupRequest.About(made.Id, "videos/omni-video"), made).Value!.Kind);
    }

    [Fact]
    public void An_element_of_ezmodel_is_only_there_as_an_element()
    {
        var made = Pretended with { Kind = KlingKinds.Elements, Status = KlingTaskStatus.Succeeded };

        Assert.Equal(OutputType.Element, Ask("ezmodel", 0, LookupRequest.About(made.Id, KlingKinds.Elements), made).Value!.Outputs[0].Type);
        Assert.Equal(FaultCategory.NotFound, Ask("ezmodel", 0, LookupRequest.About(made.Id), made).Fault!.Category);
        Assert.Equal(FaultCategory.NotFound, Ask("ezmodel", 0, LookupRequest.About(made.Id, KlingKinds.Elements), Pretended).Fault!.Category);
    }
}
