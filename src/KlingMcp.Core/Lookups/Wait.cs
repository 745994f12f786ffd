using System.Threading.Channels;
using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>One wait, for one task or many.</summary>
/// <param name="follower">Follows each task.</param>
/// <param name="runtimes">The providers, so that first reads share requests.</param>
/// <param name="shutdown">Ends the wait early.</param>
/// <param name="open">Ends the oldest wait early when there are too many.</param>
/// <param name="time">The clock.</param>
internal sealed class Wait(TaskFollower follower, ProviderRuntimes runtimes, Shutdown shutdown, OpenWaits open, TimeProvider time)
{
    /// <summary>Between two reports when no read comes.</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(10);

    /// <summary>When the wait could end at once, tasks that were not read yet still get this long for their first read.</summary>
    private static readonly TimeSpan FirstReadGrace = TimeSpan.FromSeconds(2);

    /// <summary>Waits until all tasks are settled (or any is final), time is up, or the session ends.</summary>
    /// <param name="queries">Which tasks.</param>
    /// <param name="any">The first final task is enough.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="report">Called after each read and every ten seconds between; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">The caller gave up: polling ends at once.</param>
    public async Task<WaitResult> RunAsync(
        IReadOnlyList<TaskQuery> queries, bool any, TimeSpan timeout, Action<WaitResult>? report, CancellationToken cancellationToken)
    {
        using CallDeadline deadline = new(timeout, time, shutdown.GraceElapsed, cancellationToken);
        var updates = Channel.CreateUnbounded<Update>(new() { SingleReader = true });
        await using var ticker = time.CreateTimer(_ => updates.Writer.TryWrite(Update.Tick), null, ReportInterval, ReportInterval);
        await using var onDeadline = deadline.Token.UnsafeRegister(_ => updates.Writer.TryWrite(Update.Wake), null);
        await using var onShutdown = shutdown.Requested.UnsafeRegister(_ => updates.Writer.TryWrite(Update.Wake), null);
        using var registered = open.Add(() => updates.Writer.TryWrite(Update.End));
        var following = runtimes.StartTogether(() => queries.Select((q, i) => FollowAsync(q, i, deadline, updates.Writer)).ToArray());

        WaitState state = new(queries, any, deadline);
        ITimer? grace = null;
        while (!deadline.Token.IsCancellationRequested && !state.IsEnded)
        {
            var isNews = state.Apply(await updates.Reader.ReadAsync(CancellationToken.None));
            while (updates.Reader.TryRead(out var more)) isNews |= state.Apply(more);

            if (isNews)
            {
                ticker.Change(ReportInterval, ReportInterval);
                report?.Invoke(state.ToResult());
            }

            if (!state.IsDone && !(shutdown.Requested.IsCancellationRequested && state.AllHaveAnswers)) continue;
            if (state.AllRead || state.GraceIsOver) break;

            grace ??= time.CreateTimer(_ => updates.Writer.TryWrite(Update.EndOfGrace), null, FirstReadGrace, Timeout.InfiniteTimeSpan);
        }

        if (grace is not null) await grace.DisposeAsync();
        cancellationToken.ThrowIfCancellationRequested();
        var result = state.ToResult();
        deadline.End();
        await Task.WhenAll(following);
        return result;
    }

    private async Task FollowAsync(TaskQuery query, int index, CallDeadline deadline, ChannelWriter<Update> updates)
    {
        var last = Snapshot.Unread;
        try
        {
            await foreach (var snapshot in follower.FollowAsync(query, deadline))
                updates.TryWrite(new(index, last = snapshot, IsSettled: false));

            updates.TryWrite(new(index, last, IsSettled: true));
        }
        catch (OperationCanceledException)
        {
            // Time is up or the caller is gone. What is known stays known.
        }
        catch (Exception e)
        {
            updates.TryWrite(new(index, last with { Task = null, Fault = Fault.Unexpected(e), IsOver = true }, IsSettled: true));
        }
    }
}
