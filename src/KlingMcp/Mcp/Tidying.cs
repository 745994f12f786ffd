using KlingMcp.Tasks;

namespace KlingMcp.Mcp;

/// <summary>Gives memory back once a burst of calls is over: the collector alone is in no hurry, and hosts keep us running for days.</summary>
internal sealed class Tidying : IDisposable
{
    /// <summary>So many calls leave something worth the trouble.</summary>
    private const int Burst = 200;

    /// <summary>So long nothing must be asked before it begins.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private readonly ITimer timer;
    private int calls;
    private int underWay;

    public Tidying(TimeProvider time) => timer = time.CreateTimer(static self => ((Tidying)self!).Tidy(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>A call has come; it is over when the result is disposed.</summary>
    public IDisposable Call()
    {
        lock (gate)
        {
            calls++;
            underWay++;
        }

        return new Release(End);
    }

    public void Dispose() => timer.Dispose();

    private void End()
    {
        lock (gate)
        {
            if (--underWay == 0 && calls >= Burst) timer.Change(Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tidy()
    {
        lock (gate)
        {
            if (underWay > 0) return;
            calls = 0;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
