using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Memory;

/// <summary>Remembers nothing.</summary>
/// <param name="why">Why.</param>
internal sealed class NoMemory(string why) : ITaskMemory
{
    public string WhyOff => why;

    public void Record(ProviderAccount account, KlingTask task, int? outputs)
    {
    }

    public Task<IReadOnlyList<RememberedTask>> FindAsync(IReadOnlyCollection<(ProviderAccount Account, string Id)> ids) =>
        Task.FromResult<IReadOnlyList<RememberedTask>>([]);

    public Task<IReadOnlyList<RememberedTask>?> LatestAsync(ProviderAccount account, LatestTasks wanted) =>
        Task.FromResult<IReadOnlyList<RememberedTask>?>(null);

    public Task<IReadOnlyList<KlingTask>> FinishedAsync() => Task.FromResult<IReadOnlyList<KlingTask>>([]);

    public Task FlushAsync(TimeSpan limit) => Task.CompletedTask;
}
