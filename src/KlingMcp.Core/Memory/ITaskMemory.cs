using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Memory;

/// <summary>
/// What is remembered of tasks, across sessions. Nothing here throws or makes a caller wait long: whatever is not known in time counts as
/// not known.
/// </summary>
internal interface ITaskMemory
{
    /// <summary>Why nothing is remembered; <see langword="null"/> while it is.</summary>
    public string? WhyOff { get; }

    /// <summary>Remembers the state of a task. Returns at once; it is stored later.</summary>
    /// <param name="account">Whose task it is.</param>
    /// <param name="task">The state just read.</param>
    /// <param name="outputs">How many outputs it has; <see langword="null"/> when not known.</param>
    public void Record(ProviderAccount account, KlingTask task, int? outputs);

    /// <summary>Tasks with these ids, the providers' own or the caller's, as far as they were seen before.</summary>
    /// <param name="ids">Each id with the account whose task it may be.</param>
    public Task<IReadOnlyList<RememberedTask>> FindAsync(IReadOnlyCollection<(ProviderAccount Account, string Id)> ids);

    /// <summary>The latest tasks of an account, newest first; <see langword="null"/> when they are not known in time.</summary>
    /// <param name="account">The account.</param>
    /// <param name="wanted">Which of its tasks.</param>
    public Task<IReadOnlyList<RememberedTask>?> LatestAsync(ProviderAccount account, LatestTasks wanted);

    /// <summary>Finished tasks whose times are known, oldest first: how long tasks take.</summary>
    public Task<IReadOnlyList<KlingTask>> FinishedAsync();

    /// <summary>Stores what is not stored yet, within a time limit.</summary>
    public Task FlushAsync(TimeSpan limit);
}

/// <summary>A task as it was last seen.</summary>
/// <param name="Task">Its reference, state, kind, times and external id.</param>
/// <param name="Outputs">How many outputs it has; <see langword="null"/> when not known.</param>
internal sealed record RememberedTask(KlingTask Task, int? Outputs);

/// <summary>Which tasks of an account are wanted.</summary>
/// <param name="Limit">At most so many.</param>
internal sealed record LatestTasks(int Limit)
{
    /// <summary>The states; empty for all.</summary>
    public IReadOnlyList<KlingTaskStatus> Statuses { get; init; } = [];

    /// <summary>Made at this time or later; <see langword="null"/> for no bound.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Made at this time or earlier; <see langword="null"/> for no bound.</summary>
    public DateTimeOffset? Until { get; init; }
}
