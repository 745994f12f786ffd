using KlingMcp.Providers;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Faults;

/// <summary>
/// Every fault of the table at every provider: a lookup in this process over real HTTP on loopback, with a clock that skips the pauses
/// between retries. A dozen of them are also played to the started program.
/// </summary>
public class FaultMatrixTests
{
    public static TheoryData<string, string> Cells() =>
        [.. from fault in FaultTable.All from provider in fault.Providers select (fault.Name, provider.Name)];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_fault_gets_its_category_its_text_and_its_number_of_requests(string faultName, string providerName)
    {
        var fault = FaultTable.All.Single(f => f.Name == faultName);
        var provider = ProviderCase.All.Single(p => p.Name == providerName);
        PauseSkippingTime time = new();
        await using var otherHost = LoopbackServer.Answering(static _ => (200, "{}"));
        await using LoopbackServer host = new((_, exchange) => fault.Play(new(provider, exchange, otherHost.Address, time.Advance)));
        if (fault.Refused) await host.DisposeAsync();
        RequestCounter counter = new();
        var environment = provider.Environment(host.Address).With("KLING_MCP_HTTP_TIMEOUT_SECONDS", "15");
        await using ServerHarness server = new(environment, time, http: counter.Handler);

        var answer = await server.LookAsync(provider.Task);

        Check(fault.At(provider), provider, answer);
        Assert.Equal(fault.At(provider).Asked, counter.Requests);
        Assert.All(host.Requests, request => Assert.StartsWith($"/{provider.Provider}/", request.Target, StringComparison.Ordinal));
        Assert.Empty(otherHost.Requests);
    }

    [Fact]
    public void Each_fault_has_its_own_name_and_unless_it_is_one_providers_code_all_providers()
    {
        Assert.Equal(FaultTable.All.Count, FaultTable.All.DistinctBy(static f => f.Name).Count());
        Assert.All(
            FaultTable.All.Where(static f => f.Only.Count == 0),
            static f => Assert.Equal(ProviderCatalog.All.Count, f.Providers.Select(static p => p.Provider).Distinct().Count()));
    }

    [Fact]
    public void Each_exception_of_a_provider_is_about_a_fault_that_it_can_have() => Assert.All(
        ProviderCase.All,
        static p => Assert.Subset(
            FaultTable.All.Where(f => f.Providers.Contains(p)).Select(static f => f.Name).ToHashSet(),
            FaultExpectations.Of(p).Keys.ToHashSet()));

    [Fact]
    public async Task The_started_program_answers_one_fault_of_each_category_the_same()
    {
        var cancel = TestContext.Current.CancellationToken;
        var rows = FaultTable.All.Where(static f => f.Started is not null).ToArray();
        ParallelOptions two = new() { MaxDegreeOfParallelism = 2, CancellationToken = cancel };
        await using var otherHost = LoopbackServer.Answering(static _ => (200, "{}"));
        await Parallel.ForEachAsync(rows, two, async (fault, _) =>
        {
            var provider = ProviderCase.All.Single(p => p.Name == fault.Started);
            await using LoopbackServer host = new((_, exchange) => fault.Play(new(provider, exchange, otherHost.Address, static _ => { })));
            if (fault.Refused) await host.DisposeAsync();
            await using var client = await ProgramHarness.ConnectAsync(provider.Environment(host.Address), "2025-11-25");

            Check(fault.At(provider), provider, await client.CallAsync("get_kling_task", $$"""{"task_id":"{{provider.Task}}"}""", cancel));
            if (!fault.Refused) Assert.Equal(fault.At(provider).Asked, host.Requests.Count);
        });

        string[] categories =
        [
            "invalid_input", "not_found", "auth", "permission", "insufficient_credit", "rate_limited", "moderation",
            "provider_unavailable", "timeout", "network", "bad_response",
        ];
        Assert.Superset(categories.ToHashSet(), rows.Select(static f => f.Expected.Category).ToHashSet());
    }

    private static void Check(Expected expected, ProviderCase provider, CallToolResult result)
    {
        var isTask = expected.Category is "succeeded" or "unknown";
        Assert.Equal(expected.For(provider), result.Text());
        Assert.Equal(expected.Category, result.At(isTask ? "status" : "error.category"));
        Assert.Equal(!isTask, result.IsError is true);
    }

    /// <summary>Counts the requests in front of the real connections, so that refused ones count, too.</summary>
    private sealed class RequestCounter
    {
        private int requests;

        public int Requests => requests;

        public HttpMessageHandler Handler() => new Counter(this, ServerHarness.OpenConnections());

        private sealed class Counter(RequestCounter owner, HttpMessageInvoker inner) : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                Interlocked.Increment(ref owner.requests);
                return inner.SendAsync(request, cancellationToken);
            }

            protected override void Dispose(bool disposing)
            {
                if (disposing) inner.Dispose();
                base.Dispose(disposing);
            }
        }
    }
}
