using System.Collections.Concurrent;

namespace KlingMcp.Memory;

/// <summary>
/// A thread for calls that block, which runs jobs one after the other. It starts with the first job and does not keep the process alive.
/// </summary>
internal sealed class JobThread : IDisposable
{
    private readonly BlockingCollection<Action> jobs = [];
    private readonly Lazy<Thread> thread;

    public JobThread() => thread = new(Start);

    /// <summary>What a job returns; the default after <see cref="Dispose"/>. The job must not throw.</summary>
    public Task<T?> RunAsync<T>(Func<T?> job)
    {
        TaskCompletionSource<T?> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            jobs.Add(() => result.SetResult(job()));
            _ = thread.Value;
        }
        catch (InvalidOperationException)
        {
            result.SetResult(default);
        }

        return result.Task;
    }

    /// <summary>The thread ends after the jobs that it has.</summary>
    public void Dispose() => jobs.CompleteAdding();

    private Thread Start()
    {
        Thread started = new(Run) { IsBackground = true, Name = "memory" };
        started.Start();
        return started;
    }

    private void Run()
    {
        foreach (var job in jobs.GetConsumingEnumerable()) job();
    }
}
