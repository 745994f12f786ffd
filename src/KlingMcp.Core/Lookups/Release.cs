namespace KlingMcp.Lookups;

/// <summary>Does something once, at the end of a block.</summary>
internal sealed class Release(Action release) : IDisposable
{
    private Action? release = release;

    public void Dispose() => Interlocked.Exchange(ref release, null)?.Invoke();
}
