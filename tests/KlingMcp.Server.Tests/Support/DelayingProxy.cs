using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KlingMcp.Tests.Support;

/// <summary>Passes bytes on between its clients and a server on loopback, each after a delay.</summary>
internal sealed class DelayingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly IPEndPoint target;
    private readonly Task accepting;

    /// <param name="target">The server: <c>127.0.0.1:PORT</c>.</param>
    public DelayingProxy(string target)
    {
        this.target = IPEndPoint.Parse(target);
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Before each piece of an answer.</summary>
    public TimeSpan Delay { get; set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The proxy was stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient server = new();
        using (client)
        {
            try
            {
                await server.ConnectAsync(target, stop.Token);
                await Task.WhenAny(PassAsync(client, server, isAnswer: false), PassAsync(server, client, isAnswer: true));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The server is gone.
            }
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.GetStream().ReadAsync(buffer, stop.Token) is > 0 and var count)
            {
                if (isAnswer && Delay > TimeSpan.Zero) await Task.Delay(Delay, TimeProvider.System, stop.Token);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two has closed the connection.
        }
    }
}
