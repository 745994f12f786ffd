using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>An event of a wait.</summary>
/// <param name="Index">The task concerned; -1 for none.</param>
/// <param name="Snapshot">What is known of the task now.</param>
/// <param name="IsSettled">Nothing more will be learned of the task in time.</param>
internal readonly record struct Update(int Index, Snapshot Snapshot, bool IsSettled)
{
    /// <summary>It is time for a report, though nothing was read.</summary>
    public static Update Tick { get; } = new(-1, Snapshot.Unread, IsSettled: false);

    /// <summary>The time is up or the session ends.</summary>
    public static Update Wake { get; } = new(-2, Snapshot.Unread, IsSettled: false);

    /// <summary>Tasks that were not read by now are not waited for.</summary>
    public static Update EndOfGrace { get; } = new(-3, Snapshot.Unread, IsSettled: false);

    /// <summary>The wait must make room for other calls.</summary>
    public static Update End { get; } = new(-4, Snapshot.Unread, IsSettled: false);
}

/// <summary>What a wait knows of its tasks.</summary>
internal sealed class WaitState(IReadOnlyList<TaskQuery> queries, bool any, CallDeadline deadline)
{
    private readonly Snapshot[] latest = [.. queries.Select(static _ => Snapshot.Unread)];
    private readonly bool[] settled = new bool[queries.Count];

    /// <summary>What was waited for has happened.</summary>
    public bool IsDone => (any && latest.Any(static s => s.IsFinal)) || settled.All(static s => s);

    /// <summary>Each task has a state or is settled.</summary>
    public bool AllHaveAnswers => latest.Zip(settled).All(static t => t.First.Task is not null || t.Second);

    /// <summary>Each task was read at least once, or cannot be.</summary>
    public bool AllRead => latest.Zip(settled).All(static t => t.First.Reads > 0 || t.Second);

    public bool GraceIsOver { get; private set; }

    /// <summary>The wait answers now with what it has, as if its time were up.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Takes an update in.</summary>
    /// <returns>Whether it is worth a report.</returns>
    public bool Apply(Update update)
    {
        if (update.Index < 0)
        {
            GraceIsOver |= update == Update.EndOfGrace;
            IsEnded |= update == Update.End;
            return update == Update.Tick;
        }

        var isNews = update.Snapshot.Reads > latest[update.Index].Reads;
        latest[update.Index] = update.Snapshot;
        settled[update.Index] |= update.IsSettled || update.Snapshot.IsOver;
        return isNews;
    }

    public WaitResult ToResult()
    {
        var isReached = any && latest.Any(static s => s.IsFinal);
        return new([.. queries.Zip(latest, ToResult)], deadline.Elapsed, TimedOut: !isReached && latest.Any(static s => !s.IsOver));
    }

    /// <summary>The task as last read, unless a fault ended the reading or nothing was ever read.</summary>
    private static LookupResult ToResult(TaskQuery query, Snapshot snapshot) => snapshot switch
    {
        { Task: { } task, IsOver: false, Fault: var fault } =>
            new(query.Asked, task) { LastReadError = fault?.Category, Pause = fault?.RetryAfter },
        { Task: { } task, Fault: null } => new(query.Asked, task),
        { Fault: { } fault } => new(query.Asked, fault),
        _ => new(query.Asked, Fault.OutOfTime(query.Provider?.Name)),
    };
}
