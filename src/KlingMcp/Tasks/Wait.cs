namespace KlingMcp.Tasks;

/// <summary>One wait, for one task or many.</summary>
/// <param name="finder">Finds the tasks.</param>
/// <param name="desks">The providers.</param>
/// <param name="ending">Ends the wait early.</param>
/// <param name="time">The clock.</param>
internal sealed class Wait(TaskFinder finder, IReadOnlyList<ProviderDesk> desks, Ending ending, TimeProvider time)
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
    public async Task<Waited> RunAsync(IReadOnlyList<TaskQuery> queries, bool any, TimeSpan timeout, Action<Waited>? report, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ending.Over);
        using var budget = new Budget(timeout, time, stop.Token, cancellationToken);
        using var news = new SemaphoreSlim(0);
        Following[] tasks = [.. queries.Select(q => new Following(q, () => news.Release()))];
        var running = Task.WhenAll(desks.StartTogether(() => tasks.Select(t => t.RunAsync(finder, budget, time)).ToArray()));

        using (var early = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, ending.Begun))
        {
            while (!IsDone(tasks, any) && !budget.Token.IsCancellationRequested && !MayEndEarly(tasks))
            {
                if (await NewsAsync(news, early, budget) && report is not null) report(Outcome(tasks, any, budget));
            }
        }

        await LetFirstReadsEndAsync(tasks, news, budget);
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = Outcome(tasks, any, budget);
        await stop.CancelAsync();
        await running;
        return outcome;
    }

    private static bool IsDone(Following[] tasks, bool any) => (any && tasks.Any(static t => t.IsFinal)) || tasks.All(static t => t.IsSettled);

    private static Waited Outcome(Following[] tasks, bool any, Budget budget)
    {
        var reached = any && tasks.Any(static t => t.IsFinal);
        return new([.. tasks.Select(static t => t.Result)], budget.Elapsed, TimedOut: !reached && tasks.Any(static t => !t.State.IsOver));
    }

    /// <summary>At the end of input the last states are answered at once; a task that has none yet still gets the time of a lookup.</summary>
    private bool MayEndEarly(Following[] tasks) => ending.Begun.IsCancellationRequested && tasks.All(static t => t.State.Task is not null || t.IsSettled);

    private async Task LetFirstReadsEndAsync(Following[] tasks, SemaphoreSlim news, Budget budget)
    {
        using var limit = new CancellationTokenSource(FirstReads, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, budget.Token);
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
    private async Task<bool> NewsAsync(SemaphoreSlim news, CancellationTokenSource early, Budget budget)
    {
        // once input has ended, only reads and the end of time wake it
        var token = early.IsCancellationRequested ? budget.Token : early.Token;
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
