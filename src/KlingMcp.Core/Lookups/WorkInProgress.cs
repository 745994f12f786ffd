namespace KlingMcp.Lookups;

/// <summary>Looks at work that goes on, for progress.</summary>
internal static class WorkInProgress
{
    /// <summary>Waits for the end of work, for a while. A fault of the work is not thrown here.</summary>
    /// <returns>Whether it has ended.</returns>
    public static async Task<bool> EndsWithinAsync(this Task work, TimeSpan span, TimeProvider time)
    {
        using CancellationTokenSource stop = new();
        await Task.WhenAny(work, Task.Delay(span, time, stop.Token));
        await stop.CancelAsync();
        return work.IsCompleted;
    }
}
