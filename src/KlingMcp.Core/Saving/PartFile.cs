using System.Security.Cryptography;
using KlingMcp.Domain;

namespace KlingMcp.Saving;

/// <summary>
/// A file that is arriving: <c>STEM.part</c>, which one process at a time can open, and <c>STEM.part.json</c> beside it. Both stay when a
/// download breaks off, so that the next one goes on from there.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private readonly FileStream stream;
    private readonly string path;

    private PartFile(FileStream stream, string path) => (this.stream, this.path) = (stream, path);

    /// <summary>The bytes that have arrived.</summary>
    public long Length => stream.Length;

    /// <summary>What is known of the whole file; <see langword="null"/> when nothing is.</summary>
    public PartNote? Note => SideFile.Read(NotePath, SavingJson.Default.PartNote);

    private string NotePath => $"{path}.json";

    /// <summary>Opens and locks the file.</summary>
    /// <exception cref="SaveFaultException">Another call has it open, or it cannot be opened.</exception>
    public static PartFile Open(string folder, string stem)
    {
        var path = Path.Combine(folder, $"{stem}.part");
        FileStream? stream = null;
        try
        {
            if (IsLink(path)) throw new SaveFaultException(LinkInTheWay);

            stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

            // Between opening and locking, another process may have moved the file into its place or put a link there.
            if (!stream.CanSeek || IsLink(path)) throw new SaveFaultException(LinkInTheWay);
            if (new FileInfo(path) is not { Exists: true } file || file.Length != stream.Length) throw new SaveFaultException(InUse);

            return new(stream, path);
        }
        catch (Exception e)
        {
            stream?.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw new SaveFaultException(FileFaults.Of(e));
            throw;
        }
    }

    /// <summary>Starts the file anew.</summary>
    public void Begin(PartNote note) => Guarded(() =>
    {
        stream.SetLength(0);
        stream.Position = 0;
        SideFile.Write(NotePath, note, SavingJson.Default.PartNote);
    });

    /// <summary>Reads what has arrived, and leaves the position at its end.</summary>
    /// <param name="hash">Is given all of it.</param>
    /// <param name="head">Is given its beginning.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Reread(IncrementalHash hash, Action<ReadOnlySpan<byte>> head, CancellationToken cancellationToken) => Guarded(() =>
    {
        stream.Position = 0;
        var buffer = new byte[128 * 1024];
        while (stream.Read(buffer) is > 0 and var read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            head(buffer.AsSpan(0, read));
        }
    });

    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SaveFaultException(FileFaults.Of(e));
        }
    }

    /// <summary>Moves the whole file into place in one step; false if there is something already.</summary>
    public bool TryMoveTo(string target)
    {
        if (IsTaken(target)) return false;

        Guarded(() =>
        {
            // Windows does not move a file that is open without sharing. Elsewhere the lock is held until the file is in its place.
            if (OperatingSystem.IsWindows()) stream.Dispose();
            File.Move(path, target, overwrite: false);
            File.Delete(NotePath);
        });
        return true;
    }

    /// <summary>Whether a file, a folder or a link has this name.</summary>
    public static bool IsTaken(string path) => File.Exists(path) || Directory.Exists(path) || IsLink(path);

    /// <summary>Whether there is a link with this name, whatever it leads to.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>Removes the file.</summary>
    public void Discard()
    {
        try
        {
            if (OperatingSystem.IsWindows()) stream.Dispose();
            File.Delete(path);
            File.Delete(NotePath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays; the next call starts from it or replaces it.
        }
    }

    public void Dispose() => stream.Dispose();

    private static Fault LinkInTheWay => new(FaultCategory.NotConfigured, "a link or a device has the name of the file")
    {
        Hint = "Remove what ends in .part from the folder.",
    };

    /// <summary>Retryable.</summary>
    public static Fault InUse => new(FaultCategory.Timeout, "it is being saved by another process or call")
    {
        Hint = "Call again when that one is done.",
    };

    private static void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SaveFaultException(FileFaults.Of(e));
        }
    }
}
