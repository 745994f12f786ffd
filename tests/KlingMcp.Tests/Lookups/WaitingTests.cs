using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>What a wait lives through, and what ends it. The clock is moved by hand; the pause between polls is eight seconds.</summary>
public sealed class WaitingTests : IAsyncDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private readonly ProviderWorld world = new();
    private readonly ServiceHarness house;
    private int asked;

    public WaitingTests() => house = new(ServiceHarness.Polling(world, 8, "piapi"));

    [Fact]
    public async Task Four_hundred_waits_on_one_task_make_one_request_a_poll()
    {
        world.AddFinishingAfter("piapi", Id, reads: 3);
        ServiceHarness.Waiting[] waits = [.. Enumerable.Range(0, 400).Select(_ => house.Wait(Id))];

        for (var poll = 1; poll <= 3; poll++)
        {
            await Eventually.IsTrueAsync(() => waits.All(w => w.Reports >= poll));
            Assert.Equal(poll, world.CountOf("piapi"));
            house.Time.Advance(TimeSpan.FromSeconds(7.5));
            Assert.Equal(poll, world.CountOf("piapi"));
            house.Time.Advance(TimeSpan.FromSeconds(0.5));
        }

        foreach (var wait in waits) Assert.Equal(KlingTaskStatus.Succeeded, (await wait.OneAsync()).Result.Value!.Status);
        Assert.Equal(4, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Those_who_join_make_at_most_one_read_that_all_of_them_see()
    {
        using var scheduled = await ReadAgoAsync(TimeSpan.FromSeconds(1.5));
        Assert.Equal(1, world.CountOf("piapi"));

        ServiceHarness.Waiting[] joined = [.. Enumerable.Range(0, 100).Select(_ => scheduled.Wait(Id))];

        await Eventually.IsTrueAsync(() => joined.All(static j => j.Reports >= 1));
        await scheduled.Time.SettleAsync();
        Assert.InRange(world.CountOf("piapi"), 1, 2);
    }

    [Fact]
    public async Task Those_who_join_soon_after_a_read_wait_for_the_shortest_pause_however_many_they_are()
    {
        using var scheduled = await ReadAgoAsync(TimeSpan.FromSeconds(0.2));

        ServiceHarness.Waiting[] joined = [scheduled.Wait(Id), scheduled.Wait(Id), scheduled.Wait(Id)];
        await scheduled.Time.SettleAsync();
        scheduled.Time.Advance(TimeSpan.FromSeconds(0.7));
        await scheduled.Time.SettleAsync();
        Assert.Equal(1, world.CountOf("piapi"));

        scheduled.Time.Advance(TimeSpan.FromSeconds(0.2));
        await Eventually.IsTrueAsync(() => joined.All(static j => j.Reports >= 2));
        await scheduled.Time.SettleAsync();
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Not_found_on_the_first_read_is_asked_once_more_after_two_seconds()
    {
        var waiting = house.Wait(Id);
        await Eventually.IsTrueAsync(() => waiting.Reports == 1);
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);

        house.Time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(1, world.CountOf("piapi"));
        house.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(KlingTaskStatus.Succeeded, (await waiting.OneAsync()).Result.Value!.Status);
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(2)]
    public async Task Who_joins_brings_the_second_look_no_nearer(int seconds)
    {
        using var scheduled = new ServiceHarness(world.Environment("piapi"));
        var first = scheduled.Wait(Id);
        await Eventually.IsTrueAsync(() => first.Reports == 1);
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);
        scheduled.Time.Advance(TimeSpan.FromSeconds(0.5));
        _ = scheduled.Wait(TimeSpan.FromSeconds(seconds), Id);

        scheduled.Time.Advance(TimeSpan.FromSeconds(1.4));
        await scheduled.Time.SettleAsync();
        Assert.Equal(1, world.CountOf("piapi"));
        scheduled.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(KlingTaskStatus.Succeeded, (await first.OneAsync()).Result.Value!.Status);
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_bare_id_and_its_reference_are_one_task_and_share_its_polls()
    {
        const string Number = "842250903629086785";
        world.Add("official", Number, KlingTaskStatus.Processing);
        using var polling = new ServiceHarness(ServiceHarness.Polling(world, 3, "official"));
        var bare = polling.Wait(Number);
        await Eventually.IsTrueAsync(() => bare.Reports == 1);
        polling.Time.Advance(TimeSpan.FromSeconds(0.5));
        var named = polling.Wait($"official:{Number}");
        await Eventually.IsTrueAsync(() => named.Reports == 1);

        for (var poll = 2; poll <= 4; poll++)
        {
            polling.Time.Advance(TimeSpan.FromSeconds(3));
            await Eventually.IsTrueAsync(() => bare.Reports >= poll && named.Reports >= poll);
        }

        Assert.Equal(4, world.CountOf("official"));
    }

    [Fact]
    public async Task Not_found_twice_ends_the_wait()
    {
        var waiting = house.Wait(Id);
        await Eventually.IsTrueAsync(() => waiting.Reports == 1);

        house.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(FaultCategory.NotFound, (await waiting.OneAsync()).Result.Fault!.Category);
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Not_found_after_a_state_was_read_ends_the_wait_at_once()
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        var waiting = house.Wait(Id);
        await Eventually.IsTrueAsync(() => waiting.Reports == 1);
        world.Tasks.Clear();

        house.Time.Advance(TimeSpan.FromSeconds(8));

        Assert.Equal(FaultCategory.NotFound, (await waiting.OneAsync()).Result.Fault!.Category);
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task A_bad_response_is_polled_through_up_to_three_times(int badOnes, bool survives)
    {
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);
        Answer(n => n <= badOnes ? (200, "<html></html>") : null);
        var waiting = house.Wait(Id);

        for (var poll = 1; poll <= 3; poll++)
        {
            await Eventually.IsTrueAsync(() => waiting.Reports == poll);
            house.Time.Advance(TimeSpan.FromSeconds(8));
        }

        var one = await waiting.OneAsync();
        Assert.Equal(survives, one.Result.IsSuccess);
        if (!survives) Assert.Equal(FaultCategory.BadResponse, one.Result.Fault!.Category);
        Assert.Equal(4, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Bad_responses_that_are_not_in_a_row_do_not_add_up()
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        Answer(static n => n % 2 == 1 ? (200, "nothing") : null);
        using var patient = new ServiceHarness(ServiceHarness.Polling(world, 1, "piapi"));
        var waiting = patient.Wait(TimeSpan.FromSeconds(40), Id);

        for (var poll = 1; poll <= 12; poll++)
        {
            await Eventually.IsTrueAsync(() => waiting.Reports >= poll);
            patient.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(waiting.Result.IsCompleted);
        await waiting.Stop.CancelAsync();
    }

    [Theory]
    [InlineData(401, "auth")]
    [InlineData(402, "insufficient_credit")]
    [InlineData(403, "permission")]
    [InlineData(400, "invalid_input")]
    public async Task A_fault_that_will_not_pass_ends_the_wait_at_once_as_that_error(int status, string category)
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        Answer(n => n > 1 ? (status, $$"""{"code":{{status}},"message":"no","data":null}""") : null);
        var waiting = house.Wait(Id);
        await Eventually.IsTrueAsync(() => waiting.Reports == 1);

        house.Time.Advance(TimeSpan.FromSeconds(8));

        var one = await waiting.OneAsync();
        Assert.Equal(category, one.Result.Fault!.Category.Word);
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_wait_that_never_read_a_state_ends_with_the_last_fault()
    {
        Answer(static n => n <= 3 ? (500, "{}") : (504, "{}"));
        var waiting = house.Wait(TimeSpan.FromSeconds(25), Id);

        await house.Time.AdvanceUntilAsync(() => waiting.Result.IsCompleted, TimeSpan.FromSeconds(60));

        var outcome = await waiting.Result;
        Assert.Equal(FaultCategory.Timeout, outcome.Tasks[0].Result.Fault!.Category);
        Assert.Equal(504, outcome.Tasks[0].Result.Fault!.HttpStatus);
        Assert.InRange(outcome.Elapsed, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(26));
    }

    [Fact]
    public async Task A_state_that_could_not_be_read_again_is_told_as_stale()
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        Answer(static n => n > 1 ? (503, "{}") : null);
        var waiting = house.Wait(TimeSpan.FromSeconds(25), Id);
        await Eventually.IsTrueAsync(() => waiting.Reports == 1);

        await house.Time.AdvanceUntilAsync(() => waiting.Result.IsCompleted, TimeSpan.FromSeconds(60));

        var outcome = await waiting.Result;
        Assert.Equal(KlingTaskStatus.Processing, outcome.Tasks[0].Result.Value!.Status);
        Assert.Equal(FaultCategory.ProviderUnavailable, outcome.Tasks[0].LastReadError);
        Assert.True(outcome.TimedOut);
    }

    [Fact]
    public async Task A_pause_longer_than_is_left_ends_the_wait_with_the_last_state()
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        AnswerWith(static n => n > 1 ? ["Retry-After: 45"] : null);
        var waiting = house.Wait(TimeSpan.FromSeconds(50), Id);
        await Eventually.IsTrueAsync(() => waiting.Reports == 1);

        house.Time.Advance(TimeSpan.FromSeconds(8));

        var one = await waiting.OneAsync();
        Assert.Equal(KlingTaskStatus.Processing, one.Result.Value!.Status);
        Assert.Equal(FaultCategory.RateLimited, one.LastReadError);
        Assert.InRange((await waiting.Result).Elapsed, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(9));
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_pause_that_fits_is_kept_and_the_wait_goes_on()
    {
        world.Add("piapi", Id, KlingTaskStatus.Succeeded);
        AnswerWith(static n => n == 1 ? ["Retry-After: 30"] : null);
        var waiting = house.Wait(TimeSpan.FromSeconds(50), Id);
        await Eventually.IsTrueAsync(() => waiting.Reports == 1);

        house.Time.Advance(TimeSpan.FromSeconds(29.5));
        Assert.Equal(1, world.CountOf("piapi"));
        await house.Time.AdvanceUntilAsync(() => waiting.Result.IsCompleted, TimeSpan.FromSeconds(3));

        Assert.Equal(KlingTaskStatus.Succeeded, (await waiting.OneAsync()).Result.Value!.Status);
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Theory]
    [InlineData("50", 50, 51)]
    [InlineData("1000", 1000, 61)]
    [InlineData("Sun, 22 Nov 2026 12:00:50 GMT", 50, 51)]
    public async Task While_a_provider_wants_a_pause_others_are_told_so_unasked_for_a_minute_at_most(string retryAfter, int told, double pause)
    {
        var other = Guid.NewGuid().ToString();
        world.Add("piapi", other, KlingTaskStatus.Processing);
        AnswerWith(n => n == 1 ? [$"Retry-After: {retryAfter}"] : null);

        var first = await house.GetAsync(Id);
        Assert.Equal(FaultCategory.RateLimited, first.Fault!.Category);
        Assert.Equal(TimeSpan.FromSeconds(told), first.Fault.RetryAfter);

        house.Time.Advance(TimeSpan.FromSeconds(5));
        var second = await house.GetAsync(other);
        Assert.Equal(FaultCategory.RateLimited, second.Fault!.Category);
        Assert.Equal(TimeSpan.FromSeconds(told - 5), second.Fault.RetryAfter);
        Assert.Equal(1, world.CountOf("piapi"));

        house.Time.Advance(TimeSpan.FromSeconds(pause - 5));
        Assert.True((await house.GetAsync(other)).IsSuccess);
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task A_long_pause_that_is_over_does_not_lengthen_a_short_one_after_it()
    {
        AnswerWith(static n => n switch { 1 => ["Retry-After: 3600"], 2 => ["Retry-After: 50"], _ => null });
        await house.GetAsync(Id);
        house.Time.Advance(TimeSpan.FromSeconds(61));
        await house.GetAsync(Id);

        house.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(40), (await house.GetAsync(Id)).Fault!.RetryAfter);
    }

    [Fact]
    public async Task Tasks_that_need_a_request_each_are_polled_one_after_the_other()
    {
        string[] ids = [.. Enumerable.Range(0, 20).Select(static _ => Guid.NewGuid().ToString())];
        foreach (var id in ids) world.Add("piapi", id, KlingTaskStatus.Processing);
        System.Collections.Concurrent.ConcurrentQueue<DateTimeOffset> times = new();
        world.Overrides.Enqueue((_, _) =>
        {
            times.Enqueue(house.Time.GetUtcNow());
            return null;
        });
        var waiting = house.Wait(TimeSpan.FromSeconds(45), ids);
        await Eventually.IsTrueAsync(() => waiting.Reports > 0 && times.Count == 20);

        await house.Time.AdvanceUntilAsync(() => times.Count >= 40, TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(50));
        await waiting.Stop.CancelAsync();

        var second = times.Skip(20).ToArray();
        Assert.Equal(20, second.Length);
        Assert.True(second.GroupBy(static t => t).Max(static g => g.Count()) <= 3, "they came together");
        Assert.InRange(second[^1] - second[0], TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8));
    }

    public async ValueTask DisposeAsync()
    {
        house.Dispose();
        await world.DisposeAsync();
    }

    /// <summary>Answers by the number of the request; <see langword="null"/> for what the world says.</summary>
    private void Answer(Func<int, (int Status, string Body)?> answer) =>
        world.Overrides.Enqueue((_, exchange) => answer(Interlocked.Increment(ref asked)) is var (status, body) ? exchange.SendAsync(status, body) : null);

    /// <summary>A house with the schedule's own pauses, where one waits for a running task that was read so long ago.</summary>
    private async Task<ServiceHarness> ReadAgoAsync(TimeSpan ago)
    {
        ServiceHarness scheduled = new(world.Environment("piapi"));
        world.Add("piapi", Id, KlingTaskStatus.Processing, static t => t with { CreatedAt = new ManualTime().GetUtcNow() });
        var first = scheduled.Wait(Id);
        await Eventually.IsTrueAsync(() => first.Reports >= 1);
        scheduled.Time.Advance(ago);
        return scheduled;
    }

    /// <summary>Answers 429 with headers by the number of the request; <see langword="null"/> for what the world says.</summary>
    private void AnswerWith(Func<int, string[]?> headers) =>
        world.Overrides.Enqueue((_, exchange) => headers(Interlocked.Increment(ref asked)) is { } some ? exchange.SendAsync(429, "{}", some) : null);
}
