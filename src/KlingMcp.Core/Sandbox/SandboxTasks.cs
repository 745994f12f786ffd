using System.Collections.Concurrent;
using KlingMcp.Providers;

namespace KlingMcp.Sandbox;

/// <summary>The tasks of the sandbox. Each provider creates a task when it is first looked up.</summary>
internal sealed class SandboxTasks(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Provider, string Id), DateTimeOffset> created = new();

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
