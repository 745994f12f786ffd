using System.Collections.Concurrent;

namespace KlingMcp.Saving;

/// <summary>The progress of the files of a call. Written by the downloads, read by whoever shows it.</summary>
internal sealed class SaveProgress
{
    private readonly ConcurrentQueue<FileProgress> files = new();

    /// <summary>The files in the order in which they began.</summary>
    public IReadOnlyList<FileProgress> Files => [.. files];

    public FileProgress Add(string name)
    {
        FileProgress file = new(name);
        files.Enqueue(file);
        return file;
    }
}

/// <summary>The progress of one file.</summary>
/// <param name="name">Its name without an extension.</param>
internal sealed class FileProgress(string name)
{
    private long done;
    private long total = -1;
    private long from = -1;
    private bool isOver;

    public string Name => name;

    /// <summary>Bytes that are in the file.</summary>
    public long Done => Volatile.Read(ref done);

    /// <summary>Bytes of it that were fetched since the call began. What an earlier call left does not count.</summary>
    public long Fetched => Math.Max(0, Done - Math.Max(0, Volatile.Read(ref from)));

    /// <summary>Bytes of the whole file; <see langword="null"/> when not known.</summary>
    public long? Total => Volatile.Read(ref total) is >= 0 and var known ? known : null;

    /// <summary>Whether nothing follows.</summary>
    public bool IsOver => Volatile.Read(ref isOver);

    /// <param name="length">What is there from an earlier download.</param>
    /// <param name="whole"><see langword="null"/> when not known.</param>
    public void Start(long length, long? whole)
    {
        Interlocked.CompareExchange(ref from, length, -1);
        Volatile.Write(ref done, length);
        Volatile.Write(ref total, whole ?? -1);
    }

    public void Add(int bytes) => Interlocked.Add(ref done, bytes);

    public void End() => Volatile.Write(ref isOver, true);
}
