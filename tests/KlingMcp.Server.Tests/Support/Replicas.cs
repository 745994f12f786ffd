using System.Collections.Concurrent;
using KlingMcp.Lookups;
using KlingMcp.Server.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Support;

/// <summary>Several servers in this process that share a Redis and a provider.</summary>
internal sealed class Replicas : IAsyncDisposable
{
    private readonly List<TeamServer> servers = [];
    private readonly List<McpClient> clients = [];

    /// <summary>What the replicas log of Redis.</summary>
    public ConcurrentQueue<(LogLevel Level, string Text)> Log { get; } = new();

    /// <summary>How many polls run in all.</summary>
    public int Polled => Enumerable.Range(0, servers.Count).Sum(PolledBy);

    /// <summary>For how many tasks replicas wait, each counted at each replica.</summary>
    public int Watched => Enumerable.Range(0, servers.Count).Sum(i => PollersOf(i).Sum(static p => p.Count.Watched));

    /// <param name="count">How many replicas.</param>
    /// <param name="environment">The settings of all.</param>
    /// <param name="timing">Longer times for tests that count; <see langword="null"/> for the program's own.</param>
    public static async Task<Replicas> StartAsync(int count, IReadOnlyDictionary<string, string?> environment, ClusterTiming? timing = null)
    {
        Replicas replicas = new();
        for (var i = 0; i < count; i++) await replicas.AddAsync(environment, timing);
        return replicas;
    }

    public async Task AddAsync(IReadOnlyDictionary<string, string?> environment, ClusterTiming? timing = null)
    {
        var variables = environment.With("KLING_MCP_LOG_LEVEL", "Information").With("KLING_MCP_WAITS_PER_CALLER", "100000")
            .With("KLING_MCP_REQUESTS_PER_MINUTE", "1000000");
        var server = await TeamServer.StartAsync(variables, services =>
        {
            if (timing is not null) services.Replace(ServiceDescriptor.Singleton(timing));
            services.Replace(ServiceDescriptor.Singleton<ILoggerProvider>(new Recorder(Log)));
        });
        servers.Add(server);
        clients.Add(await server.ConnectAsync());
    }

    /// <summary>How many polls run at a replica.</summary>
    public int PolledBy(int replica) => PollersOf(replica).Sum(static p => p.Count.Polled);

    /// <summary>Begins a wait with progress at a replica.</summary>
    public Waiting Wait(int replica, string task, int seconds = 50)
    {
        Waiting waiting = new();
        waiting.Result = clients[replica].CallToolAsync(
            "wait_for_kling_task",
            new Dictionary<string, object?> { ["task_id"] = task, ["timeout_seconds"] = seconds },
            waiting,
            cancellationToken: waiting.Stop.Token).AsTask();
        return waiting;
    }

    public Task<CallToolResult> CallAsync(int replica, string tool, string arguments) => clients[replica].CallAsync(tool, arguments);

    /// <summary>A provider says, at one of the replicas, that a task has changed.</summary>
    public void Nudge(int replica, string id)
    {
        foreach (var poller in PollersOf(replica)) poller.Nudge(id);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers) await server.DisposeAsync();
    }

    private IEnumerable<SharedPoller> PollersOf(int replica) =>
        servers[replica].Services.GetRequiredService<ProviderRuntimes>().All.Select(static r => r.Poller).OfType<SharedPoller>();

    private sealed class Recorder(ConcurrentQueue<(LogLevel Level, string Text)> log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, log);

        public void Dispose()
        {
        }
    }

    private sealed class Logger(string category, ConcurrentQueue<(LogLevel Level, string Text)> log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => category.Contains("Cluster", StringComparison.Ordinal);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Enqueue((logLevel, formatter(state, exception)));
        }
    }
}
