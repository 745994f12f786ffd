using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Dialects;
using KlingMcp.Sandbox;

namespace KlingMcp.Tests.Providers;

/// <summary>
/// The adapter of each provider reads the template bodies beside it as the state that each is named after, with every kind of
/// key.
/// </summary>
public class SandboxTemplateTests
{
    private static readonly DateTimeOffset Created = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);

    private static readonly SandboxTask Task =
        new(
            "842250903629086785",
            KlingTaskStatus.Processing,
            Created,
            Created.AddSeconds(90))
        { Url = "https://e.example/a.mp4", ExternalId = "shot-09" };

    private static readonly Credentials NoKeys = new(new Dictionary<string, string>());

    /// <summary>Each provider with the index of each of its kinds of keys.</summary>
    public static TheoryData<string, int> KeySchemes => new(
        from provider in ProviderCatalog.All
        from scheme in Enumerable.Range(0, provider.Keys.Count)
        select (provider.Name, scheme));

    private static LookupApi ApiOf(string provider, int scheme) => ProviderCatalog.Find(provider)!.Keys[scheme].Api;

    private static LookupRequest RequestFor(string id, string provider, int scheme, bool external = false) =>
        LookupRequest.About(id, ApiOf(provider, scheme).Kinds is [var mostCommon, ..] ? mostCommon : null, external);

    /// <summary>Makes the request's path, answers it from the templates and reads the answer.</summary>
    private static Result<KlingTask> Look(string provider, int scheme, LookupRequest request, params SandboxTask[] tasks) =>
        LookAll(provider, scheme, request, tasks)[0];

    private static IReadOnlyList<Result<KlingTask>> LookAll(string provider, int scheme, LookupRequest request, params SandboxTask[] tasks)
    {
        var descriptor = ProviderCatalog.Find(provider)!;
        var keys = descriptor.Keys[scheme];
        ProviderAccount account = new(descriptor, keys, Credentials.None(keys.Variables), "https://simulated.invalid");
        using HttpMessageInvoker network = new(new Simulated(descriptor, tasks));
        using ProviderHttp http = new(account, network, new(), new(), TimeProvider.System);
        return http.LookUpAsync(request, new() { Retries = false }, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>Answers every request from the templates.</summary>
    private sealed class Simulated(ProviderDescriptor provider, SandboxTask[] tasks) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = SandboxResponder.Answer(
                provider,
                LookupPath.Read(request.RequestUri!.PathAndQuery[1..]),
                id => tasks.FirstOrDefault(t => t.Id == id || t.ExternalId == id));
            return System.Threading.Tasks.Task.FromResult(
                new HttpResponseMessage((System.Net.HttpStatusCode)answer.Status) { Content = new ReadOnlyMemoryContent(answer.Body) });
        }
    }

    [Theory]
    [MemberData(nameof(KeySchemes))]
    public void Each_template_is_read_as_the_state_it_is_named_after(string provider, int scheme)
    {
        foreach (var status in Enum.GetValues<KlingTaskStatus>())
        {
            var task = Look(provider, scheme, RequestFor(Task.Id, provider, scheme), Task with { Status = status }).Value;

            // these have no state for a cancelled task: they report a failure
            var hasNoCancelled = provider is "useapi" or "kie" or "aimlapi";
            Assert.Equal(hasNoCancelled && status is KlingTaskStatus.Cancelled ? KlingTaskStatus.Failed : status, task!.Status);
            Assert.Equal((Task.Id, provider is "fal" or "aimlapi" ? null : Created), (task.Reference.Id, task.CreatedAt));
            Assert.Equal(status.IsFinal && provider is not ("fal" or "aimlapi" or "wavespeed") ? Task.UpdatedAt : null, task.FinishedAt);
            Assert.Equal(status is KlingTaskStatus.Succeeded ? ["https://e.example/a.mp4"] : [], task.Outputs.Select(static o => o.Url));
            Assert.False(task.FoundBySearch);
        }
    }

    [Theory]
    [MemberData(nameof(KeySchemes))]
    public void Each_failure_is_read_with_its_reason(string provider, int scheme)
    {
        foreach (var reason in new[] { FaultCategory.Moderation, FaultCategory.InsufficientCredit })
        {
            var failed = Task with { Status = KlingTaskStatus.Failed, Failure = reason };

            Assert.Equal(reason, Look(provider, scheme, RequestFor(Task.Id, provider, scheme), failed).Value!.Failure!.Category);
        }
    }

    [Theory]
    [MemberData(nameof(KeySchemes))]
    public void An_unknown_id_is_not_found(string provider, int scheme) =>
        Assert.Equal(
            FaultCategory.NotFound, Look(provider, scheme, RequestFor("842250903629086786", provider, scheme), Task).Fault!.Category);

    [Theory]
    [MemberData(nameof(KeySchemes))]
    public void A_sandbox_id_is_accepted_whatever_the_form_of_the_real_ids(string provider, int scheme)
    {
        var task = Task with { Id = "sandbox-ok-20", ExternalId = null };

        Assert.Equal("sandbox-ok-20", Look(provider, scheme, RequestFor(task.Id, provider, scheme), task).Value!.Reference.Id);
    }

    [Theory]
    [MemberData(nameof(KeySchemes))]
    public void No_placeholder_is_left_in_an_answer(string provider, int scheme)
    {
        var target = ApiOf(provider, scheme).Target(RequestFor(Task.Id, provider, scheme), NoKeys);
        foreach (var status in Enum.GetValues<KlingTaskStatus>())
        {
            foreach (
                var task in new[] { Task with { Status = status }, Task with { Status = status, ExternalId = null, EtaSeconds = 5 }, null })
            {
                var response = SandboxResponder.Answer(ProviderCatalog.Find(provider)!, LookupPath.Read(target), _ => task);

                Assert.DoesNotContain("$", System.Text.Encoding.UTF8.GetString(response.Body.Span), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_official_API_finds_a_task_by_its_external_id(int scheme)
    {
        var found = Look("official", scheme, RequestFor("shot-09", "official", scheme, external: scheme == 0), Task).Value!;

        Assert.Equal((Task.Id, "shot-09"), (found.Reference.Id, found.ExternalId));
    }

    [Fact]
    public void The_official_query_does_not_mix_ids_and_external_ids()
    {
        Assert.Equal(FaultCategory.NotFound, Look("official", 0, LookupRequest.About("shot-09"), Task).Fault!.Category);
        Assert.Equal(FaultCategory.NotFound, Look("official", 0, LookupRequest.About(Task.Id, external: true), Task).Fault!.Category);
    }

    [Fact]
    public void The_official_query_lists_the_tasks_it_knows()
    {
        var readings = LookAll(
            "official", 0, new(["2", Task.Id, "1"]), Task, Task with { Id = "1", ExternalId = null, Status = KlingTaskStatus.Queued });

        Assert.Equal([FaultCategory.NotFound, null, null], readings.Select(static r => r.Fault?.Category));
        Assert.Equal([null, Task.Id, "1"], readings.Select(static r => r.Value?.Reference.Id));
    }

    [Theory]
    [InlineData("official", 1)]
    [InlineData("cometapi", 0)]
    public void A_task_is_found_only_under_its_own_kind(string provider, int scheme)
    {
        var omni = Task with { Kind = "videos/omni-video" };

        Assert.Equal(
            FaultCategory.NotFound, Look(provider, scheme, LookupRequest.About(omni.Id, "videos/image2video"), omni).Fault!.Category);
        Assert.Equal("omni-video", Look(provider, scheme, LookupRequest.About(omni.Id, "videos/omni-video"), omni).Value!.Kind);
    }

    [Theory]
    [InlineData("official", 1)]
    [InlineData("ezmodel", 0)]
    [InlineData("cometapi", 0)]
    public void An_element_is_found_only_as_an_element(string provider, int scheme)
    {
        var element = Task with { Kind = KlingKinds.Elements, Status = KlingTaskStatus.Succeeded };

        Assert.Equal(
            OutputType.Element,
            Look(provider, scheme, LookupRequest.About(element.Id, KlingKinds.Elements), element).Value!.Outputs[0].Type);
        Assert.Equal(FaultCategory.NotFound, Look(provider, scheme, RequestFor(element.Id, provider, scheme), element).Fault!.Category);
        Assert.Equal(
            FaultCategory.NotFound, Look(provider, scheme, LookupRequest.About(element.Id, KlingKinds.Elements), Task).Fault!.Category);
    }

    [Fact]
    public void Only_useapi_tells_the_time_left()
    {
        foreach (var provider in ProviderCatalog.All)
        {
            var task = Look(provider.Name, 0, RequestFor(Task.Id, provider.Name, 0), Task with { EtaSeconds = 30 }).Value!;

            Assert.Equal(provider.Name is "useapi" ? 30 : null, task.EtaSeconds);
        }
    }
}
