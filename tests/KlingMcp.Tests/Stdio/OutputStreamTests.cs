using System.Text;
using KlingMcp.Stdio;

namespace KlingMcp.Tests.Stdio;

/// <summary>The SDK writes a message and its line feed separately, each with the cancellation token of the call.</summary>
public class OutputStreamTests
{
    [Fact]
    public async Task A_line_is_completed_though_its_call_is_cancelled()
    {
        using MemoryStream written = new();
        await using OutputStream output = new(written, static () => { });
        using var call = new CancellationTokenSource();

        await output.WriteAsync("{}"u8.ToArray(), call.Token);
        await call.CancelAsync();
        await output.WriteAsync("\n"u8.ToArray(), call.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await output.WriteAsync("[]"u8.ToArray(), call.Token));
        await output.WriteAsync("42\n"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal("{}\n42\n", Encoding.UTF8.GetString(written.ToArray()));
    }

    [Fact]
    public async Task A_line_is_written_in_one_piece_when_it_is_complete()
    {
        using MemoryStream written = new();
        await using OutputStream output = new(written, static () => { });
        var message = new byte[200_000];
        message.AsSpan().Fill((byte)'x');

        foreach (var _ in Enumerable.Range(0, 2))
        {
            written.SetLength(0);
            await output.WriteAsync(message, TestContext.Current.CancellationToken);
            Assert.Equal(0, written.Length);

            await output.WriteAsync("\n"u8.ToArray(), TestContext.Current.CancellationToken);
            Assert.Equal([.. message, (byte)'\n'], written.ToArray());
        }
    }
}
