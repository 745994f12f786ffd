using System.Net;
using System.Net.Sockets;
using System.Text;
using KlingMcp.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace KlingMcp.Tests.Limits;

/// <summary>Connections that do little keep nobody else waiting.</summary>
public class ConnectionTests
{
    private static readonly Dictionary<string, string?> NoLimit = new() { ["KLING_MCP_REQUESTS_PER_MINUTE"] = "1000000" };

    [Fact]
    public async Task Two_thousand_idle_connections_stay_open_and_a_call_is_answered_meanwhile()
    {
        await using var server = await TeamServer.StartAsync(NoLimit);
        List<TcpClient> idle = [];
        try
        {
            for (var i = 0; i < 2000; i++) idle.Add(await ConnectAsync(server));

            Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(Message.ListTools(1)));
            foreach (var connection in (TcpClient[])[idle[0], idle[^1]])
            {
                await connection.GetStream().WriteAsync(Request(Message.ListTools(1)), TestContext.Current.CancellationToken);
                using StreamReader answer = new(connection.GetStream());
                Assert.Equal("HTTP/1.1 200 OK", await answer.ReadLineAsync(TestContext.Current.CancellationToken));
            }
        }
        finally
        {
            foreach (var connection in idle) connection.Dispose();
        }
    }

    [Fact]
    public async Task Somebody_who_reads_byte_by_byte_keeps_nobody_waiting()
    {
        await using var server = await TeamServer.StartAsync(NoLimit, WithSmallBuffers);
        using var slow = await ConnectAsync(server);
        var stream = slow.GetStream();

        // The answers are more than the buffers on the way hold, so that the server has to wait for their reader.
        for (var i = 0; i < 50; i++) await stream.WriteAsync(Request(Message.ListTools(i)), TestContext.Current.CancellationToken);
        var received = new byte[1];
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(1, await stream.ReadAsync(received, TestContext.Current.CancellationToken));
            Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(Message.ListTools(i)));
        }
    }

    /// <summary>Answers soon wait for their reader, and the server never gives him up.</summary>
    private static void WithSmallBuffers(IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(static options => options.Limits.MinResponseDataRate = null);
        services.Configure<SocketTransportOptions>(static options => options.CreateBoundListenSocket = static endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = 4096;
            return socket;
        });
    }

    private static async Task<TcpClient> ConnectAsync(TeamServer server)
    {
        TcpClient client = new() { ReceiveBufferSize = 4096 };
        await client.ConnectAsync("127.0.0.1", new Uri(server.Address).Port, TestContext.Current.CancellationToken);
        return client;
    }

    private static byte[] Request(string body) => Encoding.ASCII.GetBytes(
        $"POST /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: application/json, text/event-stream\r\n"
        + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
}
