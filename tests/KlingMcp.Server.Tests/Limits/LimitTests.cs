using System.Net;
using System.Net.Sockets;
using System.Text;
using KlingMcp.Domain;
using KlingMcp.Server.Callers;
using KlingMcp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KlingMcp.Tests.Limits;

/// <summary>What one caller or one connection may cost.</summary>
public sealed class LimitTests : IDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task More_requests_than_allowed_get_429_and_other_callers_do_not_notice()
    {
        await using var server = await TeamServer.StartAsync(WithTokens().With("KLING_MCP_REQUESTS_PER_MINUTE", "3"));

        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(Message.ListTools(1), As("ann")));
        using var refused = await server.PostAsync(Message.ListTools(1), As("ann"));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(Message.ListTools(1), As("bob")));
        Assert.Equal("live\n", await server.GetAsync("/health/live"));
    }

    [Fact]
    public async Task More_waits_than_allowed_are_told_so_and_room_is_made_when_one_ends()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var server = await TeamServer.StartAsync(
            WithTokens(world.Environment("piapi")).With("KLING_MCP_WAITS_PER_CALLER", "2"));
        var (ann, bob) = (await server.ConnectAsync(token: "token-of-ann"), await server.ConnectAsync(token: "token-of-bob"));
        using CancellationTokenSource stop = new();
        Task[] open =
            [ann.CallAsync("wait_for_kling_task", Wait(50), stop.Token), ann.CallAsync("wait_for_kling_tasks", Waits, stop.Token)];
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") > 0);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);

        var refused = await ann.CallAsync("wait_for_kling_task", Wait(1));

        Assert.True(refused.IsError);
        Assert.Equal("rate_limited", refused.At("error.category"));
        Assert.NotNull(refused.At("error.retry_after_seconds"));
        Assert.Contains("wait_for_kling_tasks", refused.Text(), StringComparison.Ordinal);
        Assert.Equal("processing", (await ann.CallAsync("get_kling_task", $$"""{"task_id":"{{Id}}"}""")).At("status"));
        Assert.Equal("processing", (await bob.CallAsync("wait_for_kling_task", Wait(1))).At("status"));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(open));
        await Eventually.IsTrueAsync(() => ann.CallAsync("wait_for_kling_task", Wait(1)).GetAwaiter().GetResult().IsError is not true);
    }

    [Fact]
    public async Task A_comment_comes_every_fifteen_seconds_while_an_answer_is_open()
    {
        ManualTime time = new();
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var server = await TeamServer.StartAsync(
            world.Polling(600, "piapi").With("KLING_MCP_HTTP_TIMEOUT_SECONDS", "120"),
            services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));

        using var response = await server.PostAsync(Message.Wait(1, Id, seconds: 50));
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") > 0);
        using StreamReader body = new(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(": waiting", await body.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));
        var rest = body.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return rest.IsCompleted;
        });
        Assert.Contains("data: {", await rest, StringComparison.Ordinal);
        Assert.Contains("\"result\":", await rest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")]
    [InlineData(
        "POST /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")]
    public async Task A_request_that_does_not_arrive_is_given_up(string sent)
    {
        await using var server = await TeamServer.StartAsync(new Dictionary<string, string?>());
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", new Uri(server.Address).Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(sent), TestContext.Current.CancellationToken);
        using StreamReader answer = new(stream);
        var status = await answer.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.Contains(status, (string?[])[null, "HTTP/1.1 408 Request Timeout", "HTTP/1.1 400 Bad Request"]);
    }

    private const string Waits = $$"""{"task_ids":["{{Id}}"],"timeout_seconds":50}""";

    private static string Wait(int seconds) => $$"""{"task_id":"{{Id}}","timeout_seconds":{{seconds}}}""";

    private static Action<HttpRequestMessage> As(string name) =>
        request => request.Headers.Authorization = new("Bearer", $"token-of-{name}");

    private Dictionary<string, string?> WithTokens(Dictionary<string, string?>? environment = null)
    {
        File.WriteAllLines(file, ((string[])["ann", "bob"]).Select(static name => TokenLine.For(name, $"token-of-{name}").ToString()));
        return (environment ?? []).With("KLING_MCP_TOKENS_FILE", file);
    }
}
