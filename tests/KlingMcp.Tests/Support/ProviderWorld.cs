using System.Collections.Concurrent;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers;
using KlingMcp.Sandbox;

namespace KlingMcp.Tests.Support;

/// <summary>
/// A server that speaks for all providers, each under its name (<c>/piapi/api/v1/task/ID</c>), through the providers' own
/// writers, plus answers set by hand.
/// </summary>
internal sealed class ProviderWorld : IAsyncDisposable
{
    private readonly LoopbackServer server;

    public ProviderWorld() => server = new(AnswerAsync);

    /// <summary>The tasks there are, by provider and id: what a read of one says now.</summary>
    public ConcurrentDictionary<(string Provider, string Id), Func<SandboxTask>> Tasks { get; } = new();

    /// <summary>Answers set by hand; the first that takes a request answers it.</summary>
    public ConcurrentQueue<Func<SeenRequest, Exchange, Task?>> Overrides { get; } = new();

    /// <summary>Before every answer.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>No answer leaves before it has come to its end.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public IReadOnlyList<SeenRequest> Requests => [.. server.Requests];

    /// <summary>Where a provider is to be asked.</summary>
    public string AddressOf(string provider) => $"{server.Address}/{provider}";

    /// <summary>How often a provider was asked.</summary>
    public int CountOf(string provider) => server.Requests.Count(r => r.Target.StartsWith($"/{provider}/", StringComparison.Ordinal));

    /// <summary>A task in a state that does not change.</summary>
    public void Add(string provider, string id, KlingTaskStatus status, Func<SandboxTask, SandboxTask>? change = null)
    {
        var made = new DateTimeOffset(2026, 11, 22, 11, 59, 0, TimeSpan.Zero);
        SandboxTask task = new(id, status, made, made.AddSeconds(30)) { Url = $"https://media.example/{id}.mp4" };
        task = change?.Invoke(task) ?? task;
        Tasks[(provider, id)] = () => task;
    }

    /// <summary>A task that is running at first and succeeds after some reads.</summary>
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

    /// <summary>All keys and addresses, as the environment of the program: every provider points here.</summary>
    /// <param name="providers">Who gets a key.</param>
    public Dictionary<string, string?> Environment(params string[] providers)
    {
        Dictionary<string, string?> environment = [];
        foreach (var provider in ProviderCatalog.All.Where(p => providers.Contains(p.Name)))
        {
            foreach (var variable in provider.Keys[0].Variables) environment[variable] = $"canary-{provider.Name}-key-of-the-tests";
            environment[provider.BaseVariable] = AddressOf(provider.Name);
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
            id => Tasks.TryGetValue((provider.Name, id), out var read) ? read() : null);
        await exchange.SendAsync(response.Status, response.Body.ToArray(), HeadersOf(response));
    }

    private static string[] HeadersOf(ProviderResponse response) => response.ContentType is { } type ? [$"Content-Type: {type}"] : [];
}
