using System.Collections.Concurrent;
using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Support;

/// <summary>Tasks of simulated providers that run until the test finishes them, and the settings of replicas that wait for them.</summary>
internal sealed class RunningTasks : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> finished = new();

    public ProviderWorld World { get; } = new();

    public void Add(string id, string provider = "piapi") => World.Tasks[(provider, id)] = () =>
    {
        var made = new DateTimeOffset(2026, 11, 22, 11, 59, 0, TimeSpan.Zero);
        var status = finished.ContainsKey(id) ? KlingTaskStatus.Succeeded : KlingTaskStatus.Processing;
        return new SandboxTask(id, status, made, made.AddSeconds(30)) { Url = $"https://media.example/{id}.mp4" };
    };

    public void Finish(string id) => finished[id] = true;

    /// <param name="redis">What the replicas share.</param>
    /// <param name="pause">Seconds between two reads; <see langword="null"/> for the program's own schedule.</param>
    /// <param name="provider">Whose tasks they are.</param>
    public Dictionary<string, string?> Sharing(RedisServer redis, double? pause, string provider = "piapi") =>
        (pause is { } seconds ? World.Polling(seconds, provider) : World.Environment(provider)).With("KLING_MCP_REDIS", redis.Address);

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
