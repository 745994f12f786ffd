using System.Text.Json;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers;
using KlingMcp.Providers.PiApi;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers;

/// <summary>Requests of one account over real sockets, with a made-up lookup.</summary>
public sealed class ProviderHttpTests : IDisposable
{
    private const string Key = "qK7vXw2mZt9LbN4s";

    private readonly ManualTime time = new();
    private readonly HttpMessageInvoker connections = Connections.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => connections.Dispose();

    [Fact]
    public async Task An_address_is_asked_for_byte_for_byte_in_the_name_of_the_program()
    {
        await using LoopbackServer server = LoopbackServer.Answering(static _ => (404, "{}"));

        await AskAsync(server, static response => HttpFaults.Of(response), target: "v1/a/../%7eb%2F?x=%41");

        var request = Assert.Single(server.Requests);
        Assert.Equal("GET /v1/a/../%7eb%2F?x=%41 HTTP/1.1", request.Line);
        Assert.Equal(("application/json", Key), (request.Headers["Accept"], request.Headers["x-api-key"]));
        Assert.Matches(@"^kling-mcp/\d+\.\d+\.\d+", request.Headers["User-Agent"]);
    }

    [Fact]
    public async Task A_fault_of_the_whole_request_is_reported_for_each_id_and_results_keep_their_order()
    {
        await using LoopbackServer server = LoopbackServer.Answering(static _ => (404, "{}"));

        var faults = await AskAllAsync(server, static (_, response) => [HttpFaults.Of(response)]);
        var tasks = await AskAllAsync(server, static (asked, _) => [.. asked.Ids.Select(Queued)]);

        Assert.Equal(3, faults.Count(static r => r.Fault!.Category is FaultCategory.NotFound));
        Assert.All(faults, static r => Assert.Equal(("piapi", "PIAPI_API_KEY"), (r.Fault!.Provider, r.Fault.KeyVariables)));
        Assert.Equal(["1", "2", "3"], tasks.Select(static r => r.Value!.Reference.Id));
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(FormatException))]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(OverflowException))]
    [InlineData(typeof(JsonException))]
    public async Task A_body_that_breaks_its_reader_is_a_bad_response(Type exception)
    {
        await using LoopbackServer server = LoopbackServer.Answering(static _ => (200, "{}"));

        var fault = (await AskAsync(server, _ => throw (Exception)Activator.CreateInstance(exception)!)).Fault!;

        Assert.Equal((FaultCategory.BadResponse, "JSON that could not be read"), (fault.Category, fault.Message));
        Assert.Equal((200, "piapi"), (fault.HttpStatus, fault.Provider));
    }

    [Theory]
    [InlineData(299, false)]
    [InlineData(300, true)]
    [InlineData(399, true)]
    [InlineData(600, false)]
    public async Task A_redirect_means_that_the_base_address_is_wrong(int status, bool elsewhere)
    {
        await using LoopbackServer server = LoopbackServer.Answering(_ => (status, "{}"));

        var fault = (await AskAsync(server, static response => HttpFaults.Of(response))).Fault!;
        var advised = (await AskAsync(server, static response => HttpFaults.Of(response) with { Hint = "Do this." })).Fault!;

        Assert.Equal(FaultCategory.BadResponse, fault.Category);
        Assert.Equal(elsewhere ? "Check PIAPI_BASE_URL: what answers there is not the API." : null, fault.Hint);
        Assert.Equal("Do this.", advised.Hint);
    }

    [Theory]
    [InlineData("/v1", 404, "PIAPI_BASE_URL has /v1 in its path, which piapi does not need: try without it.")]
    [InlineData("/gateway/V2/kling", 200, "PIAPI_BASE_URL has /V2 in its path, which piapi does not need: try without it.")]
    [InlineData("/v1", 401, null)]
    [InlineData("/gateway", 404, null)]
    public async Task A_version_in_the_base_address_is_named_when_nothing_is_found_there(string path, int status, string? hint)
    {
        await using LoopbackServer server = LoopbackServer.Answering(_ => (status, "{}"));

        var fault = (await AskAsync(server, static response => HttpFaults.Of(response), path: path)).Fault!;

        Assert.Equal(hint, fault.Hint);
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 3)]
    [InlineData(false, true, 3)]
    public async Task A_fault_that_may_mean_not_here_is_not_retried_in_a_search(bool searching, bool mayMeanNotHere, int requests)
    {
        await using LoopbackServer server = LoopbackServer.Answering(static _ => (503, "{}"));

        var call = AskAsync(server, response => HttpFaults.Of(response) with { MayMeanNotHere = mayMeanNotHere }, searching: searching);
        await time.AdvanceUntilAsync(() => call.IsCompleted, TimeSpan.FromSeconds(30));

        Assert.Equal(FaultCategory.ProviderUnavailable, (await call).Fault?.Category);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task The_last_contact_tells_the_status_and_how_far_the_clocks_are_apart()
    {
        const string Date = "Date: Sun, 22 Nov 2026 12:00:40 GMT";
        await using LoopbackServer server = new(static (_, exchange) => exchange.SendAsync(404, "{}", Date));
        using var client = Client(server, static (_, response) => [HttpFaults.Of(response)]);
        Assert.Null(client.LastContact);

        await client.LookUpAsync(LookupRequest.About("1"), RetryBudget.NoPauses, Cancel);

        Assert.Equal(new Contact(404, TimeSpan.FromSeconds(40)), client.LastContact);
    }

    private static Result<KlingTask> Queued(string id) => new KlingTask(new("piapi", null, id), KlingTaskStatus.Queued, "pending");

    private async Task<Result<KlingTask>> AskAsync(
        LoopbackServer server,
        Func<ProviderResponse, Result<KlingTask>> read,
        string target = "task",
        bool searching = false,
        string path = "")
    {
        using var client = Client(server, (_, response) => [read(response)], target, path);
        var budget = RetryBudget.NoPauses with { Searching = searching };
        return Assert.Single(await client.LookUpAsync(LookupRequest.About("1"), budget, Cancel));
    }

    private async Task<IReadOnlyList<Result<KlingTask>>> AskAllAsync(
        LoopbackServer server, Func<LookupRequest, ProviderResponse, IReadOnlyList<Result<KlingTask>>> read)
    {
        using var client = Client(server, read);
        return await client.LookUpAsync(new(["1", "2", "3"]), RetryBudget.NoPauses, Cancel);
    }

    private ProviderHttp Client(
        LoopbackServer server,
        Func<LookupRequest, ProviderResponse, IReadOnlyList<Result<KlingTask>>> read,
        string target = "task",
        string path = "")
    {
        var provider = PiApiProvider.Descriptor;
        KeyScheme keys = new(["PIAPI_API_KEY"], provider.Keys[0].Api with { Lookup = new SingleGet((_, _) => target, read) });
        Credentials credentials = new(new Dictionary<string, string> { ["PIAPI_API_KEY"] = Key });
        return new(new(provider, keys, credentials, $"{server.Address}{path}"), connections, new(), new TextFilter([Key]), time);
    }
}
