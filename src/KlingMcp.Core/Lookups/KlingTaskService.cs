using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>What the server does: looks tasks up and waits for them.</summary>
internal sealed class KlingTaskService(QueryParser parser, TaskFinder finder, IReadOnlyList<ProviderRuntime> desks, WaitOptions options, Shutdown shutdown, TimeProvider time)
{
    /// <summary>Why nothing can be asked of the provider named; <see langword="null"/> when it can, or none is.</summary>
    public Fault? RefusalOf(string? provider) => parser.RefusalOf(provider);

    /// <summary>Looks tasks up, each once, all at the same time.</summary>
    /// <param name="asked">As the caller wrote them.</param>
    /// <param name="provider">The provider of all; <see langword="null"/> to find it.</param>
    /// <param name="cancellationToken">The caller gave up.</param>
    /// <returns>One entry a task, in the order asked; a task asked for twice is there once.</returns>
    public async Task<IReadOnlyList<LookupResult>> GetAsync(IReadOnlyList<AskedTask> asked, string? provider, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(options.Lookup, time, shutdown.GraceElapsed, cancellationToken);
        var slots = Read(asked, provider);
        var lookups = desks.StartTogether(() => slots.Select(LookUpAsync).ToArray());
        var looked = await Task.WhenAll(lookups);
        cancellationToken.ThrowIfCancellationRequested();
        return Once(looked);

        async Task<LookupResult> LookUpAsync((string Asked, TaskQuery? Query, Fault? Fault) slot) =>
            slot.Query is { } query ? new(slot.Asked, (await finder.FindAsync(query, deadline)).Result) : new(slot.Asked, slot.Fault!);
    }

    /// <summary>Waits for tasks.</summary>
    /// <param name="asked">As the caller wrote them.</param>
    /// <param name="provider">The provider of all; <see langword="null"/> to find it.</param>
    /// <param name="any">The first final one is enough; else all must be.</param>
    /// <param name="timeout">How long at most. The caller has shortened it to what its host bears.</param>
    /// <param name="report">Called after each poll and every ten seconds between; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">The caller gave up: polling ends at once.</param>
    public async Task<WaitResult> WaitAsync(
        IReadOnlyList<AskedTask> asked, string? provider, bool any, TimeSpan timeout, Action<WaitResult>? report, CancellationToken cancellationToken)
    {
        var slots = Read(asked, provider);
        TaskQuery[] queries = [.. slots.Select(static s => s.Query).OfType<TaskQuery>()];
        if (queries.Length == 0) return new([.. slots.Select(static s => new LookupResult(s.Asked, s.Fault!))], TimeSpan.Zero, TimedOut: false);

        var waited = await new Wait(finder, desks, shutdown, time).RunAsync(queries, any, timeout, report, cancellationToken);
        var found = queries.Zip(waited.Tasks).ToDictionary(static p => p.First, static p => p.Second);
        return waited with { Tasks = Once([.. slots.Select(slot => slot.Query is { } query ? found[query] : new(slot.Asked, slot.Fault!))]) };
    }

    /// <summary>What is asked for twice in the same words is asked once.</summary>
    private (string Asked, TaskQuery? Query, Fault? Fault)[] Read(IReadOnlyList<AskedTask> asked, string? provider) =>
    [
        .. asked.Select(task => (Asked: task.Text, Parsed: task.Refused is { } refused ? (null, refused) : parser.Parse(task.Text, provider)))
            .DistinctBy(static a => a.Parsed.Query is { } q ? (q.Provider?.Name, q.Kind, q.Id, q.External) : (a.Asked, null, "", false))
            .Select(static a => (a.Asked, a.Parsed.Query, a.Parsed.Fault)),
    ];

    /// <summary>What turned out to be the same task is answered once.</summary>
    private static IReadOnlyList<LookupResult> Once(IReadOnlyList<LookupResult> looked) =>
        [.. looked.Select(static (l, i) => (l, i)).DistinctBy(static p => p.l.Result.Value is { } task ? task.Reference.ToString() : $"#{p.i}").Select(static p => p.l)];
}
