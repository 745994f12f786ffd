using System.Diagnostics;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lists.Rules;

/// <summary>What the pages of one list amount to, and where the list goes on. Times are in milliseconds.</summary>
public sealed class ListReadingTests : IDisposable
{
    private static readonly ListQuery All = new(null, [], null, 10);
    private static readonly TaskList Paged =
        new("list", static (_, _) => throw new UnreachableException(), static (_, _) => throw new UnreachableException())
        {
            HasTimeBound = false,
        };

    private readonly ProviderRuntime runtime = Runtimes.Of("useapi");

    [Fact]
    public void Only_tasks_that_were_not_listed_before_are_rows()
    {
        var reading = From(new(500, ["b"], null)).With(Page(null, ("a", 501), ("b", 500), ("c", 500), ("d", 499)), null, All);

        Assert.Equal(["c", "d"], Ids(reading));
    }

    [Fact]
    public void Tasks_of_other_models_or_states_and_older_ones_are_left_out()
    {
        ListQuery query = new(null, [KlingTaskStatus.Failed], DateTimeOffset.FromUnixTimeMilliseconds(100), 10);
        ListPage page = new(
            [
                Task("other", 200) with { IsOtherModel = true, Status = KlingTaskStatus.Failed },
                Task("running", 200),
                Task("failed", 100) with { Status = KlingTaskStatus.Failed },
                Task("old", 99) with { Status = KlingTaskStatus.Failed },
            ],
            "next");

        Assert.Equal(["failed"], Ids(From().With(page, null, query)));
    }

    [Theory]
    [InlineData(null, 200, true)]
    [InlineData("next", 200, false)]
    [InlineData("next", 100, false)]
    [InlineData("next", 99, true)]
    public void A_list_is_complete_at_its_last_page_or_once_a_task_is_too_old(string? next, long oldest, bool isComplete)
    {
        ListQuery query = All with { Since = DateTimeOffset.FromUnixTimeMilliseconds(100) };

        Assert.Equal(isComplete, From().With(Page(next, ("a", 300), ("b", oldest)), null, query).IsComplete);
    }

    [Fact]
    public void A_list_that_repeats_itself_is_complete()
    {
        var first = From().With(Page("2", ("a", 30), ("b", 20)), null, All);

        Assert.False(first.IsComplete);
        Assert.True(first.With(Page("3", ("b", 20), ("a", 30)), "2", All).IsComplete);
        var more = first.With(Page("3", ("b", 20), ("c", 10)), "2", All);
        Assert.False(more.IsComplete);
        Assert.True(more.With(Page("4", ("a", 30), ("c", 10)), "3", All).IsComplete);
        Assert.Equal((20, 10), (first.OldestRead, more.OldestRead));
    }

    [Fact]
    public void The_oldest_time_read_is_kept_when_a_later_page_is_newer()
    {
        var reading = From().With(Page("2", ("a", 30), ("b", 20)), null, All).With(Page("3", ("c", 25)), "2", All);

        Assert.Equal(20, reading.OldestRead);
    }

    [Theory]
    [InlineData(60_000, false)]
    [InlineData(60_001, true)]
    public void A_list_is_unordered_when_a_later_row_is_more_than_a_minute_newer(long newer, bool isUnordered)
    {
        var within = From().With(Page("2", ("a", 1_000), ("b", 1_000 + newer)), null, All);
        var across = From().With(Page("2", ("a", 1_000)), null, All).With(Page("3", ("b", 1_000 + newer)), "2", All);

        Assert.Equal((isUnordered, isUnordered), (within.IsUnordered, across.IsUnordered));
    }

    [Fact]
    public void A_complete_or_failed_list_and_one_without_times_is_not_unordered()
    {
        var unordered = From().With(Page("2", ("a", 1_000), ("b", 100_000)), null, All);

        Assert.True(unordered.IsUnordered);
        Assert.True(unordered.With(Page("3", ("c", 500)), "2", All).IsUnordered);
        Assert.False(unordered.With(Page(null, ("c", 500)), "2", All).IsUnordered);
        Assert.False((unordered with { Fault = new(FaultCategory.Timeout, "late") }).IsUnordered);
        Assert.False(From().With(Page("2", ("a", 0), ("b", 0)), null, All).IsUnordered);
    }

    [Fact]
    public void A_list_without_bounds_of_time_goes_on_at_the_page_with_the_first_task_that_was_not_listed()
    {
        var reading = From().With(Page("2", ("a", 30), ("b", 20)), null, All).With(Page("3", ("c", 20), ("d", 10)), "2", All)
            .With(Page("4", ("e", 5)), "3", All);

        Assert.Null(reading.PlaceAfter(30, ["a"]));
        Assert.Null(reading.PlaceAfter(20, ["b"]));
        Assert.Equal("2", reading.PlaceAfter(20, ["b", "c"])?.Page);
        Assert.Equal("2", reading.PlaceAfter(11, [])?.Page);
        Assert.Equal("3", reading.PlaceAfter(10, ["d"])?.Page);
        Assert.Equal("4", reading.PlaceAfter(5, ["e"])?.Page);
        Assert.Equal((null, 0), (reading.PlaceAfter(11, ["x"])!.Until, reading.PlaceAfter(11, ["x"])!.Told.Count));
    }

    [Fact]
    public void After_the_last_page_a_list_stays_at_it()
    {
        var reading = From().With(Page("2", ("a", 30)), null, All).With(Page(null, ("b", 20)), "2", All);

        Assert.Equal("2", reading.PlaceAfter(20, ["b"])?.Page);
    }

    [Fact]
    public void A_list_that_failed_stays_where_it_was_and_one_with_bounds_of_time_needs_no_place()
    {
        ListPlace place = new(77, ["x"], "9");
        var failed = From(place) with { Fault = new(FaultCategory.Timeout, "late") };
        var bounded = From(list: Paged with { HasTimeBound = true }).With(Page("2", ("a", 30)), null, All);

        Assert.Same(place, failed.PlaceAfter(20, []));
        Assert.Null(bounded.PlaceAfter(20, []));
    }

    [Fact]
    public void Some_faults_only_mean_that_the_account_has_no_such_list()
    {
        Assert.False(From().IsAbsent);
        Assert.True(Failed(FaultCategory.NotFound, Paged).IsAbsent);
        Assert.False(Failed(FaultCategory.Timeout, Paged).IsAbsent);
        Assert.False(Failed(FaultCategory.InvalidInput, Paged).IsAbsent);
        Assert.True(Failed(FaultCategory.Timeout, Paged with { IsOptional = true }).IsAbsent);
        Assert.False(Failed(FaultCategory.Auth, Paged with { IsOptional = true }).IsAbsent);
        Assert.True(Failed(FaultCategory.InvalidInput, Paged with { Kind = "videos/extend" }).IsAbsent);
        Assert.False(Failed(FaultCategory.Timeout, Paged with { Kind = "videos/extend" }).IsAbsent);
    }

    public void Dispose() => runtime.Dispose();

    private static KlingTask Task(string id, long milliseconds) => new(new("useapi", null, id), KlingTaskStatus.Processing, "")
    {
        CreatedAt = milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
    };

    private static ListPage Page(string? next, params (string Id, long Milliseconds)[] rows) =>
        new([.. rows.Select(static r => Task(r.Id, r.Milliseconds))], next);

    private static IEnumerable<string> Ids(ListReading reading) => reading.Rows.Select(static r => r.Reference.Id);

    private ListReading From(ListPlace? place = null, TaskList? list = null) =>
        new(runtime, list ?? Paged, place ?? new(long.MaxValue, [], null));

    private ListReading Failed(FaultCategory category, TaskList list) => From(list: list) with { Fault = new(category, "no") };
}
