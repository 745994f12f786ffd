using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KlingMcp.Tests.Support;

/// <summary>Passes bytes on between its clients and a server on loopback, each after a delay.</summary>
internal sealed class DelayingProxy : IAsyncDisposable
{
    private readonly LoopbackListener listener;
    private readonly IPEndPoint target;

    /// <param name="target">The server: <c>127.0.0.1:PORT</c>.</param>
    public DelayingProxy(string target)
    {
        this.target = IPEndPoint.Parse(target);
        listener = new(ServeAsync);
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{listener.Port}");

    /// <summary>Before each piece of an answer.</summary>
    public TimeSpan Delay { get; set; }

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private async Task ServeAsync(Socket client, CancellationToken stopped)
    {
        using Socket server = new(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                await server.ConnectAsync(target, stopped);
                await using NetworkStream asking = new(client), answering = new(server);
                await Task.WhenAny(
                    PassAsync(asking, answering, isAnswer: false, stopped), PassAsync(answering, asking, isAnswer: true, stopped));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The server is gone.
            }
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, bool isAnswer, CancellationToken stopped)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.ReadAsync(buffer, stopped) is > 0 and var count)
            {
                if (isAnswer && Delay > TimeSpan.Zero) await Task.Delay(Delay, TimeProvider.System, stopped);
                await to.WriteAsync(buffer.AsMemory(0, count), stopped);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two has closed the connection.
        }
    }
}
