using System.Collections.Concurrent;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers;
using KlingMcp.Sandbox;

namespace KlingMcp.Tests.Support;

/// <summary>
/// A server that simulates all providers, each under its name (<c>/piapi/api/v1/task/ID</c>), with the template bodies of the
/// sandbox and with answers that a test sets.
/// </summary>
internal sealed class ProviderWorld : IAsyncDisposable
{
    private readonly LoopbackServer server;

    public ProviderWorld() => server = new(AnswerAsync);

    /// <summary>The tasks by provider and id; each function gives the current state.</summary>
    public ConcurrentDictionary<(string Provider, string Id), Func<SandboxTask>> Tasks { get; } = new();

    /// <summary>Answers set by a test. The first that does not return null answers the request.</summary>
    public ConcurrentQueue<Func<SeenRequest, Exchange, Task?>> Overrides { get; } = new();

    /// <summary>The delay before every answer.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Answers wait until this task is completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public IReadOnlyList<SeenRequest> Requests => [.. server.Requests];

    /// <summary>The base address of a provider.</summary>
    public string AddressOf(string provider) => $"{server.Address}/{provider}";

    /// <summary>The number of requests to a provider.</summary>
    public int CountOf(string provider) => server.Requests.Count(r => r.Target.StartsWith($"/{provider}/", StringComparison.Ordinal));

    /// <summary>Adds a task whose state does not change.</summary>
    public void Add(string provider, string id, KlingTaskStatus status, Func<SandboxTask, SandboxTask>? change = null)
    {
        var made = new DateTimeOffset(2026, 11, 22, 11, 59, 0, TimeSpan.Zero);
        SandboxTask task = new(id, status, made, made.AddSeconds(30)) { Url = $"https://media.example/{id}.mp4" };
        task = change?.Invoke(task) ?? task;
        Tasks[(provider, id)] = () => task;
    }

    /// <summary>Adds a task that succeeds after a number of reads.</summary>
    public void AddFinishingAfter(string provider, string id, int reads)
    {
        var made = new DateTimeOffset(2026, 11, 22, 11, 59, 0, TimeSpan.Zero);
        var seen = 0;
        Tasks[(provider, id)] = () => new(
            id, Interlocked.Increment(ref seen) > reads ? KlingTaskStatus.Succeeded : KlingTaskStatus.Processing, made, made.AddSeconds(30))
        {
            Url = $"https://media.example/{id}.mp4",
        };
    }

    /// <summary>Environment variables with a key and the address of this server for each provider.</summary>
    /// <param name="providers">The providers that get a key.</param>
    public Dictionary<string, string?> Environment(params string[] providers)
    {
        Dictionary<string, string?> environment = [];
        foreach (var provider in ProviderCatalog.All.Where(p => providers.Contains(p.Name)))
        {
            foreach (var variable in provider.Keys[0].Variables) environment[variable] = $"canary-{provider.Name}-key-of-the-tests";
            environment[provider.BaseVariable] = AddressOf(provider.Name);
            if (provider.ListBase is { } lists) environment[lists.Variable] = AddressOf(provider.Name);
        }

        return environment;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(SeenRequest request, Exchange exchange)
    {
        if (Delay > TimeSpan.Zero) await Task.Delay(Delay, exchange.Stopped);
        await Gate.WaitAsync(exchange.Stopped);
        foreach (var answer in Overrides)
        {
            if (answer(request, exchange) is not { } answering) continue;
            await answering;
            return;
        }

        var rest = LookupPath.Read(request.Target[1..]);
        if (ProviderCatalog.Find(rest.Segments[0]) is not { } provider)
        {
            await exchange.SendAsync(404, "{}");
            return;
        }

        var response = SandboxResponder.Answer(
            provider,
            rest with { Segments = [.. rest.Segments.Skip(1)] },
            id => Tasks.TryGetValue((provider.Name, id), out var read) ? read() : null,
            () => Tasks.Where(t => t.Key.Provider == provider.Name).Select(static t => t.Value())
                .OrderByDescending(static t => t.CreatedAt));
        await exchange.SendAsync(response.Status, response.Body.ToArray(), HeadersOf(response));
    }

    private static string[] HeadersOf(ProviderResponse response) => response.ContentType is { } type ? [$"Content-Type: {type}"] : [];
}
