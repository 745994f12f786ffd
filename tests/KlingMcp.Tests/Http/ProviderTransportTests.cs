using System.Collections.Concurrent;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Http;

/// <summary>Retries, pauses and the limit of requests in flight, over real sockets and with a clock that the test moves.</summary>
public sealed class ProviderTransportTests : IAsyncDisposable
{
    private readonly ManualTime time = new();
    private readonly HttpMessageInvoker connections = Connections.Open();
    private readonly LoopbackServer server;
    private readonly ConcurrentQueue<TaskCompletionSource<(int Status, string[] Headers)>> answers = new();
    private readonly List<ProviderTransport> lines = [];

    public ProviderTransportTests() => server = new(AnswerAsync);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        lines.ForEach(static l => l.Dispose());
        connections.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(429, 5, 2)]
    [InlineData(503, 5, 2)]
    [InlineData(429, 21, 1)]
    [InlineData(503, 21, 1)]
    public async Task A_pause_that_fits_the_callers_time_is_waited_out_and_a_longer_one_is_reported(int status, int pause, int requests)
    {
        Answers((status, pause), (200, null));
        var start = time.GetUtcNow();

        var call = AskAsync(Line(), patience: 20);
        await time.AdvanceUntilAsync(() => call.IsCompleted, TimeSpan.FromSeconds(30));

        var reading = await call;
        Assert.Equal(requests, server.Requests.Count);
        Assert.Equal(requests is 2, reading.IsSuccess);
        if (requests is 2) Assert.True(time.GetUtcNow() - start >= TimeSpan.FromSeconds(pause));
        else Assert.Equal((FaultCategory.RateLimited, TimeSpan.FromSeconds(pause)), (reading.Fault!.Category, reading.Fault.RetryAfter));
    }

    [Theory]
    [InlineData(20, "provider_unavailable")]
    [InlineData(21, "rate_limited")]
    public async Task A_fault_whose_pause_ends_after_the_callers_time_is_told_as_a_limit(int pause, string category)
    {
        Answers((503, pause));

        var fault = (await AskAsync(Line(new() { Retries = 0 }), patience: 20)).Fault!;

        Assert.Equal((category, 503, TimeSpan.FromSeconds(pause)), (fault.Category.Word, fault.HttpStatus, fault.RetryAfter));
    }

    [Theory]
    [InlineData(30, 20)]
    [InlineData(20, 30)]
    public async Task Of_two_pauses_asked_for_at_once_the_longer_one_counts(int first, int second)
    {
        var line = Line();
        var (one, two) = (Held(), Held());
        Answers((200, null));
        var asked = AskAsync(line);
        await Eventually.IsTrueAsync(() => server.Requests.Count == 1);
        var also = AskAsync(line);
        await Eventually.IsTrueAsync(() => server.Requests.Count == 2);

        one.SetResult((429, [$"Retry-After: {first}"]));
        await asked;
        two.SetResult((429, [$"Retry-After: {second}"]));
        await also;

        time.Advance(TimeSpan.FromSeconds(25));
        var meanwhile = (await AskAsync(line)).Fault!;
        Assert.Equal((FaultCategory.RateLimited, TimeSpan.FromSeconds(5)), (meanwhile.Category, meanwhile.RetryAfter));
        Assert.Equal("the provider asked for a pause, so it was not asked", meanwhile.Message);
        Assert.Equal(2, server.Requests.Count);

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.True((await AskAsync(line)).IsSuccess);
    }

    [Fact]
    public async Task A_pause_of_more_than_a_minute_is_reported_in_full_and_kept_for_a_minute()
    {
        var line = Line();
        Answers((429, 90), (429, 70), (200, null));
        await AskAsync(line);

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(31, (await AskAsync(line)).Fault?.RetryAfter?.TotalSeconds);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(70, (await AskAsync(line)).Fault?.RetryAfter?.TotalSeconds);
        Assert.Equal(2, server.Requests.Count);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.True((await AskAsync(line)).IsSuccess);
    }

    [Theory]
    [InlineData(2, 503, 3)]
    [InlineData(0, 503, 1)]
    [InlineData(2, 404, 1)]
    public async Task A_transient_fault_is_retried_as_often_as_the_options_say(int retries, int status, int requests)
    {
        Answers((status, null), (status, null), (status, null), (200, null));

        var call = AskAsync(Line(new() { Retries = retries }));
        await time.AdvanceUntilAsync(() => call.IsCompleted, TimeSpan.FromSeconds(30));

        Assert.Equal(status, (await call).Fault?.HttpStatus);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task A_caller_that_wants_a_single_attempt_gets_one()
    {
        Answers((503, null), (200, null));

        Assert.Equal(503, (await AskAsync(Line(), retries: false)).Fault?.HttpStatus);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Requests_beyond_the_limit_in_flight_wait_for_their_turn()
    {
        var line = Line(new() { RequestsInFlight = 2 });
        TaskCompletionSource<(int, string[])>[] held = [.. Enumerable.Range(0, 5).Select(_ => Held())];
        Task<Result<KlingTask>>[] call = [.. Enumerable.Range(0, 5).Select(_ => AskAsync(line))];

        for (var done = 0; done < 5; done++)
        {
            await Eventually.IsTrueAsync(() => server.Requests.Count == Math.Min(5, done + 2));
            await Task.Delay(TimeSpan.FromMilliseconds(30), Cancel);
            Assert.Equal(Math.Min(5, done + 2), server.Requests.Count);
            held[done].SetResult((200, []));
        }

        Assert.All(await Task.WhenAll(call), static reading => Assert.True(reading.IsSuccess));
    }

    [Fact]
    public async Task Reading_a_body_counts_towards_the_time_of_the_attempt()
    {
        var line = Line(new() { AttemptTimeout = TimeSpan.FromSeconds(10), Retries = 0 });
        Answers((200, null), (200, null));

        Assert.True((await ReadForAsync(TimeSpan.FromSeconds(9))).IsSuccess);
        Assert.Equal(FaultCategory.Timeout, (await ReadForAsync(TimeSpan.FromSeconds(11))).Fault?.Category);

        Task<Result<KlingTask>> ReadForAsync(TimeSpan length) => SendAsync(line, response =>
        {
            time.Advance(length);
            response.Stop.ThrowIfCancellationRequested();
            return Read(response);
        });
    }

    [Fact]
    public async Task Reading_a_body_stops_when_the_caller_has_left()
    {
        using CancellationTokenSource caller = new();
        Answers((200, null));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(
            Line(),
            response =>
            {
                caller.Cancel();
                response.Stop.ThrowIfCancellationRequested();
                return Read(response);
            },
            caller.Token));
    }

    private Task<Result<KlingTask>> SendAsync(
        ProviderTransport line, Func<ProviderResponse, Result<KlingTask>> read, CancellationToken? cancel = null) =>
        line.SendAsync(() => new(HttpMethod.Get, server.Address), read, new RetryBudget(time.GetTimestamp()), cancel ?? Cancel);

    private ProviderTransport Line(HttpOptions? options = null)
    {
        ProviderTransport line = new(connections, options ?? new(), time);
        lines.Add(line);
        return line;
    }

    private Task<Result<KlingTask>> AskAsync(ProviderTransport transport, int patience = 0, bool retries = true)
    {
        RetryBudget budget = new(time.GetTimestamp() + (long)(patience * time.TimestampFrequency)) { Retries = retries };
        return transport.SendAsync(() => new(HttpMethod.Get, server.Address), Read, budget, Cancel);
    }

    private static Result<KlingTask> Read(ProviderResponse response) => response.Status is 200
        ? new KlingTask(new("piapi", null, "1"), KlingTaskStatus.Queued, "pending")
        : HttpFaults.Of(response);

    /// <summary>An answer that is still to come.</summary>
    private TaskCompletionSource<(int Status, string[] Headers)> Held()
    {
        TaskCompletionSource<(int, string[])> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        answers.Enqueue(answer);
        return answer;
    }

    /// <summary>The next answers: a status, and the pause asked for in seconds.</summary>
    private void Answers(params (int Status, int? Pause)[] next)
    {
        foreach (var (status, pause) in next) Held().SetResult((status, pause is null ? [] : [$"Retry-After: {pause}"]));
    }

    private async Task AnswerAsync(SeenRequest request, Exchange exchange)
    {
        Assert.True(answers.TryDequeue(out var answer));
        var (status, headers) = await answer.Task.WaitAsync(exchange.Stopped);
        await exchange.SendAsync(status, "{}", headers);
    }
}
