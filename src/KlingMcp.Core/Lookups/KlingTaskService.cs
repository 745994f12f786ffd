using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>Looks tasks up and waits for them.</summary>
internal sealed class KlingTaskService(
    QueryParser parser,
    PlaceRecall recall,
    TaskFinder finder,
    ProviderRuntimes runtimes,
    Wait wait,
    WaitOptions options,
    Shutdown shutdown,
    TimeProvider time)
{
    /// <summary>Why a <c>provider</c> argument cannot be used; <see langword="null"/> when it can, or there is none.</summary>
    public Fault? RefusalOf(string? provider) => parser.RefusalOf(provider);

    /// <summary>Looks tasks up side by side, each once.</summary>
    /// <param name="asked">What the caller wrote.</param>
    /// <param name="provider">The provider of all; <see langword="null"/> to find it.</param>
    /// <param name="cancellationToken">The caller gave up.</param>
    /// <returns>One entry for each task, in the order asked. A task asked for twice has one entry.</returns>
    public async Task<IReadOnlyList<LookupResult>> GetAsync(
        IReadOnlyList<AskedTask> asked, string? provider, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(options.Lookup, time, shutdown.GraceElapsed, cancellationToken);
        var parsed = Parse(asked, provider);
        await recall.RecallAsync(QueriesOf(parsed));
        var lookups = runtimes.StartTogether(() => parsed.Select(LookUpAsync).ToArray());
        var results = await Task.WhenAll(lookups);
        cancellationToken.ThrowIfCancellationRequested();
        return WithoutRepeats(results);

        async Task<LookupResult> LookUpAsync(ParsedTask task) =>
            new LookupResult(task.Asked, task.Query is { } query ? await finder.FindAsync(query, deadline) : task.Fault!).With(task.Query);
    }

    /// <summary>Waits for tasks.</summary>
    /// <param name="asked">What the caller wrote.</param>
    /// <param name="provider">The provider of all; <see langword="null"/> to find it.</param>
    /// <param name="any">The first final task is enough; otherwise all must be settled.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="report">Called after each read and every ten seconds between; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">The caller gave up: polling ends at once.</param>
    public async Task<WaitResult> WaitAsync(
        IReadOnlyList<AskedTask> asked,
        string? provider,
        bool any,
        TimeSpan timeout,
        Action<WaitResult>? report,
        CancellationToken cancellationToken)
    {
        var parsed = Parse(asked, provider);
        TaskQuery[] queries = [.. QueriesOf(parsed)];
        if (queries.Length == 0)
            return new([.. parsed.Select(static p => new LookupResult(p.Asked, p.Fault!))], TimeSpan.Zero, TimedOut: false);

        await recall.RecallAsync(queries);
        var waited = await wait.RunAsync(queries, any, timeout, report, cancellationToken);
        Queue<LookupResult> results = new(waited.Tasks);
        return waited with
        {
            Tasks = WithoutRepeats(
                [.. parsed.Select(p => p.Query is null ? new LookupResult(p.Asked, p.Fault!) : results.Dequeue().With(p.Query))]),
        };
    }

    /// <summary>Parses what was asked for. The same task in the same words is kept once.</summary>
    private ParsedTask[] Parse(IReadOnlyList<AskedTask> asked, string? provider) =>
        [.. asked.Select(task => Parse(task, provider)).DistinctBy(static p => p.Identity)];

    private static IEnumerable<TaskQuery> QueriesOf(ParsedTask[] parsed) => parsed.Select(static p => p.Query).OfType<TaskQuery>();

    private ParsedTask Parse(AskedTask task, string? provider)
    {
        var (query, fault) = task.Refused is { } refused ? (null, refused) : parser.Parse(task.Text, provider);
        return new(task.Text, query, fault);
    }

    /// <summary>Different words may mean the same task. It is answered once.</summary>
    private static IReadOnlyList<LookupResult> WithoutRepeats(IReadOnlyList<LookupResult> results) =>
    [
        .. results.Index()
            .DistinctBy(static r => r.Item.Result.Value is { } task ? task.Reference.ToString() : $"#{r.Index}")
            .Select(static r => r.Item),
    ];

    private sealed record ParsedTask(string Asked, TaskQuery? Query, Fault? Fault)
    {
        public object Identity => Query is { } q ? (q.Provider?.Name, q.Kind, q.Id, q.External) : Asked;
    }
}
