using System.Collections.Concurrent;

namespace KlingMcp.Saving;

/// <summary>How many files are fetched at once: two from each host, four in all.</summary>
internal sealed class HostSlots : IDisposable
{
    private const int PerHost = 2;
    private const int InAll = 4;

    private readonly SemaphoreSlim all = new(InAll);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Does work while it holds a place.</summary>
    /// <param name="host">The host that the file comes from.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends the waiting for a place.</param>
    public async Task<T> RunAsync<T>(string host, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var one = hosts.GetOrAdd(host, static _ => new(PerHost));
        await one.WaitAsync(cancellationToken);
        try
        {
            await all.WaitAsync(cancellationToken);
            try
            {
                return await work();
            }
            finally
            {
                all.Release();
            }
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose()
    {
        all.Dispose();
        foreach (var host in hosts.Values) host.Dispose();
    }
}
