using System.Diagnostics;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lists.Rules;

/// <summary>The newest tasks of several lists, and where all of them go on. Times are in milliseconds.</summary>
public sealed class MergedPageTests : IDisposable
{
    private static readonly TaskList List =
        new("list", static (_, _) => throw new UnreachableException(), static (_, _) => throw new UnreachableException());
    private static readonly ListQuery All = new(null, [], null, 10);
    private static readonly Fault Late = new(FaultCategory.Timeout, "late");

    private readonly ProviderRuntime useapi = Runtimes.Of("useapi");
    private readonly ProviderRuntime goapi = Runtimes.Of("goapi");

    [Fact]
    public void Complete_lists_are_merged_newest_first_and_by_reference_at_the_same_time()
    {
        var page = MergedPage.Of([Read(useapi, null, ("b", 30), ("d", 10)), Read(goapi, null, ("a", 40), ("c", 10))], 10);

        Assert.Equal(["goapi:a", "useapi:b", "goapi:c", "useapi:d"], Told(page));
        Assert.Equal((null, null), (page.NextCursor, page.SearchedBackTo));
    }

    [Fact]
    public void A_task_in_two_lists_of_a_provider_is_listed_once()
    {
        var page = MergedPage.Of([Read(useapi, null, ("a", 30)), Read(useapi, null, ("a", 30)), Read(goapi, null, ("a", 20))], 10);

        Assert.Equal(["useapi:a", "goapi:a"], Told(page));
    }

    [Fact]
    public void A_full_page_goes_on_after_its_last_task()
    {
        var page = MergedPage.Of([Read(useapi, null, ("a", 30), ("b", 20), ("c", 20), ("d", 10))], 2);

        Assert.Equal(["useapi:a", "useapi:b"], Told(page));
        Assert.Equal((20, "b"), (page.NextCursor!.Until, string.Join(' ', page.NextCursor.Told)));
        Assert.Null(page.SearchedBackTo);
    }

    [Fact]
    public void A_page_that_is_just_full_has_no_more_when_everything_was_read()
    {
        Assert.Null(MergedPage.Of([Read(useapi, null, ("a", 30), ("b", 20))], 2).NextCursor);
        Assert.NotNull(MergedPage.Of([Read(useapi, "next", ("a", 30), ("b", 20))], 2).NextCursor);
    }

    [Fact]
    public void No_task_is_listed_that_may_be_older_than_an_unread_one()
    {
        var page = MergedPage.Of([Read(useapi, "next", ("a", 40), ("b", 30)), Read(goapi, null, ("c", 35), ("d", 30), ("e", 29))], 10);

        Assert.Equal(["useapi:a", "goapi:c", "goapi:d", "useapi:b"], Told(page));
        Assert.Equal((30, "d b"), (page.NextCursor!.Until, string.Join(' ', page.NextCursor.Told)));
        Assert.Equal(30, page.SearchedBackTo);
    }

    [Fact]
    public void Of_several_lists_with_more_the_one_read_least_far_back_counts()
    {
        var page = MergedPage.Of([Read(useapi, "next", ("a", 40)), Read(goapi, "next", ("b", 50), ("c", 20))], 10);

        Assert.Equal(["goapi:b", "useapi:a"], Told(page));
        Assert.Equal(40, page.SearchedBackTo);
    }

    [Fact]
    public void When_nothing_wanted_was_found_yet_the_list_goes_on_where_the_reading_ended()
    {
        ListQuery failed = All with { Statuses = [KlingTaskStatus.Failed] };
        var page = MergedPage.Of([From(useapi).With(Page(useapi, "next", ("a", 40)), null, failed)], 10);

        Assert.Empty(page.Told);
        Assert.Equal((40, 40), (page.NextCursor!.Until, page.SearchedBackTo));
    }

    [Fact]
    public void How_far_back_was_looked_is_not_told_when_no_time_is_known()
    {
        Assert.Null(MergedPage.Of([Read(useapi, "next", ("a", 0))], 10).SearchedBackTo);
        Assert.Null(MergedPage.Of([Read(useapi, "next")], 10).SearchedBackTo);
        Assert.Equal(1, MergedPage.Of([Read(useapi, "next", ("a", 1))], 10).SearchedBackTo);
    }

    [Fact]
    public void A_list_that_failed_keeps_its_place_and_the_rest_is_listed()
    {
        ListPlace place = new(77, ["x"], "9");
        var failed = From(goapi, place) with { Fault = Late };

        var page = MergedPage.Of([failed, Read(useapi, null, ("a", 30))], 10);

        Assert.Equal(["useapi:a"], Told(page));
        Assert.Same(place, page.NextCursor!.Places["goapi/list"]);
        Assert.Equal(30, page.NextCursor.Until);
        Assert.Null(page.SearchedBackTo);
    }

    [Fact]
    public void Without_any_task_a_list_that_failed_leaves_no_cursor()
    {
        Assert.Null(MergedPage.Of([From(goapi) with { Fault = Late }], 10).NextCursor);
        Assert.Null(MergedPage.Of([From(goapi) with { Fault = Late }, Read(useapi, null)], 10).NextCursor);
    }

    [Fact]
    public void A_list_that_does_not_exist_is_no_reason_to_go_on()
    {
        var absent = From(goapi) with { Fault = new(FaultCategory.NotFound, "no") };

        Assert.Null(MergedPage.Of([absent, Read(useapi, null, ("a", 30))], 10).NextCursor);
    }

    [Fact]
    public void Tasks_of_the_same_time_that_were_listed_before_stay_listed()
    {
        ListPlace place = new(20, ["a"], null);
        var page = MergedPage.Of([From(useapi, place).With(Page(useapi, null, ("a", 20), ("b", 20), ("c", 20)), null, All)], 1);

        Assert.Equal(["useapi:b"], Told(page));
        Assert.Equal((20, "b a"), (page.NextCursor!.Until, string.Join(' ', page.NextCursor.Told)));

        var later = MergedPage.Of([From(useapi, place).With(Page(useapi, null, ("b", 19), ("c", 18)), null, All)], 1);
        Assert.Equal((19, "b"), (later.NextCursor!.Until, string.Join(' ', later.NextCursor.Told)));
    }

    public void Dispose()
    {
        useapi.Dispose();
        goapi.Dispose();
    }

    private static IEnumerable<string> Told(MergedPage page) => page.Told.Select(static r => r.Task.Reference.ToString());

    private static ListPage Page(ProviderRuntime runtime, string? next, params (string Id, long Milliseconds)[] rows) => new(
        [
            .. rows.Select(r => new KlingTask(new(runtime.Account.Name, null, r.Id), KlingTaskStatus.Processing, "")
            {
                CreatedAt = r.Milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(r.Milliseconds),
            }),
        ],
        next);

    private static ListReading From(ProviderRuntime runtime, ListPlace? place = null) =>
        new(runtime, List, place ?? new(long.MaxValue, [], null));

    private static ListReading Read(ProviderRuntime runtime, string? next, params (string Id, long Milliseconds)[] rows) =>
        From(runtime).With(Page(runtime, next, rows), null, All);
}
