using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Lookups;

namespace KlingMcp.Server.Cluster;

/// <summary>Polls tasks on this replica, for those who wait here and for the other replicas.</summary>
internal sealed class PollRunner(ProviderRuntime runtime, TaskPoller own, AccountBoard account, SharedTasks tasks, TimeProvider time)
{
    /// <summary>A poll is never given up for lack of time: it ends when its last watcher leaves.</summary>
    private static readonly TimeSpan NoDeadline = TimeSpan.FromDays(1);

    /// <summary>Runs polls that begin together. Their first reads share requests.</summary>
    public void Run(IEnumerable<(SharedTask Task, LocalPoll? Poll)> begun)
    {
        using (own.OpenBatch())
        {
            foreach (var (task, poll) in begun)
                if (poll is not null) _ = UntilStopped(() => PollAsync(task, poll, task.Read));
        }
    }

    /// <summary>
    /// Somebody saw the end. It is read once more, for the addresses and words that Redis does not hold. If the provider now says something
    /// else, this replica polls on.
    /// </summary>
    public void End(SharedTask task, LocalPoll poll, Snapshot told) => _ = UntilStopped(async () =>
    {
        var result = await runtime.FindAsync(task.Search, RetryBudget.NoPauses, poll.Stopped);
        if (told.Fault is not null && result.Fault is { IsTransient: false } fault)
            task.Tell(poll, new(null, fault, IsOver: true, Reads: 0));
        else
            await PollAsync(task, poll, result.Value);
    });

    private async Task PollAsync(SharedTask task, LocalPoll poll, KlingTask? read)
    {
        await foreach (var snapshot in own.WatchAsync(task.Search, read, time.TimestampIn(NoDeadline), poll.Stopped))
        {
            if (task.Tell(poll, snapshot) is not var (lease, number) || account.Board is not { } board) continue;
            if (await board.WriteAsync(task.Name, lease.Epoch, number, SharedState.From(snapshot))) continue;

            // Another replica took the lease and has published a later state.
            task.Lose(lease);
            tasks.Wake();
        }
    }

    private static async Task UntilStopped(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (OperationCanceledException)
        {
            // Another replica polls, or nobody waits any more.
        }
    }
}
