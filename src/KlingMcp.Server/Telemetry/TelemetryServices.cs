using KlingMcp.Domain;
using KlingMcp.Server.Hooks;
using ModelContextProtocol.Server;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KlingMcp.Server.Telemetry;

/// <summary>Registers traces and metrics, which are sent when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
internal static class TelemetryServices
{
    public static void AddTelemetry(this WebApplicationBuilder builder, ServerSettings settings)
    {
        if (settings.Telemetry.Count == 0) return;

        builder.Configuration.AddInMemoryCollection(settings.Telemetry);
        builder.Services.AddSingleton<ServerMetrics>();
        builder.Services.AddOptions<McpServerOptions>().Configure<ServerMetrics>(static (options, metrics) =>
            options.Filters.Request.CallToolFilters.Insert(0, metrics.Filter));
        if (!settings.Library.Sandbox)
        {
            builder.Services.AddSingleton(p => new HttpMessageInvoker(
                new CountedConnections(settings.Library.Accounts, p.GetRequiredService<ServerMetrics>)));
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(static resource => resource.AddService("kling-mcp-server", serviceVersion: ProductName.Version))
            .WithTracing(static tracing => tracing
                .AddAspNetCoreInstrumentation(static options => options.EnrichWithHttpRequest = static (activity, request) =>
                    activity.SetTag("url.path", HookEndpoint.Masked(request.Path)))
                .AddSource("Experimental.ModelContextProtocol"))
            .WithMetrics(static metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(ServerMetrics.Name))
            .UseOtlpExporter();
    }
}
