using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Stdio;

/// <summary>Builds the host that serves MCP over a pair of streams.</summary>
internal static class StdioHost
{
    /// <summary>How long the host may take to stop. Whatever still runs then has nobody to answer.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(500);

    /// <param name="settings">Accounts and limits.</param>
    /// <param name="streams">Standard input and output.</param>
    /// <param name="replace">Replaces services, for tests: the clock or what sends requests.</param>
    public static IHost Create(Settings settings, StdioStreams streams, Action<IServiceCollection>? replace = null)
    {
        // Without defaults: nothing is read from the current directory, which is the host's choice.
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(settings.LogLevel);
        builder.Services.AddSingleton<ILoggerProvider>(static p =>
            new StandardErrorLoggerProvider(p.GetRequiredService<TextFilter>().CleanLine));
        builder.Services.Configure<HostOptions>(static o => o.ShutdownTimeout = StopTimeout);
        builder.Services.AddKlingMcp(settings);
        builder.Services.AddMcpServer(ServerOptions.Configure).WithStdioServerTransport();
        builder.Services.Replace(ServiceDescriptor.Singleton<ITransport>(p => CreateTransport(p, streams)));
        replace?.Invoke(builder.Services);
        var host = builder.Build();
        foreach (var warning in settings.Warnings)
            host.Services.GetRequiredService<ILoggerFactory>().CreateLogger<Settings>().LogWarning("{Warning}", warning);

        return host;
    }

    private static StdioTransport CreateTransport(IServiceProvider services, StdioStreams streams)
    {
        PendingRequests pending = new(services.GetRequiredService<OpenWaits>().EndOldest, TimeProvider.System);
        SessionEnd end = new(pending, services.GetRequiredService<Shutdown>(), TimeProvider.System);
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        return new(streams, pending, end.DrainAsync, lifetime.StopApplication, services.GetRequiredService<ILoggerFactory>());
    }
}
