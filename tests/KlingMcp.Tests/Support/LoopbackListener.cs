using System.Net;
using System.Net.Sockets;

namespace KlingMcp.Tests.Support;

/// <summary>Accepts connections on loopback until it is disposed. Later ones are refused.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Socket, CancellationToken, Task> serve;
    private readonly Task accepting;

    /// <param name="serve">Serves a connection and closes it. The token is cancelled when the listener is disposed.</param>
    public LoopbackListener(Func<Socket, CancellationToken, Task> serve)
    {
        this.serve = serve;
        listener.Start(backlog: 4096);
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested) return;

        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = serve(await listener.AcceptSocketAsync(stop.Token), stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // It was disposed.
        }
    }
}
