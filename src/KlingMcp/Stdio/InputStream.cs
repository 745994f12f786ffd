namespace KlingMcp.Stdio;

/// <summary>
/// Standard input whose end is held back until every answer is out: once the SDK has seen the end it drops all answers, and yet waits for the calls.
/// A last line without a line feed gets one.
/// </summary>
/// <param name="inner">The input.</param>
/// <param name="ended">Called once at the end; the end is passed on when it is done.</param>
internal sealed class InputStream(Stream inner, Func<Task> ended) : OneWayStream(inner)
{
    private bool isInLine;
    private bool isOver;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || isOver) return 0;

        var read = await ReadOrEndAsync(buffer, cancellationToken);
        if (read > 0)
        {
            isInLine = buffer.Span[read - 1] != (byte)'\n';
            return read;
        }

        if (isInLine)
        {
            isInLine = false;
            buffer.Span[0] = (byte)'\n';
            return 1;
        }

        isOver = true;
        await ended();
        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>An input that breaks (a socket whose other end is gone) or never was one (a folder) has ended.</summary>
    private async Task<int> ReadOrEndAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            // a read of standard input cannot be cancelled, so the wait for it is
            return await Inner.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
