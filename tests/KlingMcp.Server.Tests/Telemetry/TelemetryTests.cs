using System.Collections.Concurrent;
using System.Text;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Telemetry;

/// <summary>Traces and metrics are sent when an endpoint is set, without secrets.</summary>
public class TelemetryTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string HookSecret = "hook-secret-of-the-tests-0123456789";

    [Fact]
    public async Task Calls_and_reads_are_counted_and_traced_without_secrets()
    {
        ConcurrentQueue<string> sent = new();
        await using LoopbackServer collector = new((request, exchange) =>
        {
            sent.Enqueue($"{request.Target} {request.Body}");
            return exchange.SendAsync(200, "");
        });
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using (var server = await TeamServer.StartAsync(world.Environment("piapi").With("KLING_MCP_HOOK_SECRET", HookSecret)
            .With("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address).With("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")))
        {
            var client = await server.ConnectAsync();
            await client.CallAsync("get_kling_task", $$"""{"task_id":"{{Id}}"}""");
            using StringContent body = new("{}", Encoding.UTF8);
            Uri hook = new($"{server.Address}/hooks/piapi/{HookSecret}");
            using (await server.Http.PostAsync(hook, body, TestContext.Current.CancellationToken))
                await server.StopAsync();
        }

        await Eventually.IsTrueAsync(() => sent.Any(static s => s.StartsWith("/v1/metrics", StringComparison.Ordinal))
            && sent.Any(static s => s.StartsWith("/v1/traces", StringComparison.Ordinal)));
        var all = string.Concat(sent);
        Assert.Contains("kling_mcp.calls", all, StringComparison.Ordinal);
        Assert.Contains("kling_mcp.reads", all, StringComparison.Ordinal);
        Assert.Contains("get_kling_task", all, StringComparison.Ordinal);
        Assert.DoesNotContain(HookSecret, all, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", all, StringComparison.Ordinal);
    }
}
