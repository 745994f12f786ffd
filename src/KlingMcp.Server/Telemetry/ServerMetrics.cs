using System.Diagnostics.Metrics;
using KlingMcp.Lookups;
using KlingMcp.Server.Cluster;
using KlingMcp.Server.Limits;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Server.Telemetry;

/// <summary>What the server counts: calls by tool and outcome, reads by provider and outcome, open waits, polls.</summary>
internal sealed class ServerMetrics : IDisposable
{
    public const string Name = "KlingMcp";

    private readonly Meter meter = new(Name);
    private readonly Counter<long> calls;
    private readonly Counter<long> reads;

    public ServerMetrics(WaitLimit waits, ProviderRuntimes runtimes)
    {
        calls = meter.CreateCounter<long>("kling_mcp.calls", description: "Calls of tools");
        reads = meter.CreateCounter<long>("kling_mcp.reads", description: "Requests to providers");
        meter.CreateObservableGauge("kling_mcp.waits.open", () => waits.Open, description: "Waits that are open now");
        meter.CreateObservableGauge(
            "kling_mcp.tasks.watched", () => Count(runtimes).Watched, description: "Tasks that somebody waits for, with Redis");
        meter.CreateObservableGauge(
            "kling_mcp.tasks.polled", () => Count(runtimes).Polled, description: "Tasks of those that this replica polls");
    }

    public McpRequestHandler<CallToolRequestParams, CallToolResult> Filter(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next) => async (request, cancellationToken) =>
    {
        var result = await next(request, cancellationToken);
        KeyValuePair<string, object?> tool = new("tool", request.MatchedPrimitive is null ? "unknown" : request.Params?.Name);
        calls.Add(1, tool, new("outcome", result.IsError is true ? "error" : "ok"));
        return result;
    };

    /// <summary>Counts a request to a provider.</summary>
    /// <param name="provider">Its name.</param>
    /// <param name="outcome">The HTTP status, or <c>none</c> when no answer came.</param>
    public void CountRead(string provider, string outcome) => reads.Add(1, new("provider", provider), new("outcome", outcome));

    public void Dispose() => meter.Dispose();

    private static (int Polled, int Watched) Count(ProviderRuntimes runtimes) => runtimes.All.Select(static r => r.Poller)
        .OfType<SharedPoller>().Select(static p => p.Count)
        .Aggregate((0, 0), static (sum, one) => (sum.Item1 + one.Polled, sum.Item2 + one.Watched));
}
