using KlingMcp.Domain;

namespace KlingMcp.Memory;

/// <summary>The rows that are not stored yet: of each task only its last state. Thread-safe.</summary>
internal sealed class PendingRows
{
    /// <summary>More than are ever kept are not collected either, while a database is locked.</summary>
    private const int Capacity = MemoryStore.MaxTasks;

    private readonly Lock gate = new();
    private Dictionary<TaskReference, TaskRow> rows = [];

    public bool IsEmpty
    {
        get
        {
            lock (gate) return rows.Count == 0;
        }
    }

    /// <returns>Whether it is the first one.</returns>
    public bool Add(TaskRow row)
    {
        lock (gate)
        {
            if (rows.Count >= Capacity && !rows.ContainsKey(row.Reference)) return false;

            rows[row.Reference] = row;
            return rows.Count == 1;
        }
    }

    /// <summary>Removes all rows.</summary>
    public IReadOnlyCollection<TaskRow> Take()
    {
        lock (gate)
        {
            var taken = rows;
            if (taken.Count > 0) rows = [];
            return taken.Values;
        }
    }

    /// <summary>Puts rows back that could not be stored, unless there is a newer state.</summary>
    public void Return(IEnumerable<TaskRow> taken)
    {
        lock (gate)
        {
            foreach (var row in taken) rows.TryAdd(row.Reference, row);
        }
    }
}
