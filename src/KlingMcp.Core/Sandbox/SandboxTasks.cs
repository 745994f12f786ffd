using System.Collections.Concurrent;
using KlingMcp.Providers;

namespace KlingMcp.Sandbox;

/// <summary>The tasks of the sandbox. One comes into being when it is first looked at, at each provider for itself.</summary>
internal sealed class SandboxTasks(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Provider, string Id), DateTimeOffset> created = new();

    /// <summary>The task of an id; <see langword="null"/> where there is none.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="id">The id.</param>
    /// <param name="isBusy">The provider wants to be asked a little later.</param>
    public SandboxTask? Find(string provider, string id, out bool isBusy)
    {
        isBusy = false;
        if (SandboxId.Read(id) is not { IsGone: false } read) return null;

        var now = time.GetUtcNow();
        isBusy = created.TryAdd((provider, id), now) && read.IsBusyAtFirst;
        return read.At(id, created[(provider, id)], now);
    }
}
