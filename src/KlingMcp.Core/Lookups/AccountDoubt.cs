namespace KlingMcp.Lookups;

/// <summary>
/// Tasks whose last read met a fault of the account. One of them is read again, and its answer counts for all. Guarded by the lock of the
/// <see cref="TaskPoller"/>.
/// </summary>
internal sealed class AccountDoubt
{
    private readonly List<PolledTask> waiting = [];

    /// <summary>The task that is read again; <see langword="null"/> for none.</summary>
    private PolledTask? prober;

    public bool IsProber(PolledTask task) => task == prober;

    /// <summary>Adds a task that met such a fault.</summary>
    /// <returns>Whether it waits for the answer of another one, instead of being read again itself.</returns>
    public bool Add(PolledTask task)
    {
        prober ??= task;
        if (task == prober) return false;

        waiting.Add(task);
        return true;
    }

    /// <summary>Forgets a task that nobody waits for any more.</summary>
    /// <returns>Whether it was to be read again for the others.</returns>
    public bool Remove(PolledTask task)
    {
        waiting.Remove(task);
        return task == prober;
    }

    /// <summary>Ends the doubt.</summary>
    /// <returns>The tasks that waited.</returns>
    public IReadOnlyList<PolledTask> Settle()
    {
        PolledTask[] settled = [.. waiting];
        waiting.Clear();
        prober = null;
        return settled;
    }
}
