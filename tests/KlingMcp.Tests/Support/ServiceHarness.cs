using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using Microsoft.Extensions.DependencyInjection;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Support;

/// <summary>The server's work without the protocol, on a clock that the test moves, against a <see cref="ProviderWorld"/>.</summary>
internal sealed class ServiceHarness : IDisposable
{
    private readonly ServiceProvider services;

    /// <param name="environment">The settings.</param>
    public ServiceHarness(IReadOnlyDictionary<string, string?> environment)
    {
        // requests take real time, which must not end by the test's clock
        Dictionary<string, string?> patient = new(environment);
        patient.TryAdd("KLING_MCP_HTTP_TIMEOUT_SECONDS", "120");
        services = new ServiceCollection().AddSingleton<TimeProvider>(Time)
            .AddKlingMcp(Settings.Read(patient.GetValueOrDefault, ProviderCatalog.All)).BuildServiceProvider();
    }

    public ManualTime Time { get; } = new();

    private KlingTaskService Tasks => services.GetRequiredService<KlingTaskService>();

    /// <summary>The settings of a fixed pause between polls.</summary>
    public static Dictionary<string, string?> Polling(ProviderWorld world, double seconds, params string[] providers) =>
        new(world.Environment(providers)) { ["KLING_MCP_POLL_SECONDS"] = seconds.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Looks one task up.</summary>
    public async Task<Result<KlingTask>> GetAsync(string task, CancellationToken? cancellationToken = null) =>
        (await Tasks.GetAsync([task], null, cancellationToken ?? TestContext.Current.CancellationToken))[0].Result;

    /// <summary>Looks several up.</summary>
    public Task<IReadOnlyList<LookupResult>> GetAsync(IReadOnlyList<string> tasks) => Tasks.GetAsync([.. tasks.Select(static t => (AskedTask)t)], null, TestContext.Current.CancellationToken);

    /// <summary>Begins a wait; its first reads have begun when this returns.</summary>
    public Waiting Wait(params IReadOnlyList<string> tasks) => Wait(TimeSpan.FromSeconds(50), tasks);

    /// <inheritdoc cref="Wait(IReadOnlyList{string})"/>
    public Waiting Wait(TimeSpan timeout, params IReadOnlyList<string> tasks)
    {
        Waiting waiting = new();
        waiting.Result = Tasks.WaitAsync([.. tasks.Select(static t => (AskedTask)t)], null, any: false, timeout, _ => waiting.Count(), waiting.Stop.Token);
        return waiting;
    }

    public void Dispose() => services.Dispose();

    /// <summary>A wait under way.</summary>
    internal sealed class Waiting
    {
        private int reports;

        public Task<WaitResult> Result { get; set; } = null!;

        public CancellationTokenSource Stop { get; } = new();

        /// <summary>How often something new was told.</summary>
        public int Reports => Volatile.Read(ref reports);

        public void Count() => Interlocked.Increment(ref reports);

        /// <summary>The only task's outcome.</summary>
        public async Task<LookupResult> OneAsync() => Assert.Single((await Result.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Tasks);
    }
}
