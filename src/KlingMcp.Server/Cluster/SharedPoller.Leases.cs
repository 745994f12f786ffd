using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Server.Cluster;

/// <summary>This part takes and renews the leases, once a second and when somebody joins.</summary>
internal sealed partial class SharedPoller
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>How often those who do not poll look at the state: a published one may be lost.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>How often it is checked that Redis still holds the key of the account's name.</summary>
    private static readonly TimeSpan BetweenNames = TimeSpan.FromSeconds(10);

    /// <summary>When Redis is back, replicas ask for leases spread over this time.</summary>
    private static readonly TimeSpan RejoinSpread = TimeSpan.FromSeconds(2);

    /// <summary>Calls to Redis at the same time, so that none waits for its turn longer than a call may take.</summary>
    private const int CallsAtOnce = 256;

    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim wake = new(0, 1);
    private volatile TaskBoard? board;
    private long namedAt;

    private void Wake()
    {
        lock (gate)
        {
            if (!openBatches.Any && wake.CurrentCount == 0) wake.Release();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                if (await StepAsync()) await wake.WaitAsync(Step, stop.Token);
                else stop.Token.ThrowIfCancellationRequested();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The server ends.
        }
    }

    /// <returns>False to try again at once: Redis did not answer, but does not count as gone yet.</returns>
    private async Task<bool> StepAsync()
    {
        SharedTask[] all;
        lock (gate) all = [.. tasks.Values];
        if (all.Length == 0) return true;

        await FindBoardAsync();
        foreach (var some in all.Chunk(CallsAtOnce))
        {
            var answers = await Task.WhenAll(some.Select(LeaseAsync));
            List<SharedTask> starting = [];
            lock (gate)
            {
                foreach (var (task, answer) in some.Zip(answers))
                    if (Apply_NeedsLock(task, answer)) starting.Add(task);
            }

            using (own.OpenBatch())
                foreach (var task in starting) _ = PollAsync(task);
            await Task.WhenAll(some.Select(FollowAsync));
        }

        lock (gate) return !link.IsUp || !all.Any(static t => t is { Polling: Polling.Unknown, Watchers.Count: > 0 });
    }

    /// <summary>Finds the account's name in Redis. Another name (Redis was replaced) means that no lease of before counts.</summary>
    private async Task FindBoardAsync()
    {
        if (!link.IsUp && !await link.ProbeAsync()) return;
        if (board is not null && !HasPassed(namedAt, BetweenNames)) return;
        if (await accounts.NameOfAsync(runtime.Account) is not { } name) return;

        namedAt = time.GetTimestamp();
        if (name == board?.Keys.Account) return;

        board = new(link, new(name), timing.Lease, replica);
        await ListenToAllAsync(board);
        lock (gate)
        {
            foreach (var task in tasks.Values.Where(static t => t.Polling is not Polling.Ending))
            {
                task.IsSubscribed = false;
                if (task.Polling is not Polling.Alone) StopPoll_NeedsLock(task, Polling.Unknown);
            }
        }
    }

    private async Task<LeaseAnswer> LeaseAsync(SharedTask task)
    {
        var now = time.GetTimestamp();
        var until = time.TimestampIn(timing.Lease);
        if (task.Polling is Polling.Ending || (link.IsUp && now < task.TakeFrom)) return LeaseAnswer.None;
        if (!link.IsUp || board is not { } there) return link.IsUp ? LeaseAnswer.None : LeaseAnswer.Gone;

        if (task.Polling is Polling.Here)
        {
            if (now > task.StuckAt)
            {
                await there.ReleaseAsync(task.Name);
                return LeaseAnswer.Stuck;
            }

            var (renewed, isOurs) = await there.RenewAsync(task.Name);
            return renewed ? isOurs ? new(LeaseOutcome.Ours, until, task.Epoch) : LeaseAnswer.Lost : WithoutAnswer();
        }

        var (answered, epoch) = await there.TakeAsync(task.Name);
        return !answered ? WithoutAnswer() : epoch > 0 ? new(LeaseOutcome.Ours, until, epoch) : LeaseAnswer.Others;
    }

    private LeaseAnswer WithoutAnswer() => link.IsUp ? LeaseAnswer.None : LeaseAnswer.Gone;

    /// <returns>Whether this replica begins to poll.</returns>
    private bool Apply_NeedsLock(SharedTask task, LeaseAnswer answer)
    {
        if (task.Watchers.Count == 0 || task.Polling is Polling.Ending)
        {
            if (answer.Outcome is LeaseOutcome.Ours && task.Polling is not Polling.Here) _ = board?.ReleaseAsync(task.Name);
            return false;
        }

        switch (answer.Outcome)
        {
            case LeaseOutcome.Ours:
                task.HeldUntil = answer.Until;
                if (task.Polling is not Polling.Here) (task.Polling, task.Epoch, task.Number) = (Polling.Here, answer.Epoch, 0);
                break;
            case LeaseOutcome.Gone:
                task.Polling = Polling.Alone;
                break;
            case LeaseOutcome.Lost:
                StopPoll_NeedsLock(task, Polling.Unknown);
                return false;
            case LeaseOutcome.Stuck:
                StopPoll_NeedsLock(task, Polling.Elsewhere);
                task.TakeFrom = time.TimestampIn(timing.Lease);
                return false;
            case LeaseOutcome.Others:
                StopPoll_NeedsLock(task, Polling.Elsewhere);
                return false;
            default:
                return false;
        }

        if (task.Poll is not null) return false;

        task.Poll = new();
        task.StuckAt = time.TimestampIn(LongestStep(task.Latest));
        return true;
    }

    /// <summary>Redis is back. Polls go on as they are until the lease is taken, or is found to be another's.</summary>
    private void Rejoin()
    {
        lock (gate)
        {
            accounts.Forget();
            namedAt = 0;
            foreach (var task in tasks.Values)
            {
                var part = (uint)HashCode.Combine(task.Name, this) / (double)uint.MaxValue;
                task.TakeFrom = time.TimestampIn(RejoinSpread * part);
                task.Seen = default;
            }
        }
    }

    private static void StopPoll_NeedsLock(SharedTask task, Polling then)
    {
        task.Polling = then;
        task.Poll?.Cancel();
        task.Poll = null;
    }

    /// <summary>Whether this replica may read a task with one of these names now.</summary>
    private bool MayRead(IReadOnlyList<SearchName> names)
    {
        lock (gate)
        {
            return names.Any(name => tasks.TryGetValue(RedisKeys.TaskOf(name), out var task) && task.Polling switch
            {
                Polling.Alone or Polling.Ending => true,
                Polling.Here => time.GetTimestamp() < task.HeldUntil,
                _ => false,
            });
        }
    }

    private enum LeaseOutcome
    {
        /// <summary>Not asked, or no answer yet.</summary>
        None,

        /// <summary>This replica has the lease.</summary>
        Ours,

        /// <summary>Another replica has it.</summary>
        Others,

        /// <summary>It ended, or another replica took it.</summary>
        Lost,

        /// <summary>The poll does not go on, so the lease was let go.</summary>
        Stuck,

        /// <summary>Redis counts as gone.</summary>
        Gone,
    }

    /// <param name="Outcome">Who has the lease.</param>
    /// <param name="Until">Timestamp until which it is surely held.</param>
    /// <param name="Epoch">How often it had been taken.</param>
    private readonly record struct LeaseAnswer(LeaseOutcome Outcome, long Until = 0, long Epoch = 0)
    {
        public static LeaseAnswer None { get; } = new(LeaseOutcome.None);

        public static LeaseAnswer Others { get; } = new(LeaseOutcome.Others);

        public static LeaseAnswer Lost { get; } = new(LeaseOutcome.Lost);

        public static LeaseAnswer Stuck { get; } = new(LeaseOutcome.Stuck);

        public static LeaseAnswer Gone { get; } = new(LeaseOutcome.Gone);
    }
}
