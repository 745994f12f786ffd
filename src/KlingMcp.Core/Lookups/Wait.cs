namespace KlingMcp.Lookups;

/// <summary>One wait, for one task or many.</summary>
/// <param name="finder">Finds the tasks.</param>
/// <param name="desks">The providers.</param>
/// <param name="shutdown">Ends the wait early.</param>
/// <param name="time">The clock.</param>
internal sealed class Wait(TaskFinder finder, IReadOnlyList<ProviderRuntime> desks, Shutdown shutdown, TimeProvider time)
{
    /// <summary>Between two reports when no poll comes.</summary>
    private static readonly TimeSpan ReportPause = TimeSpan.FromSeconds(10);

    /// <summary>When one of several is final at once, the others still get this long for their first read, so that they are not taken for lost.</summary>
    private static readonly TimeSpan FirstReads = TimeSpan.FromSeconds(2);

    /// <summary>Waits until all tasks are settled (or any is final), time is up, or no more input will come.</summary>
    /// <param name="queries">Which tasks.</param>
    /// <param name="any">The first final one is enough.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="report">Called after each poll and every ten seconds between; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">The caller gave up: polling ends at once.</param>
    public async Task<WaitResult> RunAsync(IReadOnlyList<TaskQuery> queries, bool any, TimeSpan timeout, Action<WaitResult>? report, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(shutdown.GraceElapsed);
        using var deadline = new CallDeadline(timeout, time, stop.Token, cancellationToken);
        using var news = new SemaphoreSlim(0);
        Following[] tasks = [.. queries.Select(q => new Following(q, () => news.Release()))];
        var running = Task.WhenAll(desks.StartTogether(() => tasks.Select(t => t.RunAsync(finder, deadline, time)).ToArray()));

        using (var early = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, shutdown.Requested))
        {
            while (!IsDone(tasks, any) && !deadline.Token.IsCancellationRequested && !MayEndEarly(tasks))
            {
                if (await NewsAsync(news, early, deadline) && report is not null) report(Outcome(tasks, any, deadline));
            }
        }

        await LetFirstReadsEndAsync(tasks, news, deadline);
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = Outcome(tasks, any, deadline);
        await stop.CancelAsync();
        await running;
        return outcome;
    }

    private static bool IsDone(Following[] tasks, bool any) => (any && tasks.Any(static t => t.IsFinal)) || tasks.All(static t => t.IsSettled);

    private static WaitResult Outcome(Following[] tasks, bool any, CallDeadline deadline)
    {
        var reached = any && tasks.Any(static t => t.IsFinal);
        return new([.. tasks.Select(static t => t.Result)], deadline.Elapsed, TimedOut: !reached && tasks.Any(static t => !t.State.IsOver));
    }

    /// <summary>At the end of input the last states are answered at once; a task that has none yet still gets the time of a lookup.</summary>
    private bool MayEndEarly(Following[] tasks) => shutdown.Requested.IsCancellationRequested && tasks.All(static t => t.State.Task is not null || t.IsSettled);

    private async Task LetFirstReadsEndAsync(Following[] tasks, SemaphoreSlim news, CallDeadline deadline)
    {
        using var limit = new CancellationTokenSource(FirstReads, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, deadline.Token);
        try
        {
            while (tasks.Any(static t => t.State.Polls == 0)) await news.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // what has not been read by now is told as such
        }
    }

    /// <summary>Waits for a read or the next report's time. False when it was woken by the end of time or input.</summary>
    private async Task<bool> NewsAsync(SemaphoreSlim news, CancellationTokenSource early, CallDeadline deadline)
    {
        // once input has ended, only reads and the end of time wake it
        var token = early.IsCancellationRequested ? deadline.Token : early.Token;
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(token);
        var tick = Task.Delay(ReportPause, time, pause.Token);
        var read = news.WaitAsync(pause.Token);
        await Task.WhenAny(read, tick);
        var woken = read.IsCompletedSuccessfully || tick.IsCompletedSuccessfully;
        await pause.CancelAsync();
        while (news.CurrentCount > 0) await news.WaitAsync(CancellationToken.None);
        return woken;
    }
}
