using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace KlingMcp.Tests.Support;

/// <summary>One request as it arrived.</summary>
/// <param name="Line">The request line: <c>GET /path?query HTTP/1.1</c>.</param>
/// <param name="Headers">By name, in any case.</param>
internal sealed record SeenRequest(string Line, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body; empty for none.</summary>
    public string Body { get; init; } = "";

    /// <summary>Path and query, byte for byte.</summary>
    public string Target => Line.Split(' ')[1];
}

/// <summary>
/// An HTTP server on a loopback socket. The handler writes bytes, so that it can play every kind of fault. An ordinary answer is one write.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly LoopbackListener listener;
    private readonly Func<SeenRequest, Exchange, Task> handle;

    /// <param name="handle">Answers a request.</param>
    public LoopbackServer(Func<SeenRequest, Exchange, Task> handle)
    {
        this.handle = handle;
        listener = new(ServeAsync);
        Address = $"http://127.0.0.1:{listener.Port}";
    }

    /// <summary>Without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>All requests in the order of arrival.</summary>
    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    /// <summary>A server whose answers are only a status and a JSON body.</summary>
    public static LoopbackServer Answering(Func<SeenRequest, (int Status, string Body)> answer) =>
        new((request, exchange) => answer(request) is var (status, body) ? exchange.SendAsync(status, body) : Task.CompletedTask);

    /// <summary>Stops the server. Later connections are refused.</summary>
    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private async Task ServeAsync(Socket socket, CancellationToken stopped)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var exchange = new Exchange(socket, stopped);
            var buffer = new byte[64 * 1024];
            var used = 0;
            try
            {
                while (!exchange.IsClosed)
                {
                    var end = buffer.AsSpan(0, used).IndexOf("\r\n\r\n"u8);
                    var request = end < 0 ? null : Parse(Encoding.UTF8.GetString(buffer, 0, end));
                    var length = int.Parse(request?.Headers.GetValueOrDefault("Content-Length") ?? "0", CultureInfo.InvariantCulture);
                    var whole = end + 4 + length;
                    if (request is null || used < whole)
                    {
                        var read = await socket.ReceiveAsync(buffer.AsMemory(used), stopped);
                        if (read == 0) return;
                        used += read;
                        continue;
                    }

                    request = request with { Body = Encoding.UTF8.GetString(buffer, end + 4, length) };
                    buffer.AsSpan(whole, used - whole).CopyTo(buffer);
                    used -= whole;
                    Requests.Enqueue(request);
                    await handle(request, exchange);
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client has left, or the test is over.
            }
        }
    }

    private static SeenRequest Parse(string head)
    {
        var lines = head.Split("\r\n");
        var headers = lines.Skip(1).Select(static l => l.Split(": ", 2));
        return new(lines[0], headers.ToDictionary(static h => h[0], static h => h[1], StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>One connection, as the handler of a request sees it.</summary>
internal sealed class Exchange(Socket socket, CancellationToken stopped)
{
    /// <summary>The connection ends with this request.</summary>
    public bool IsClosed { get; private set; }

    public CancellationToken Stopped => stopped;

    /// <summary>Sends a complete answer in one write.</summary>
    public Task SendAsync(int status, string body, params string[] headers) => SendAsync(status, Encoding.UTF8.GetBytes(body), headers);

    /// <inheritdoc cref="SendAsync(int, string, string[])"/>
    public Task SendAsync(int status, byte[] body, params string[] headers)
    {
        if (!headers.Any(static h => h.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase)))
            headers = ["Content-Type: application/json", .. headers];
        var lines = string.Concat(headers.Select(static h => $"{h}\r\n"));
        var head = $"HTTP/1.1 {status} Status\r\nContent-Length: {body.Length}\r\n{lines}\r\n";
        byte[] whole = [.. Encoding.Latin1.GetBytes(head), .. body];
        return RawAsync(whole);
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task RawAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, stopped)..];
    }

    /// <summary>Waits without answering until the client closes the connection.</summary>
    public async Task GoneAsync()
    {
        IsClosed = true;
        while (await socket.ReceiveAsync(new byte[1024], stopped) > 0)
        {
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Close()
    {
        IsClosed = true;
        socket.Shutdown(SocketShutdown.Both);
    }

    /// <summary>Resets the connection.</summary>
    public void Reset()
    {
        IsClosed = true;
        socket.LingerState = new(true, 0);
        socket.Close();
    }
}
