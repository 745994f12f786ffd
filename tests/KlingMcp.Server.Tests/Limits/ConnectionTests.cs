using System.Net;
using System.Net.Sockets;
using System.Text;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Limits;

/// <summary>Connections that do little keep nobody else waiting.</summary>
public class ConnectionTests
{
    private static readonly Dictionary<string, string?> NoLimit = new() { ["KLING_MCP_REQUESTS_PER_MINUTE"] = "1000000" };

    /// <summary>A write that takes this long is not taken.</summary>
    private static readonly TimeSpan Stalled = TimeSpan.FromMilliseconds(500);

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
        await using var server = await TeamServer.StartAsync(NoLimit);
        using var slow = await ConnectAsync(server);
        var stream = slow.GetStream();

        // Until the server takes no more: it waits for somebody to read its answers.
        var request = Request(Message.ListTools(1));
        Task sending;
        do sending = stream.WriteAsync(request, TestContext.Current.CancellationToken).AsTask();
        while (await Task.WhenAny(sending, Task.Delay(Stalled, TestContext.Current.CancellationToken)) == sending);

        var received = new byte[1];
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(1, await stream.ReadAsync(received, TestContext.Current.CancellationToken));
            Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(Message.ListTools(i)));
        }
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
