using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Http;

/// <summary>One request over a real socket, and what is made of its answer.</summary>
public sealed class AttemptTests : IDisposable
{
    private readonly ManualTime time = new();
    private readonly HttpMessageInvoker connections = Connections.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => connections.Dispose();

    [Theory]
    [InlineData(0, false)]
    [InlineData(ProviderResponse.MaxBytes, false)]
    [InlineData(ProviderResponse.MaxBytes, true)]
    public async Task A_body_of_up_to_four_mebibytes_comes_byte_for_byte(int length, bool chunked)
    {
        var sent = RandomNumberGenerator.GetBytes(length);
        await using LoopbackServer server = new((_, exchange) => SendAsync(exchange, sent, chunked));

        var (response, fault) = await AskAsync(server.Address);

        Assert.Null(fault);
        Assert.Equal(200, response?.Status);
        Assert.True(sent.AsSpan().SequenceEqual(response!.Body.Span));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_one_byte_more_is_refused(bool chunked)
    {
        await using LoopbackServer server = new((_, exchange) => SendAsync(exchange, new byte[ProviderResponse.MaxBytes + 1], chunked));

        var (response, fault) = await AskAsync(server.Address);

        Assert.Null(response);
        Assert.Equal((FaultCategory.BadResponse, "a body over 4 MiB", 200), (fault!.Category, fault.Message, fault.HttpStatus));
    }

    [Theory]
    [InlineData("7", 7.0)]
    [InlineData(" 0.5 ", 0.5)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("1e3", null)]
    [InlineData("soon", null)]
    [InlineData("99999999999999999999999999", 86_400.0)]
    [InlineData("Sun, 22 Nov 2026 12:00:50 GMT", 50.0)]
    [InlineData("Sun, 22 Nov 2026 11:59:50 GMT", null)]
    [InlineData("Sun, 22 Nov 2026 12:00:50 GMT\r\nDate: Sun, 22 Nov 2026 12:00:40 GMT", 10.0)]
    public async Task A_pause_is_read_as_seconds_or_as_a_date_by_the_providers_clock(string header, double? seconds)
    {
        await using LoopbackServer server = new((_, exchange) => exchange.SendAsync(429, "{}", $"Retry-After: {header}"));

        Assert.Equal(seconds, (await AskAsync(server.Address)).Response?.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task What_the_answer_says_of_itself_is_kept()
    {
        string[] headers = ["Content-Type: TEXT/Html; charset=x", "Date: Sun, 22 Nov 2026 12:00:40 GMT"];
        await using LoopbackServer server = new((_, exchange) => exchange.SendAsync(203, "{}", headers));

        var (response, _) = await AskAsync(server.Address);

        Assert.Equal((203, "text/html"), (response!.Status, response.ContentType));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 12, 0, 40, TimeSpan.Zero), response.Date);
        Assert.Null(response.RetryAfter);
    }

    [Fact]
    public async Task No_cookie_is_kept_and_no_redirect_followed()
    {
        string[] headers = ["Set-Cookie: session=1; Path=/", "Location: /elsewhere"];
        await using LoopbackServer server = new((_, exchange) => exchange.SendAsync(302, "{}", headers));

        Assert.Equal(302, (await AskAsync(server.Address)).Response?.Status);
        Assert.Equal(302, (await AskAsync(server.Address)).Response?.Status);

        Assert.Equal(["/", "/"], server.Requests.Select(static r => r.Target));
        Assert.All(server.Requests, static r => Assert.DoesNotContain("Cookie", r.Headers.Keys));
    }

    [Fact]
    public async Task Who_speaks_no_TLS_is_not_trusted()
    {
        using var listener = Listening(out var address);
        var call = AskAsync(address);
        using (var socket = await listener.AcceptSocketAsync(Cancel))
            await socket.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Cancel);


        var fault = (await call).Fault!;
        Assert.Equal((FaultCategory.Network, "no trusted TLS connection"), (fault.Category, fault.Message));
    }

    [Fact]
    public async Task A_connection_that_is_never_made_is_told_as_that()
    {
        using var listener = Listening(out var address);
        using HttpMessageInvoker impatient = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromMilliseconds(50) });
        using HttpRequestMessage request = new(HttpMethod.Get, address);

        var (_, fault) = await HttpAttempt.RunAsync(impatient, request, TimeSpan.FromSeconds(14.5), time, Cancel);

        Assert.Equal((FaultCategory.Network, "no connection could be made in time"), (fault!.Category, fault.Message));
    }

    [Fact]
    public async Task What_comes_too_late_is_told_with_the_limit_and_what_the_caller_ends_is_thrown()
    {
        await using LoopbackServer server = new(static (_, exchange) => exchange.GoneAsync());
        var late = AskAsync(server.Address);
        await Eventually.IsTrueAsync(() => server.Requests.Count == 1);
        time.Advance(TimeSpan.FromSeconds(14.5));

        var (_, fault) = await late;
        Assert.Equal((FaultCategory.Timeout, "no whole answer within 14.5 s"), (fault!.Category, fault.Message));

        using CancellationTokenSource stop = new();
        var ended = AskAsync(server.Address, stop.Token);
        await Eventually.IsTrueAsync(() => server.Requests.Count == 2);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ended);
    }

    [Fact]
    public async Task A_connection_that_breaks_as_the_caller_leaves_is_thrown_as_the_end_of_the_call()
    {
        using CancellationTokenSource stop = new();
        using HttpMessageInvoker breaking = new(new Responder(_ =>
        {
            stop.Cancel();
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        }));
        using HttpRequestMessage request = new(HttpMethod.Get, "http://127.0.0.1:9");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => HttpAttempt.RunAsync(breaking, request, TimeSpan.FromSeconds(14.5), time, stop.Token));
    }

    private async Task<(ProviderResponse? Response, Fault? Fault)> AskAsync(string address, CancellationToken? cancellationToken = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        return await HttpAttempt.RunAsync(connections, request, TimeSpan.FromSeconds(14.5), time, cancellationToken ?? Cancel);
    }

    /// <summary>Somebody who takes connections and says nothing, by an address that wants TLS.</summary>
    private static TcpListener Listening(out string address)
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        address = $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        return listener;
    }

    private static async Task SendAsync(Exchange exchange, byte[] body, bool chunked)
    {
        if (!chunked)
        {
            await exchange.SendAsync(200, body);
            return;
        }

        await exchange.RawAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n"));
        await exchange.RawAsync(body);
        await exchange.RawAsync("\r\n0\r\n\r\n"u8.ToArray());
    }
}
