namespace KlingMcp.Mcp;

/// <summary>
/// Standard output that says when nobody reads it any more: the session is over then. A line begun is finished, whoever cancels: the SDK writes a message
/// and its line feed apart, and a call cancelled between the two would spoil the next message.
/// </summary>
/// <param name="inner">The output.</param>
/// <param name="broken">Called when a write fails.</param>
internal sealed class OutputStream(Stream inner, Action broken) : OneWayStream(inner)
{
    private bool isInLine;

    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return;
        if (!isInLine) cancellationToken.ThrowIfCancellationRequested();

        isInLine = buffer.Span[^1] != (byte)'\n';
        try
        {
            await Inner.WriteAsync(buffer, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            broken();
            throw;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Inner.FlushAsync(cancellationToken);

    public override void Flush() => Inner.Flush();
}
