using System.Collections.Concurrent;
using KlingMcp.Providers;

namespace KlingMcp.Sandbox;

/// <summary>
/// The tasks of the sandbox: a history that was there before, and a task for each id when its provider is first asked for it.
/// </summary>
internal sealed class SandboxTasks
{
    /// <summary>What was made before the sandbox was opened, with the age that it has then.</summary>
    private static readonly (string Provider, string Id, TimeSpan Age)[] History =
    [
        ("official", "sandbox-ok-75-boat", TimeSpan.FromMinutes(3)),
        ("piapi", "sandbox-ok-900-harbour", TimeSpan.FromMinutes(4)),
        ("official", "sandbox-fail-20-crowd", TimeSpan.FromHours(2)),
        ("useapi", "sandbox-ok-140-rain", TimeSpan.FromHours(5)),
        ("piapi", "sandbox-ok-110-lantern", TimeSpan.FromHours(26)),
        ("replicate", "sandbox-ok-95-bridge", TimeSpan.FromHours(30)),
    ];

    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<(string Provider, string Id), DateTimeOffset> created = new();

    public SandboxTasks(TimeProvider time)
    {
        this.time = time;
        var now = time.GetUtcNow();
        foreach (var (provider, id, age) in History) created[(provider, id)] = now - age;
    }

    /// <summary>The tasks of a provider, newest first.</summary>
    public IEnumerable<SandboxTask> All(string provider)
    {
        var now = time.GetUtcNow();
        return
        [
            .. from entry in created
               where entry.Key.Provider == provider
               orderby entry.Value descending
               let read = SandboxId.Read(entry.Key.Id)
               where read is not null
               select read.At(entry.Key.Id, entry.Value, now),
        ];
    }

    /// <summary>The task with an id; <see langword="null"/> if there is none.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="id">The id.</param>
    /// <param name="isBusy">Whether the provider refuses this lookup with 429.</param>
    public SandboxTask? Find(string provider, string id, out bool isBusy)
    {
        isBusy = false;
        if (SandboxId.Read(id) is not { IsGone: false } read) return null;

        var now = time.GetUtcNow();
        isBusy = created.TryAdd((provider, id), now) && read.IsBusyAtFirst;
        return read.At(id, created[(provider, id)], now);
    }
}
