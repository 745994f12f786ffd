using System.Collections.Concurrent;

namespace KlingMcp.Stdio;

/// <summary>
/// Lines on standard error, from a thread of its own: a host that does not read them, or a full disk beneath them, holds nobody up.
/// </summary>
internal sealed class StandardError : IDisposable
{
    /// <summary>Lines that wait to be written; what comes beyond that is dropped.</summary>
    private const int MostWaiting = 1000;

    /// <summary>What the last lines get at the end.</summary>
    private static readonly TimeSpan LastLines = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<string> lines = new(MostWaiting);
    private readonly Thread writer;

    public StandardError()
    {
        writer = new(Write) { IsBackground = true, Name = "standard error" };
        writer.Start();
    }

    /// <summary>Writes a line, unless that fails: there is nowhere to say so.</summary>
    public static void TryWriteLine(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // closed, full, or not ours to write to
        }
    }

    /// <summary>Has a line written soon.</summary>
    public void Post(string line)
    {
        try
        {
            lines.TryAdd(line);
        }
        catch (InvalidOperationException)
        {
            // the last line is written: somebody speaks after the end
        }
    }

    /// <summary>Waits a moment for what is not written yet.</summary>
    public void Dispose()
    {
        lines.CompleteAdding();
        writer.Join(LastLines);
    }

    private void Write()
    {
        foreach (var line in lines.GetConsumingEnumerable()) TryWriteLine(line);
    }
}
