using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Server.Callers;
using KlingMcp.Server.Cluster;
using KlingMcp.Server.Hooks;
using KlingMcp.Server.Limits;
using KlingMcp.Server.Telemetry;
using KlingMcp.Server.Web;
using KlingMcp.Tools;
using ModelContextProtocol.Server;

namespace KlingMcp.Server;

/// <summary>Puts the server together.</summary>
internal static class ServerApp
{
    /// <summary>The path of the protocol.</summary>
    public const string McpPath = "/mcp";

    /// <summary>How long a graceful end may take: waits answer with their last state, lookups in flight get a grace period.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    /// <param name="settings">The settings.</param>
    /// <param name="replace">Replaces services, for tests: the clock or what sends requests.</param>
    public static WebApplication Create(ServerSettings settings, Action<IServiceCollection>? replace = null)
    {
        // Empty: nothing is read from the current directory, and the environment only through the settings.
        var builder = WebApplication.CreateEmptyBuilder(
            new() { ApplicationName = ProductName.Name, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(WebLimits.Configure);
        builder.WebHost.UseUrls([.. settings.Addresses.Select(static a => a.Url)]);
        builder.Logging.AddFilter((category, level) => level >= ServerLog.LeastOf(category ?? "", settings.Library.LogLevel));
        builder.Logging.SetMinimumLevel(settings.Library.LogLevel);
        builder.Services.AddSingleton<ILoggerProvider>(p =>
            new ServerLog(p.GetRequiredService<TextFilter>(), p.GetRequiredService<TimeProvider>(), settings.LogsAsJson));
        builder.Services.Configure<HostOptions>(static o => o.ShutdownTimeout = StopTimeout);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<RequestGuard>();
        builder.Services.AddBrowserAccess();
        builder.Services.AddCallers(settings);
        builder.AddTelemetry(settings);
        builder.Services.AddCluster(settings);
        builder.Services.AddKlingMcp(settings.Library);
        builder.Services.AddSingleton<HookEndpoint>();
        builder.Services.AddRequestLimit(settings.RequestsPerMinute);
        builder.Services.AddSingleton(p => ActivatorUtilities.CreateInstance<WaitLimit>(p, settings.WaitsPerCaller));
        builder.Services.AddMcpServer(ServerOptions.Configure).WithHttpTransport();
        builder.Services.AddOptions<McpServerOptions>().Configure<WaitLimit>(static (options, limit) =>
            options.Filters.Request.CallToolFilters.Add(limit.Filter));
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseAccessLog();
        app.Use(app.Services.GetRequiredService<RequestGuard>().InvokeAsync);
        app.UseRouting();
        app.UseCors();
        app.UseCallers(settings);
        app.UseRateLimiter();
        app.UseKeepAlive();
        app.MapHealth();
        app.Services.GetRequiredService<HookEndpoint>().Map(app);
        app.MapMcp(McpPath).RequireRateLimiting(RequestLimit.Policy).RequireCaller(settings);
        app.Lifetime.ApplicationStopping.Register(app.Services.GetRequiredService<Shutdown>().Request);
        foreach (var warning in settings.Library.Warnings) app.Logger.LogWarning("{Warning}", warning);
        return app;
    }
}
