using KlingMcp.Domain;

namespace KlingMcp.Server.Cluster;

/// <summary>
/// Takes and renews the leases of an account's tasks, so that one replica polls each. The one that has a lease renews it every second. The
/// others look every two seconds, and at the moment at which a lease that is not renewed ends: a look takes a lease that is free, and
/// otherwise brings the last state and what is left of the lease.
/// </summary>
internal sealed class LeaseLoop(
    SharedTasks tasks,
    AccountBoard account,
    Follower follower,
    PollRunner runner,
    RedisLink link,
    ClusterTiming timing,
    TimeProvider time)
{
    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromSeconds(1);

    /// <summary>How often those who do not poll look at the state: a published one may be lost.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>Until a call that was not answered is made again.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    /// <summary>A lease is looked at this much after its end.</summary>
    private static readonly TimeSpan AfterTheEnd = TimeSpan.FromMilliseconds(10);

    /// <summary>Calls to Redis at the same time, so that none waits for its turn longer than a call may take.</summary>
    private const int CallsAtOnce = 256;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await StepAsync();
                await tasks.WaitAsync(BetweenRenewals, cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The server ends.
        }
    }

    private async Task StepAsync()
    {
        if (tasks.Count.Watched == 0) return;
        if (await account.FindAsync()) tasks.StartOver();

        foreach (var some in tasks.TakeDue().Chunk(CallsAtOnce))
            runner.Run(some.Zip(await Task.WhenAll(some.Select(NextAsync))));
    }

    /// <returns>The poll that is to run; <see langword="null"/> for none, or if one runs already.</returns>
    private async Task<LocalPoll?> NextAsync(SharedTask task)
    {
        if (!link.IsUp || account.Board is not { } board) return WithoutAnswer(task);
        if (task.LeasedPoll is not { Lease: { } lease } poll) return await TakeAsync(task, board);

        await KeepAsync(task, poll, lease, board);
        return link.IsUp ? null : WithoutAnswer(task);
    }

    private async Task<LocalPoll?> TakeAsync(SharedTask task, TaskBoard board)
    {
        await follower.ListenAsync(task, board);
        var until = time.TimestampIn(timing.Lease);
        if (await board.TakeAsync(task.Name) is not { } answer) return WithoutAnswer(task);

        if (answer.Epoch > 0)
        {
            task.DueIn(BetweenRenewals);
            if (!task.TryHold(new(answer.Epoch) { Until = until }, out var begun)) await board.ReleaseAsync(task.Name);
            return begun;
        }

        var isNew = task.Follow();
        task.DueIn(answer.Left < BetweenLooks ? answer.Left + AfterTheEnd : BetweenLooks);
        if (answer.State is { } state) follower.TakeIn(task, state, isFromChannel: false);
        if (isNew) follower.AskForRead(task);
        return null;
    }

    private async Task KeepAsync(SharedTask task, LocalPoll poll, Lease lease, TaskBoard board)
    {
        if (time.GetTimestamp() > poll.StuckAt)
        {
            task.Follow();
            task.Rest(timing.Lease);
            await board.ReleaseAsync(task.Name);
            return;
        }

        var until = time.TimestampIn(timing.Lease);
        var (answered, isOurs) = await board.RenewAsync(task.Name);
        task.DueIn(answered ? BetweenRenewals : BetweenTries);
        if (isOurs) lease.Until = until;
        else if (answered) task.Lose(lease);
    }

    /// <summary>Redis did not answer. After three tries this replica polls the task alone, and goes on asking.</summary>
    private LocalPoll? WithoutAnswer(SharedTask task)
    {
        var again = link.IsUp && task.MayTryAgain();
        task.DueIn(again ? BetweenTries : BetweenRenewals);
        return again ? null : task.PollAlone();
    }
}
