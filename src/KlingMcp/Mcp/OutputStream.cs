namespace KlingMcp.Mcp;

/// <summary>
/// Standard output that says when nobody reads it any more: the session is over then. A line begun is finished, whoever cancels: the SDK writes a message
/// and its line feed apart, and a call cancelled between the two would spoil the next message.
/// </summary>
/// <param name="inner">The output.</param>
/// <param name="broken">Called when a write fails.</param>
internal sealed class OutputStream(Stream inner, Action broken) : Stream
{
    private bool isInLine;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return;
        if (!isInLine) cancellationToken.ThrowIfCancellationRequested();

        isInLine = buffer.Span[^1] != (byte)'\n';
        try
        {
            await inner.WriteAsync(buffer, CancellationToken.None);
        }
        catch (IOException)
        {
            broken();
            throw;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
