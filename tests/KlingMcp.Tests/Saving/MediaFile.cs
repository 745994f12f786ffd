using System.Globalization;
using System.Text;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Saving;

/// <summary>A file on a server, and what the server does wrong with it.</summary>
internal sealed class MediaFile
{
    private long sent;
    private int cuts;

    /// <summary>The content: a video of one megabyte unless said otherwise.</summary>
    public byte[] Bytes { get; set; } = Video(1_000_000, seed: 1);

    public string? ETag { get; set; } = "\"v1\"";

    /// <summary>Whether <c>Range</c> is understood.</summary>
    public bool HasRanges { get; set; } = true;

    /// <summary>How often the connection breaks after <see cref="CutAfter"/> bytes of an answer.</summary>
    public int Cuts { get; set; }

    public int CutAfter { get; set; } = 300_000;

    /// <summary>Bytes after which the answer waits for <see cref="Gate"/>.</summary>
    public int PauseAfter { get; set; } = int.MaxValue;

    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether an answer waits for the gate.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Answers in place of the file; <see langword="null"/> to send the file.</summary>
    public Func<SeenRequest, Exchange, Task?> Instead { get; set; } = static (_, _) => null;

    /// <summary>Bytes of the file that were sent.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>The beginning of an MP4 file, then bytes that differ by the seed.</summary>
    public static byte[] Video(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        Encoding.ASCII.GetBytes("\0\0\0\u0020ftypisom").CopyTo(bytes, 0);
        return bytes;
    }

    public async Task AnswerAsync(SeenRequest request, Exchange exchange)
    {
        if (Instead(request, exchange) is { } other)
        {
            await other;
            return;
        }

        var tag = ETag is null ? "" : $"ETag: {ETag}\r\n";
        if (ETag is not null && request.Headers.GetValueOrDefault("If-None-Match") == ETag)
        {
            await WriteAsync(exchange, $"HTTP/1.1 304 Not Modified\r\n{tag}\r\n");
            return;
        }

        var from = From(request);
        if (from > Bytes.Length - 1)
        {
            await WriteAsync(exchange, $"HTTP/1.1 416 No\r\nContent-Range: bytes */{Bytes.Length}\r\nContent-Length: 0\r\n{tag}\r\n");
            return;
        }

        var status = from > 0 ? $"206 Partial\r\nContent-Range: bytes {from}-{Bytes.Length - 1}/{Bytes.Length}" : "200 OK";
        await WriteAsync(exchange, $"HTTP/1.1 {status}\r\nContent-Type: video/mp4\r\nContent-Length: {Bytes.Length - from}\r\n{tag}\r\n");
        await SendAsync(exchange, from);
    }

    private int From(SeenRequest request) =>
        HasRanges && request.Headers.TryGetValue("Range", out var range)
        && (!request.Headers.TryGetValue("If-Range", out var condition) || condition == ETag)
            ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture)
            : 0;

    private async Task SendAsync(Exchange exchange, int from)
    {
        var cutAt = Interlocked.Increment(ref cuts) <= Cuts ? from + CutAfter : int.MaxValue;
        for (var at = from; at < Bytes.Length;)
        {
            if (at >= PauseAfter && !Gate.Task.IsCompleted)
            {
                IsPaused = true;
                await Gate.Task.WaitAsync(exchange.Stopped);
            }

            if (at >= cutAt)
            {
                exchange.Close();
                return;
            }

            var end = Math.Min(Math.Min(at + 50_000, Bytes.Length), cutAt);
            await exchange.RawAsync(Bytes.AsMemory(at, end - at));
            Interlocked.Add(ref sent, end - at);
            at = end;
        }
    }

    private static Task WriteAsync(Exchange exchange, string head) => exchange.RawAsync(Encoding.Latin1.GetBytes(head));
}
