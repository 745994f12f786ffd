using KlingMcp.Http;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Faults;

/// <summary>Every fault of the table at every provider: the whole server over pipes, real HTTP on loopback, a clock that is moved by hand.</summary>
public class FaultMatrixTests
{
    /// <summary>A pause of the program's is shorter than this, an attempt's limit and the call's are longer.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Cells() => [.. from fault in FaultTable.All from way in fault.Ways select (fault.Name, way.Name)];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_fault_is_told_as_what_it_is_after_as_many_tries_as_it_deserves(string faultName, string wayName)
    {
        var (fault, way) = (FaultTable.All.Single(f => f.Name == faultName), ProviderCase.All.Single(w => w.Name == wayName));
        ManualTime time = new();
        var stops = fault.Slow ? TimeSpan.FromSeconds(15) : TimeSpan.FromSeconds(35);
        await using var otherHost = LoopbackServer.Answering(static _ => (200, "{}"));
        await using LoopbackServer server = new((_, exchange) => fault.Play(new(way, exchange, otherHost.Address, time)));
        if (fault.Refused) await server.DisposeAsync();

        Counting counted = new();
        var environment = way.Environment(server.Address);
        environment["KLING_MCP_HTTP_TIMEOUT_SECONDS"] = $"{stops.TotalSeconds}";
        await using var session = await Session.OpenAsync(environment, time, connections: () => counted.Around(Connections.Open()));
        var call = session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{way.Task}}"}""", Cancel);
        while (!call.IsCompleted)
        {
            // a pause is skipped at once; a request under way is given all the real time it wants, unless that is the fault
            if (time.NextDue is { } due && (due <= LongestPause || (fault.Slow && !server.Requests.IsEmpty))) time.Advance(due);

            // where the clock moves under a request, what a moment sets off must come to its end before the next
            await Task.WhenAny(call, Task.Delay(TimeSpan.FromMilliseconds(fault.Slow ? 10 : 1), Cancel));
        }

        Check(fault.At(way), way, await call);
        Assert.Equal(fault.At(way).Asked, counted.Asked);
        Assert.All(server.Requests, request => Assert.StartsWith($"/{way.Provider}/", request.Target, StringComparison.Ordinal));
        Assert.Empty(otherHost.Requests);
    }

    [Fact]
    public void Every_provider_has_every_fault_but_those_that_are_somebody_elses_codes()
    {
        Assert.Equal(FaultTable.All.Count, FaultTable.All.DistinctBy(static f => f.Name).Count());
        Assert.All(FaultTable.All.Where(static f => f.Only.Count == 0), static f => Assert.Equal(6, f.Ways.Select(static w => w.Provider).Distinct().Count()));
        Assert.All(FaultTable.All, static f => Assert.Subset(f.Ways.Select(static w => w.Name).ToHashSet(), f.Except.Keys.ToHashSet()));
    }

    /// <summary>One row of each category, and one good answer, by the started program with the machine's own clock.</summary>
    [Fact]
    [Trait("Runs", "program")]
    public async Task The_started_program_says_the_same()
    {
        var rows = FaultTable.All.Where(static f => f.Started is not null).ToArray();
        await using var otherHost = LoopbackServer.Answering(static _ => (200, "{}"));
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Cancel }, async (fault, _) =>
        {
            var way = ProviderCase.All.Single(w => w.Name == fault.Started);
            await using LoopbackServer server = new((_, exchange) => fault.Play(new(way, exchange, otherHost.Address, TimeProvider.System)));
            if (fault.Refused) await server.DisposeAsync();
            await using var client = await StartedProgram.ConnectAsync(way.Environment(server.Address), "2025-11-25");

            Check(fault.At(way), way, await client.CallAsync("get_kling_task", $$"""{"task_id":"{{way.Task}}"}""", Cancel));
            if (!fault.Refused) Assert.Equal(fault.At(way).Asked, server.Requests.Count);
        });

        string[] answered = ["invalid_input", "not_found", "auth", "permission", "insufficient_credit", "rate_limited", "moderation", "provider_unavailable", "timeout", "network", "bad_response"];
        Assert.Superset(answered.ToHashSet(), rows.Select(static f => f.Expected.Category).ToHashSet());
    }

    private static void Check(Expected expected, ProviderCase way, CallToolResult result)
    {
        var isTask = expected.Category is "succeeded" or "unknown";
        Assert.Equal(expected.For(way), result.Text());
        Assert.Equal(expected.Category, result.At(isTask ? "status" : "error.category"));
        Assert.Equal(!isTask, result.IsError is true);
    }

    /// <summary>Counts what is sent, also what reaches nobody.</summary>
    private sealed class Counting
    {
        private int asked;

        public int Asked => asked;

        public HttpMessageInvoker Around(HttpMessageInvoker inner) => new(new Handler(this, inner));

        private sealed class Handler(Counting owner, HttpMessageInvoker inner) : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                Interlocked.Increment(ref owner.asked);
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
