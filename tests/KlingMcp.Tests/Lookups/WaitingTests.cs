using System.Collections.Concurrent;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>What a wait goes on through and what ends it, with eight seconds between polls.</summary>
public sealed class WaitingTests : IAsyncDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private readonly ProviderWorld world = new();
    private readonly ServerHarness server;
    private int asked;

    public WaitingTests() => server = new(world.Polling(8, "piapi"), new ManualTime());

    [Fact]
    public async Task Not_found_on_the_first_read_is_asked_again_after_two_seconds()
    {
        var waiting = server.Wait(Id);
        await Eventually.IsTrueAsync(() => waiting.Reports == 1);
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);

        server.Time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(1, world.CountOf("piapi"));
        server.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("succeeded", (await waiting.AnswerAsync()).At("status"));
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Not_found_before_any_state_is_checked_again_after_2_4_and_8_seconds()
    {
        var waiting = server.Wait(Id);

        await AdvanceAfterEachPollAsync(waiting, 2, 4, 8);

        Assert.Equal("not_found", (await waiting.AnswerAsync()).At("error.category"));
        Assert.Equal(4, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_new_task_that_becomes_visible_late_is_found()
    {
        var waiting = server.Wait(Id);
        await AdvanceAfterEachPollAsync(waiting, 2, 4);
        await Eventually.IsTrueAsync(() => waiting.Reports == 3);
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);

        server.Time.Advance(TimeSpan.FromSeconds(8));

        Assert.Equal("succeeded", (await waiting.AnswerAsync()).At("status"));
    }

    [Fact]
    public async Task Not_found_after_a_state_was_read_is_checked_twice_before_it_ends_the_wait()
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        var waiting = server.Wait(Id);
        await Eventually.IsTrueAsync(() => waiting.Reports == 1);
        world.Tasks.Clear();

        await AdvanceAfterEachPollAsync(waiting, 8, 2, 4);

        Assert.Equal("not_found", (await waiting.AnswerAsync()).At("error.category"));
        Assert.Equal(4, world.CountOf("piapi"));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_single_refusal_after_a_state_was_read_does_not_end_the_wait(int status)
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        Answer(n => n == 2 ? (status, "{}") : null);
        var waiting = server.Wait(Id);
        await AdvanceAfterEachPollAsync(waiting, 8);
        await Eventually.IsTrueAsync(() => waiting.Reports == 2);
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);

        server.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("succeeded", (await waiting.AnswerAsync()).At("status"));
    }

    [Fact]
    public async Task A_key_that_is_refused_is_confirmed_by_one_read_for_all_waits_of_the_account()
    {
        string[] ids = [.. Enumerable.Range(1, 5).Select(static n => $"00000000-0000-4000-8000-00000000000{n}")];
        foreach (var id in ids) world.Add("piapi", id, KlingTaskStatus.Processing);
        var waiting = server.Wait([.. ids.Select(static id => $"piapi:{id}")]);
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") == 5);
        Answer(static _ => (401, "{}"));

        await server.Time.AdvanceUntilAsync(() => waiting.Result.IsCompleted, TimeSpan.FromSeconds(45));

        var answer = await waiting.AnswerAsync();
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal("auth", answer.At($"errors.{i}.error.category")));
        Assert.Equal(11, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_key_that_is_refused_once_is_confirmed_by_one_read_and_then_all_waits_go_on()
    {
        string[] ids = [.. Enumerable.Range(1, 5).Select(static n => $"00000000-0000-4000-8000-00000000000{n}")];
        foreach (var id in ids) world.Add("piapi", id, KlingTaskStatus.Processing);
        var waiting = server.Wait([.. ids.Select(static id => $"piapi:{id}")]);
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") == 5);
        Answer(static n => n <= 5 ? (401, "{}") : null);
        await server.Time.AdvanceUntilAsync(() => world.CountOf("piapi") == 10, TimeSpan.FromSeconds(9));
        foreach (var id in ids) world.Add("piapi", id, KlingTaskStatus.Succeeded);

        await server.Time.AdvanceUntilAsync(() => waiting.Result.IsCompleted, TimeSpan.FromSeconds(3));

        var answer = await waiting.AnswerAsync();
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal("succeeded", answer.At($"tasks.{i}.status")));
        Assert.Equal(15, world.CountOf("piapi"));
    }

    [Theory]
    [InlineData(3, "status", "succeeded")]
    [InlineData(4, "error.category", "bad_response")]
    public async Task A_wait_survives_three_bad_responses_in_a_row_but_not_four(int badOnes, string field, string value)
    {
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);
        Answer(n => n <= badOnes ? (200, "<html></html>") : null);
        var waiting = server.Wait(Id);

        for (var poll = 1; poll <= 3; poll++)
        {
            await Eventually.IsTrueAsync(() => waiting.Reports == poll);
            server.Time.Advance(TimeSpan.FromSeconds(8));
        }

        Assert.Equal(value, (await waiting.AnswerAsync()).At(field));
        Assert.Equal(4, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Bad_responses_between_good_ones_are_not_counted_together()
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        Answer(static n => n % 2 == 1 ? (200, "nothing") : null);
        await using ServerHarness patient = new(world.Polling(1, "piapi"), new ManualTime());
        var waiting = patient.Wait(Id, 40);

        for (var poll = 1; poll <= 12; poll++)
        {
            await Eventually.IsTrueAsync(() => waiting.Reports >= poll);
            patient.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(waiting.Result.IsCompleted);
        await waiting.Stop.CancelAsync();
    }

    [Theory]
    [InlineData(401, "auth", 1)]
    [InlineData(402, "insufficient_credit", 1)]
    [InlineData(403, "permission", 1)]
    [InlineData(400, "invalid_input", 2)]
    public async Task A_permanent_fault_after_a_state_ends_the_wait_once_it_is_confirmed(int status, string category, int rechecks)
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        Answer(n => n > 1 ? (status, $$"""{"code":{{status}},"message":"no","data":null}""") : null);
        var waiting = server.Wait(Id);

        await AdvanceAfterEachPollAsync(waiting, [8, 2, .. rechecks == 2 ? [4] : Array.Empty<int>()]);

        Assert.Equal(category, (await waiting.AnswerAsync()).At("error.category"));
        Assert.Equal(2 + rechecks, world.CountOf("piapi"));
    }

    [Theory]
    [InlineData(401, "auth")]
    [InlineData(402, "insufficient_credit")]
    [InlineData(403, "permission")]
    [InlineData(400, "invalid_input")]
    public async Task A_permanent_fault_before_any_state_ends_the_wait_at_once(int status, string category)
    {
        Answer(_ => (status, $$"""{"code":{{status}},"message":"no","data":null}"""));

        Assert.Equal(category, (await server.Wait(Id).AnswerAsync()).At("error.category"));
        Assert.Equal(1, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_wait_that_never_read_a_state_ends_with_the_last_fault_when_its_time_is_up()
    {
        Answer(static n => n <= 3 ? (500, "{}") : (504, "{}"));
        var started = server.Time.GetUtcNow();
        var waiting = server.Wait(Id, 25);

        await server.Time.AdvanceUntilAsync(() => waiting.Result.IsCompleted, TimeSpan.FromSeconds(60));

        var answer = await waiting.AnswerAsync();
        Assert.Equal("timeout", answer.At("error.category"));
        Assert.Equal("504", answer.At("error.http_status"));
        Assert.InRange(server.Time.GetUtcNow() - started, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task A_state_that_could_not_be_read_again_is_marked_as_stale()
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        Answer(static n => n > 1 ? (503, "{}") : null);
        var waiting = server.Wait(Id, 25);
        await Eventually.IsTrueAsync(() => waiting.Reports == 1);

        await server.Time.AdvanceUntilAsync(() => waiting.Result.IsCompleted, TimeSpan.FromSeconds(60));

        var answer = await waiting.AnswerAsync();
        Assert.Equal("processing", answer.At("status"));
        Assert.Equal("provider_unavailable", answer.At("last_read_error"));
        Assert.Equal("True", answer.At("timed_out"));
    }

    [Fact]
    public async Task A_pause_longer_than_the_time_left_ends_the_wait_with_the_last_state()
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        RefuseWith(static n => n > 1 ? ["Retry-After: 45"] : null);
        var waiting = server.Wait(Id);
        await Eventually.IsTrueAsync(() => waiting.Reports == 1);

        server.Time.Advance(TimeSpan.FromSeconds(8));

        var answer = await waiting.AnswerAsync();
        Assert.Equal("processing", answer.At("status"));
        Assert.Equal("rate_limited", answer.At("last_read_error"));
        Assert.Equal("8", answer.At("waited_seconds"));
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_wait_sits_out_a_pause_that_fits_into_its_time()
    {
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);
        RefuseWith(static n => n == 1 ? ["Retry-After: 30"] : null);
        var waiting = server.Wait(Id);
        await Eventually.IsTrueAsync(() => waiting.Reports == 1);

        server.Time.Advance(TimeSpan.FromSeconds(29.5));
        Assert.Equal(1, world.CountOf("piapi"));
        await server.Time.AdvanceUntilAsync(() => waiting.Result.IsCompleted, TimeSpan.FromSeconds(3));

        Assert.Equal("succeeded", (await waiting.AnswerAsync()).At("status"));
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Theory]
    [InlineData("50", 50, 51)]
    [InlineData("1000", 1000, 61)]
    [InlineData("Sun, 22 Nov 2026 12:00:50 GMT", 50, 51)]
    public async Task During_a_pause_of_at_most_a_minute_other_lookups_fail_without_a_request(string retryAfter, int told, double pause)
    {
        var other = Guid.NewGuid().ToString();
        world.Add("piapi", other, KlingTaskStatus.Processing);
        RefuseWith(n => n == 1 ? [$"Retry-After: {retryAfter}"] : null);

        var first = await server.GetAsync(Id);
        Assert.Equal("rate_limited", first.At("error.category"));
        Assert.Equal($"{told}", first.At("error.retry_after_seconds"));

        server.Time.Advance(TimeSpan.FromSeconds(5));
        var second = await server.GetAsync(other);
        Assert.Equal("rate_limited", second.At("error.category"));
        Assert.Equal($"{told - 5}", second.At("error.retry_after_seconds"));
        Assert.Equal(1, world.CountOf("piapi"));

        server.Time.Advance(TimeSpan.FromSeconds(pause - 5));
        Assert.Equal("processing", (await server.GetAsync(other)).At("status"));
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_long_pause_that_is_over_does_not_lengthen_the_next_one()
    {
        RefuseWith(static n => n switch { 1 => ["Retry-After: 3600"], 2 => ["Retry-After: 50"], _ => null });
        await server.GetAsync(Id);
        server.Time.Advance(TimeSpan.FromSeconds(61));
        await server.GetAsync(Id);

        server.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("40", (await server.GetAsync(Id)).At("error.retry_after_seconds"));
    }

    [Fact]
    public async Task Polls_of_tasks_that_need_a_request_each_are_spread_over_the_pause()
    {
        string[] ids = [.. Enumerable.Range(0, 20).Select(static _ => Guid.NewGuid().ToString())];
        foreach (var id in ids) world.Add("piapi", id, KlingTaskStatus.Processing);
        ConcurrentQueue<DateTimeOffset> times = new();
        world.Overrides.Enqueue((_, _) =>
        {
            times.Enqueue(server.Time.GetUtcNow());
            return null;
        });
        var waiting = server.Wait(ids, 45);
        await Eventually.IsTrueAsync(() => waiting.Reports > 0 && times.Count == 20);

        await server.Time.AdvanceUntilAsync(() => times.Count >= 40, TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(50));
        await waiting.Stop.CancelAsync();

        var second = times.Skip(20).ToArray();
        Assert.Equal(20, second.Length);
        Assert.True(second.GroupBy(static t => t).Max(static g => g.Count()) <= 3, "More than three polls at the same time.");
        Assert.InRange(second[^1] - second[0], TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8));
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await world.DisposeAsync();
    }

    /// <summary>Waits for a poll and moves the clock, once for each pause.</summary>
    private async Task AdvanceAfterEachPollAsync(Waiting waiting, params int[] pauses)
    {
        foreach (var (poll, pause) in pauses.Index())
        {
            await Eventually.IsTrueAsync(() => waiting.Reports == poll + 1);
            server.Time.Advance(TimeSpan.FromSeconds(pause));
        }
    }

    /// <summary>Answers by the number of the request; <see langword="null"/> for the ordinary answer.</summary>
    private void Answer(Func<int, (int Status, string Body)?> answer) => world.Overrides.Enqueue((_, exchange) =>
        answer(Interlocked.Increment(ref asked)) is var (status, body) ? exchange.SendAsync(status, body) : null);

    /// <summary>Answers 429 with headers by the number of the request; <see langword="null"/> for the ordinary answer.</summary>
    private void RefuseWith(Func<int, string[]?> headers) => world.Overrides.Enqueue((_, exchange) =>
        headers(Interlocked.Increment(ref asked)) is { } some ? exchange.SendAsync(429, "{}", some) : null);
}
