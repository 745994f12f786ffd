using KlingMcp.Domain;
using KlingMcp.Memory;

namespace KlingMcp.Lookups;

/// <summary>
/// How long tasks of a kind take: the median of the last ones that were seen, and before that <see cref="TypicalDurations"/>.
/// Thread-safe, and of bounded size whatever kinds providers name.
/// </summary>
/// <param name="memory">Tasks of earlier sessions; <see langword="null"/> for none.</param>
internal sealed class LearnedDurations(ITaskMemory? memory = null)
{
    /// <summary>Tasks remembered of one kind.</summary>
    public const int MaxTasks = 20;

    /// <summary>Kinds remembered. Beyond this, the kind that was updated longest ago is dropped.</summary>
    public const int MaxKinds = 64;

    private const int MaxKindLength = 64;

    /// <summary>A longer duration is taken for an error.</summary>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromHours(6);

    private readonly Lock gate = new();
    private readonly OrderedDictionary<string, KindHistory> kinds = new(StringComparer.OrdinalIgnoreCase);
    private Task? recalled;

    /// <summary>Learns from earlier sessions, once. The memory answers soon or not at all.</summary>
    public Task RecallAsync()
    {
        lock (gate) return recalled ??= LearnFromMemoryAsync();
    }

    /// <summary>
    /// Learns from a task. Only a success whose times the provider told counts (a refusal is quick), and it counts once, however often it
    /// is read.
    /// </summary>
    public void Learn(KlingTask task)
    {
        if (task is not { Status: KlingTaskStatus.Succeeded, CreatedAt: { } created, FinishedAt: { } finished }) return;
        if (finished <= created || finished - created > MaxDuration) return;

        var kind = KeyOf(task.Kind);
        lock (gate)
        {
            var history = kinds.GetValueOrDefault(kind, new(TypicalDurations.Of(task.Kind), []));
            kinds.Remove(kind);
            kinds.Add(kind, history.With(task.Reference, finished - created));
            if (kinds.Count > MaxKinds) kinds.RemoveAt(0);
        }
    }

    /// <summary>The typical duration of a kind; <see langword="null"/> for tasks of unknown kind, which are learned of together.</summary>
    public TimeSpan Typical(string? kind)
    {
        lock (gate)
        {
            if (kinds.TryGetValue(KeyOf(kind), out var history)) return history.Typical;
        }

        return TypicalDurations.Of(kind);
    }

    private async Task LearnFromMemoryAsync()
    {
        if (memory is null) return;
        foreach (var task in await memory.FinishedAsync()) Learn(task);
    }

    private static string KeyOf(string? kind) => kind is { Length: <= MaxKindLength } ? kind : "";

    /// <summary>The last tasks of one kind, oldest first. Until there are enough of them, the table's figure counts as one more.</summary>
    private sealed record KindHistory(TimeSpan Table, (TaskReference Task, TimeSpan Took)[] Tasks)
    {
        public TimeSpan Typical { get; } =
            MedianOf([.. Tasks.Select(t => t.Took), .. Tasks.Length < MaxTasks ? [Table] : Array.Empty<TimeSpan>()]);

        public KindHistory With(TaskReference task, TimeSpan took) =>
            Tasks.Any(t => t.Task == task) ? this : new(Table, [.. Tasks.Skip(Tasks.Length == MaxTasks ? 1 : 0), (task, took)]);

        private static TimeSpan MedianOf(TimeSpan[] durations)
        {
            Array.Sort(durations);
            var (lower, upper) = (durations[(durations.Length - 1) / 2], durations[durations.Length / 2]);
            return (lower + upper) / 2;
        }
    }
}
