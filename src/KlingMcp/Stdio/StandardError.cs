using System.Collections.Concurrent;

namespace KlingMcp.Stdio;

/// <summary>
/// Writes lines to standard error on a thread of its own, so that a host that does not read them, or a full disk, blocks nobody.
/// </summary>
internal sealed class StandardError : IDisposable
{
    /// <summary>Lines waiting to be written. Beyond this, lines are dropped.</summary>
    private const int Capacity = 1000;

    /// <summary>How long the last lines get at the end.</summary>
    private static readonly TimeSpan LastLines = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<string> lines = new(Capacity);
    private readonly Thread writer;

    public StandardError()
    {
        writer = new(Write) { IsBackground = true, Name = "standard error" };
        writer.Start();
    }

    /// <summary>Standard error, or a writer that discards everything if the program was started with it closed.</summary>
    public static TextWriter Open()
    {
        try
        {
            return Console.Error;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.SetError(TextWriter.Null);
            return TextWriter.Null;
        }
    }

    /// <summary>Writes a line now. A failure is ignored: there is nowhere to report it.</summary>
    public static void TryWriteLine(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Closed, full, or not writable.
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
            // The program is ending.
        }
    }

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
