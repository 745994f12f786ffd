using System.Buffers;
using System.Security.Cryptography;

namespace KlingMcp.Saving;

/// <summary>
/// Copies a body into a file and hashes it, in constant memory: while a piece is written and hashed on another thread, the next one
/// arrives.
/// </summary>
/// <param name="part">The file.</param>
/// <param name="hash">Is given every byte that is written.</param>
/// <param name="stallTime">How long the body may stand still.</param>
/// <param name="time">The clock of <paramref name="stallTime"/>.</param>
internal sealed class Pump(PartFile part, IncrementalHash hash, TimeSpan stallTime, TimeProvider time)
{
    /// <summary>In bytes. A larger piece costs memory and gains nothing.</summary>
    private const int PieceLength = 256 * 1024;

    /// <summary>Copies to the end of the body. Everything that has arrived is in the file, however it ends.</summary>
    /// <param name="body">The body.</param>
    /// <param name="arrived">Is given each piece while it is written; what it throws ends the copying.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="TimeoutException">Nothing came for too long.</exception>
    public async Task CopyAsync(Stream body, Action<ReadOnlySpan<byte>> arrived, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = new(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        byte[][] pieces = [ArrayPool<byte>.Shared.Rent(PieceLength), ArrayPool<byte>.Shared.Rent(PieceLength)];
        var writing = Task.CompletedTask;
        try
        {
            for (var turn = 0; ; turn ^= 1)
            {
                stall.CancelAfter(stallTime);
                var read = await body.ReadAsync(pieces[turn].AsMemory(0, PieceLength), either.Token);
                stall.CancelAfter(Timeout.InfiniteTimeSpan);
                if (read == 0) break;

                var piece = pieces[turn].AsMemory(0, read);
                await writing;
                writing = Task.Run(() => Write(piece.Span), CancellationToken.None);
                arrived(piece.Span);
            }

            await writing;
        }
        catch (OperationCanceledException) when (stall.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        finally
        {
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var piece in pieces) ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        part.Append(bytes);
        hash.AppendData(bytes);
    }
}
