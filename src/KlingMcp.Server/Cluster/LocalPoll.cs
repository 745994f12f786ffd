using KlingMcp.Domain;
using KlingMcp.Lookups;
using StackExchange.Redis;

namespace KlingMcp.Server.Cluster;

/// <summary>A poll that runs on this replica. Guarded by its <see cref="SharedTask"/>.</summary>
internal sealed class LocalPoll
{
    /// <summary>The longest that one read takes, retries included. A pause of the schedule is shorter.</summary>
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(60);

    /// <summary>A poll whose step takes this much longer than it may is stuck.</summary>
    private static readonly TimeSpan StuckMargin = TimeSpan.FromSeconds(3);

    /// <summary>Not disposed: it holds nothing but memory.</summary>
    private CancellationTokenSource Source { get; } = new();

    public CancellationToken Stopped => Source.Token;

    /// <summary>The lease that it needs; <see langword="null"/> for a poll that is not shared.</summary>
    public Lease? Lease { get; set; }

    /// <summary>Timestamp from which on it counts as stuck, and the lease is let go.</summary>
    public long StuckAt { get; private set; }

    public void Stop() => Source.Cancel();

    /// <summary>It goes on: the next step may take until the read that is planned is done.</summary>
    public void Step(Snapshot snapshot, TimeProvider time) =>
        StuckAt = time.TimestampIn((snapshot.NextIn ?? TimeSpan.Zero) + LongestRead + StuckMargin);
}

/// <summary>A lease that this replica has.</summary>
/// <param name="epoch">How often the lease of the task was taken.</param>
internal sealed class Lease(long epoch)
{
    private long until;

    public long Epoch => epoch;

    /// <summary>Timestamp until which it is surely held.</summary>
    public long Until
    {
        get => Volatile.Read(ref until);
        set => Volatile.Write(ref until, value);
    }

    /// <summary>Counts the states of the epoch. Guarded by its <see cref="SharedTask"/>.</summary>
    public int Number { get; set; }
}

/// <summary>Where a replica listens to what others say of a task.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Handler">Takes in what is said.</param>
internal sealed record Subscription(RedisChannel Channel, Action<RedisChannel, RedisValue> Handler);
