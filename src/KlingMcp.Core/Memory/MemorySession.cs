namespace KlingMcp.Memory;

/// <summary>
/// The database during one session: opened when first needed, opened again when the path has become another file, replaced when it is
/// damaged. What goes wrong is said once; after a fault that does not pass, there is no memory. Used by one thread.
/// </summary>
/// <param name="files">Where it is.</param>
/// <param name="warn">Receives a sentence for the log.</param>
internal sealed class MemorySession(MemoryFiles files, Action<string> warn)
{
    private volatile string? whyOff;
    private MemoryStore? store;
    private bool isWarned;

    /// <summary>Why there is no memory; <see langword="null"/> while there is. Any thread may ask.</summary>
    public string? WhyOff => whyOff;

    /// <summary>The largest database, in pages of 4 KiB.</summary>
    public int MaxPages { get; init; } = MemoryDatabase.MaxPages;

    /// <summary>Uses the database. Does not throw.</summary>
    /// <returns><see langword="null"/> if it cannot be used, now or ever.</returns>
    public T? Use<T>(Func<MemoryStore, T> use)
        where T : class
    {
        if (whyOff is not null) return null;

        try
        {
            return UseOnce(use);
        }
        catch (Exception e) when (MemoryFault.IsDamage(e))
        {
            return Replace() ? Again(use) : null;
        }
        catch (Exception e)
        {
            return Failed<T>(e);
        }
    }

    /// <summary>Closes the database. It is opened again if it is used again.</summary>
    public bool Close()
    {
        store?.Dispose();
        store = null;
        return true;
    }

    private T UseOnce<T>(Func<MemoryStore, T> use)
    {
        if (store is { IsCurrent: false }) Close();
        return use(store ??= new(MemoryDatabase.Open(files, MemorySchema.Steps, MaxPages)));
    }

    private T? Again<T>(Func<MemoryStore, T> use)
        where T : class
    {
        try
        {
            return UseOnce(use);
        }
        catch (Exception e)
        {
            return Failed<T>(e);
        }
    }

    private T? Failed<T>(Exception e)
        where T : class
    {
        if (MemoryFault.IsBusy(e))
        {
            Warn($"memory: another process keeps {files.Database} locked; what is read meanwhile is stored later, if possible");
            return null;
        }

        whyOff = MemoryFault.Describe(e);
        Warn($"memory off: {whyOff} ({files.Folder})");
        Close();
        return null;
    }

    /// <summary>Moves a damaged database aside, unless another process has done so.</summary>
    private bool Replace()
    {
        Close();
        try
        {
            using var taken = files.TakeLock();
            if (!MemoryDatabase.IsDamaged(files)) return true;

            Warn($"memory: {files.Database} is damaged; it is now {files.MoveAside()}, and a new one is begun");
            return true;
        }
        catch (Exception e)
        {
            _ = Failed<object>(e);
            return false;
        }
    }

    private void Warn(string warning)
    {
        if (isWarned) return;

        isWarned = true;
        warn(warning);
    }
}
