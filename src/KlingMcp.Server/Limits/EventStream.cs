namespace KlingMcp.Server.Limits;

/// <summary>The body of an answer, into which comments may be written between two events.</summary>
/// <param name="inner">The body.</param>
internal sealed class EventStream(Stream inner) : Stream
{
    public const string ContentType = "text/event-stream";

    private readonly SemaphoreSlim gate = new(1, 1);
    private bool isOver;

    /// <summary>The last two bytes written. Between two events they are line feeds.</summary>
    private (byte, byte) last = ((byte)'\n', (byte)'\n');

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes a comment, unless an event is half written.</summary>
    public async Task CommentAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (isOver || last is not ((byte)'\n', (byte)'\n')) return;

            await inner.WriteAsync(": waiting\n\n"u8.ToArray(), cancellationToken);
            await inner.FlushAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (buffer.Length > 0) last = (buffer.Length > 1 ? buffer.Span[^2] : last.Item2, buffer.Span[^1]);
            await inner.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>No comment is written after this.</summary>
    public override async ValueTask DisposeAsync()
    {
        await gate.WaitAsync();
        isOver = true;
        gate.Release();
        await base.DisposeAsync();
    }
}
