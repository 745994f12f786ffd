using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Memory;

/// <summary>
/// Remembers tasks in a SQLite database that the processes of a user share. It is opened when first needed, on a thread of its own, and
/// written in batches.
/// </summary>
internal sealed class SqliteMemory : ITaskMemory, IDisposable
{
    /// <summary>Rows are collected for this long before they are written.</summary>
    public static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a caller waits for what is remembered: less than the search that it may save would take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>A list needs the rows, so it waits longer.</summary>
    private static readonly TimeSpan PatienceOfLists = TimeSpan.FromSeconds(2);

    /// <summary>How long the end of a session may be delayed.</summary>
    private static readonly TimeSpan LastFlush = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider time;
    private readonly TextFilter filter;
    private readonly MemorySession session;
    private readonly JobThread thread = new();
    private readonly PendingRows pending = new();
    private readonly ITimer writing;

    /// <summary>A job that took longer than somebody waited for it. Until it has ended, nobody waits again.</summary>
    private volatile Task overdue = Task.CompletedTask;

    /// <param name="session">The database.</param>
    /// <param name="filter">Knows the keys.</param>
    /// <param name="time">The clock.</param>
    public SqliteMemory(MemorySession session, TextFilter filter, TimeProvider time)
    {
        (this.session, this.filter, this.time) = (session, filter, time);
        writing = time.CreateTimer(
            static self => _ = ((SqliteMemory)self!).WriteAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string? WhyOff => session.WhyOff;

    public void Record(ProviderAccount account, KlingTask task, int? outputs)
    {
        if (WhyOff is not null || TaskRow.Of(account, task, outputs, time.GetUtcNow(), filter) is not { } row) return;
        if (pending.Add(row)) writing.Change(BatchTime, Timeout.InfiniteTimeSpan);
    }

    public async Task<IReadOnlyList<RememberedTask>> FindAsync(IReadOnlyCollection<(ProviderAccount Account, string Id)> ids) =>
        await AskAsync(store => store.Find(ids), Patience) ?? [];

    public Task<IReadOnlyList<RememberedTask>?> LatestAsync(ProviderAccount account, LatestTasks wanted)
    {
        // The tasks of a moment ago belong to the latest ones.
        _ = WriteAsync();
        return AskAsync(store => store.Latest(account, wanted, time.GetUtcNow()), PatienceOfLists);
    }

    public async Task<IReadOnlyList<KlingTask>> FinishedAsync() => await AskAsync(static store => store.Finished(), Patience) ?? [];

    public async Task FlushAsync(TimeSpan limit)
    {
        try
        {
            await WriteAsync().WaitAsync(limit, time);
        }
        catch (TimeoutException)
        {
            // What is not stored is lost.
        }
    }

    public void Dispose()
    {
        WriteAsync().Wait(LastFlush);
        writing.Dispose();
        _ = thread.RunAsync(session.Close);
        thread.Dispose();
    }

    private async Task<T?> AskAsync<T>(Func<MemoryStore, T> ask, TimeSpan patience)
        where T : class
    {
        if (WhyOff is not null || !overdue.IsCompleted) return null;

        var answer = thread.RunAsync(() => session.Use(ask));
        try
        {
            return await answer.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            overdue = answer;
            return null;
        }
    }

    private Task WriteAsync() => pending.IsEmpty ? Task.CompletedTask : thread.RunAsync(Write);

    /// <summary>Writes what is pending. While another process keeps the database locked, it is tried again later.</summary>
    private bool Write()
    {
        var rows = pending.Take();
        if (rows.Count == 0 || session.Use(store => Written(store, rows)) is not null || WhyOff is not null) return true;

        pending.Return(rows);
        writing.Change(BatchTime, Timeout.InfiniteTimeSpan);
        return false;
    }

    private object Written(MemoryStore store, IReadOnlyCollection<TaskRow> rows)
    {
        store.Write(rows, time.GetUtcNow());
        return rows;
    }
}
