using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using KlingMcp.Providers;
using KlingMcp.Tests.Faults;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Secrets;

/// <summary>Every tool at every provider: what is sent only reads, and where it is sent is told.</summary>
public class ReadOnlyTests
{
    /// <summary>The reads that their providers made a POST, with the members of their bodies.</summary>
    private static readonly Dictionary<string, string[]> Posted = new()
    {
        ["/official/tasks"] = ["filters", "start_time", "end_time", "cursor", "limit"],
        ["/official/solutions"] = ["filters", "start_time", "end_time", "cursor", "limit"],
        ["/official/account/billing/balance"] = ["start_time", "end_time", "cursor", "limit"],
        ["/wavespeed/api/v3/predictions"] = ["page", "page_size", "created_after", "created_before", "model", "status"],
    };

    [Theory]
    [InlineData("official")]
    [InlineData("official (key pair)")]
    public async Task Every_request_is_a_GET_or_one_of_the_four_reads_that_are_posted(string official)
    {
        ConcurrentQueue<(string Method, string Path, string Body)> sent = new();
        await using var server = await ServerHarness.StartAsync(EnvironmentOf(official), http: () => new Recorder(sent));

        foreach (var provider in ProviderCase.All) await server.GetAsync($"{provider.Provider}:{provider.Id}");
        await server.CallAsync("list_kling_tasks", """{"status":"succeeded","since":"7d"}""");
        await server.CallAsync("list_kling_providers", """{"verify":true}""");
        await server.CallAsync("save_kling_outputs", $$"""{"task_id":"piapi:{{Guid.Empty}}"}""");

        Assert.All(ProviderCatalog.All, provider =>
            Assert.Contains(sent, s => s.Path.StartsWith($"/{provider.Name}/", StringComparison.Ordinal)));
        var posts = sent.Where(static s => s.Method is not "GET").ToArray();
        Assert.All(posts, static post =>
        {
            Assert.Equal("POST", post.Method);
            Assert.Contains(post.Path, Posted.Keys);
            Assert.Subset(Posted[post.Path].ToHashSet(), JsonNode.Parse(post.Body)!.AsObject().Select(static m => m.Key).ToHashSet());
        });
        if (official is "official") Assert.Equal(Posted.Keys.Order(), posts.Select(static p => p.Path).Distinct().Order());
    }

    [Fact]
    public async Task Every_changed_base_address_is_shown()
    {
        var environment = EnvironmentOf("official");
        ConcurrentQueue<(string Method, string Path, string Body)> sent = new();
        await using var changed = await ServerHarness.StartAsync(environment, http: () => new Recorder(sent));
        foreach (var provider in ProviderCatalog.All) environment.Remove(provider.BaseVariable);
        await using var unchanged = await ServerHarness.StartAsync(environment, http: () => new Recorder(sent));

        var told = await changed.CallAsync("list_kling_providers", "{}");
        var plain = await unchanged.CallAsync("list_kling_providers", "{}");

        for (var i = 0; i < ProviderCatalog.All.Count; i++)
        {
            Assert.Equal($"https://host.invalid/{told.At($"providers.{i}.provider")}", told.At($"providers.{i}.base_url"));
            Assert.Null(plain.At($"providers.{i}.base_url"));
        }

        Assert.Empty(sent);
    }

    private static Dictionary<string, string?> EnvironmentOf(string official)
    {
        Dictionary<string, string?> environment = new() { ["USEAPI_EMAIL"] = "somebody@mail.example", ["FAL_API_BASE_URL"] = null };
        foreach (var provider in ProviderCase.All.Where(p => p.Provider != "official" || p.Name == official))
            foreach (var (name, value) in provider.Environment("https://host.invalid")) environment[name] = value;
        return environment;
    }

    private sealed class Recorder(ConcurrentQueue<(string Method, string Path, string Body)> sent) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
            sent.Enqueue((request.Method.Method, request.RequestUri!.AbsolutePath, body));
            return new(HttpStatusCode.NotFound) { Content = new StringContent("{}") };
        }
    }
}
