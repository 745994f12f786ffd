namespace KlingMcp.Lookups;

/// <summary>The runtimes of all configured accounts.</summary>
internal sealed class ProviderRuntimes(IReadOnlyList<ProviderRuntime> all) : IDisposable
{
    public IReadOnlyList<ProviderRuntime> All => all;

    /// <summary>By the provider's name, which must be that of an account.</summary>
    public ProviderRuntime this[string provider] => all.First(r => r.Account.Name == provider);

    /// <summary>Begins several lookups or waits such that those at one provider may share requests.</summary>
    public T StartTogether<T>(Func<T> start)
    {
        using BatchScope scopes = new(CloseAll([.. all.Select(static r => r.OpenBatch())]));
        return start();
    }

    public void Dispose()
    {
        foreach (var runtime in all) runtime.Dispose();
    }

    private static Action CloseAll(IDisposable[] scopes) => () => Array.ForEach(scopes, static s => s.Dispose());
}
