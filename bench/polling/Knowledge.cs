using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Bench.Polling;

/// <summary>
/// What the program knows about a kind when a task of that kind arrives: the real <see cref="LearnedDurations"/>, filled in different ways.
/// </summary>
/// <param name="Name">The name in the tables.</param>
/// <param name="Session">
/// Tasks that a process sees, and learns from, before a new process starts; <see langword="null"/> for a process that never learns.
/// </param>
/// <param name="AtStart">
/// The durations, in seconds, that a process knows at its start. The arguments are the cell and the index of the first task there.
/// </param>
internal sealed record Knowledge(string Name, int? Session, Func<Cell, int, IEnumerable<double>> AtStart)
{
    public static Knowledge True { get; } = Always("known", 1);
    public static Knowledge Learned { get; } = new("learned", 100, LastBefore);
    public static Knowledge Fresh { get; } = new("learning from none", 20, (_, _) => []);
    public static Knowledge Table { get; } = new("never learned", null, (_, _) => []);
    public static Knowledge Half { get; } = Always("wrong, half", 0.5);
    public static Knowledge Twice { get; } = Always("wrong, twice", 2);

    /// <summary>Whether a process starts before the task at <paramref name="index"/>.</summary>
    public bool StartsAt(int index) => index == 0 || index % Session == 0;

    /// <summary>The knowledge of a process that starts before the task at <paramref name="index"/>.</summary>
    public LearnedDurations Start(Cell cell, int index)
    {
        var known = new LearnedDurations();
        foreach (var (n, seconds) in AtStart(cell, index).Index()) Learn(known, cell.Kind, seconds, -1 - n);
        return known;
    }

    /// <summary>Records a finished task.</summary>
    public static void Learn(LearnedDurations known, TaskKind kind, double seconds, int id) =>
        known.Learn(new(new("bench", null, $"{id}"), KlingTaskStatus.Succeeded, "succeeded")
        {
            Kind = kind.Name,
            CreatedAt = DateTimeOffset.UnixEpoch,
            FinishedAt = DateTimeOffset.UnixEpoch.AddSeconds(seconds),
        });

    private static Knowledge Always(string name, double factor) =>
        new(name, null, (cell, _) => Enumerable.Repeat(factor * cell.Median, LearnedDurations.MaxTasks));

    private static IEnumerable<double> LastBefore(Cell cell, int index) =>
        Enumerable.Range(1, LearnedDurations.MaxTasks)
            .Select(i => cell.Tasks[(index - i + cell.Tasks.Length) % cell.Tasks.Length].Duration);
}
