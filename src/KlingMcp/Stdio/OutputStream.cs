using System.Buffers;

namespace KlingMcp.Stdio;

/// <summary>
/// Standard output, a whole line at a time: the SDK writes a message and its line feed apart, and a call cancelled between the two would spoil the next
/// message. It says when nobody reads it any more: the session is over then.
/// </summary>
/// <param name="inner">The output.</param>
/// <param name="broken">Called when a write fails.</param>
internal sealed class OutputStream(Stream inner, Action broken) : OneWayStream(inner)
{
    /// <summary>Bytes of room that is kept from line to line.</summary>
    private const int KeptRoom = 64 * 1024;

    private ArrayBufferWriter<byte> line = new();

    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return;
        if (line.WrittenCount == 0) cancellationToken.ThrowIfCancellationRequested();

        line.Write(buffer.Span);
        if (buffer.Span[^1] != (byte)'\n') return;

        try
        {
            await Inner.WriteAsync(line.WrittenMemory, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            broken();
            throw;
        }
        finally
        {
            if (line.Capacity > KeptRoom) line = new();
            else line.ResetWrittenCount();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Inner.FlushAsync(cancellationToken);

    public override void Flush() => Inner.Flush();
}
