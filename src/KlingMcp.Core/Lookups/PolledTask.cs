using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace KlingMcp.Lookups;

/// <summary>A task that is being polled. Guarded by the lock of its <see cref="TaskPoller"/>.</summary>
/// <param name="search">Where to look for it.</param>
/// <param name="firstSeen">When the first watcher joined.</param>
internal sealed class PolledTask(ProviderSearch search, TimeSpan firstSeen)
{
    /// <summary>Where it is read. Narrowed to the task's own key once it is found.</summary>
    public ProviderSearch Search { get; set; } = search;

    public TimeSpan FirstSeen { get; } = firstSeen;

    /// <summary>The names under which the poller knows it.</summary>
    public List<SearchName> Names { get; } = [];

    public Snapshot Latest { get; set; } = Snapshot.Unread;

    public ReadHistory History { get; set; }

    /// <summary>What the provider said of the time left; <see langword="null"/> for nothing.</summary>
    public ProviderEstimate? Estimate { get; set; }

    /// <summary>When the last read ended.</summary>
    public TimeSpan LastRead { get; set; }

    /// <summary>When it was last said to have changed; <see langword="null"/> for never.</summary>
    public TimeSpan? LastNudge { get; set; }

    public List<Watcher> Watchers { get; } = [];

    /// <summary>Cancelled when the last watcher has left; ends a read in flight. Not disposed: it holds nothing but memory.</summary>
    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Whether it was asked for, or found, under this id.</summary>
    public bool IsKnownAs(string id) => Latest.Task?.Reference.Id == id || Names.Any(name => name.First.Id == id);

    /// <summary>
    /// A planned read may be brought forward: not into a pause that the provider asked for, and not before a recheck, which is only
    /// useful after its pause.
    /// </summary>
    public bool MayBeReadEarly => Latest is { Reads: > 0, IsOver: false, ResumesAt: null } && History.Rechecks == 0;
}

/// <summary>Somebody who waits for a task.</summary>
/// <param name="lastLook">When one more read is wanted, so that the answer at the deadline is fresh.</param>
internal sealed class Watcher(TimeSpan lastLook)
{
    /// <summary>Keeps only the newest snapshot.</summary>
    private readonly Channel<Snapshot> snapshots =
        Channel.CreateBounded<Snapshot>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public TimeSpan LastLook => lastLook;

    public void Publish(Snapshot snapshot) => snapshots.Writer.TryWrite(snapshot);

    /// <summary>The snapshots, up to the last one, or one after which the provider does not want to be asked in time.</summary>
    /// <param name="deadline">Timestamp at which the watcher's time is up.</param>
    /// <param name="cancellationToken">Leaves.</param>
    public async IAsyncEnumerable<Snapshot> ReadAsync(long deadline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var snapshot in snapshots.Reader.ReadAllAsync(cancellationToken))
        {
            yield return snapshot;
            if (snapshot.IsOver || snapshot.ResumesAt >= deadline) yield break;
        }
    }
}
