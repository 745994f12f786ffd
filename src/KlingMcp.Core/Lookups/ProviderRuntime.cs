using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>All that goes on at one configured provider.</summary>
internal sealed class ProviderRuntime : IDisposable
{
    private readonly ProviderClient client;

    public ProviderRuntime(ProviderClient client, PollSchedule schedule, LearnedDurations known, TimeProvider time)
    {
        this.client = client;
        Reader = new(client);
        Watcher = new(Reader, schedule, known, client.Api.BatchSize, time);
    }

    public ProviderAccount Account => client.Account;

    public ProviderDescriptor Provider => Account.Provider;

    public LookupApi Api => client.Api;

    /// <inheritdoc cref="ProviderClient.LastContact"/>
    public Contact? LastContact => client.LastContact;

    public SharedReader Reader { get; }

    public Watcher Watcher { get; }

    /// <summary>Under which kind an id was found.</summary>
    public KindCache Finds { get; } = new();

    /// <summary>Collects reads and waits that begin until it is disposed, so that they travel together.</summary>
    public IDisposable Hold()
    {
        var watches = Watcher.Hold();
        var reads = Reader.Hold();
        return new Release(() =>
        {
            reads.Dispose();
            watches.Dispose();
        });
    }

    public void Dispose()
    {
        Watcher.Dispose();
        client.Dispose();
    }
}

/// <summary>All desks at once.</summary>
internal static class ProviderRuntimes
{
    /// <summary>Begins several lookups or waits such that those at one provider may share requests.</summary>
    public static T StartTogether<T>(this IReadOnlyList<ProviderRuntime> desks, Func<T> start)
    {
        var holds = desks.Select(static d => d.Hold()).ToArray();
        try
        {
            return start();
        }
        finally
        {
            foreach (var hold in holds) hold.Dispose();
        }
    }
}
