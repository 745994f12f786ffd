using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Lists.Rules;

/// <summary>The arguments of a list: what they mean, and what is said of those that mean nothing.</summary>
public class ListQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProviderNames Names = new(ProviderCatalog.All);

    [Theory]
    [InlineData("90s", "2026-11-22T11:58:30Z")]
    [InlineData("30m", "2026-11-22T11:30:00Z")]
    [InlineData(" 24h ", "2026-11-21T12:00:00Z")]
    [InlineData("7d", "2026-11-15T12:00:00Z")]
    [InlineData("2w", "2026-11-08T12:00:00Z")]
    [InlineData("3650d", "2016-11-24T12:00:00Z")]
    [InlineData("3651d", "2016-11-24T12:00:00Z")]
    [InlineData("2000000000w", "2016-11-24T12:00:00Z")]
    [InlineData("2026-11-20", "2026-11-20T00:00:00Z")]
    [InlineData("2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z")]
    [InlineData("2026-11-20T10:00:00+02:00", "2026-11-20T08:00:00Z")]
    [InlineData("2026-11-20T10:00:00", "2026-11-20T10:00:00Z")]
    public void A_time_is_an_age_a_date_or_a_moment(string since, string time)
    {
        var query = ListQuery.Read(new() { Since = since }, Names, Now).Value!;

        Assert.Equal(time, query.Since!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null));
    }

    [Theory]
    [InlineData("lately")]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("5 m")]
    [InlineData("5y")]
    [InlineData("99999999999d")]
    [InlineData("20.11.2026")]
    [InlineData("2026-13-01")]
    public void Another_text_is_no_time(string since)
    {
        var fault = ListQuery.Read(new() { Since = since }, Names, Now).Fault!;

        Assert.Equal("since is not a time", fault.Message);
        Assert.Equal("Give an age (30m, 24h, 7d), a date, or RFC 3339 (2026-11-27T08:00:00Z).", fault.Hint);
    }

    [Theory]
    [InlineData("running", "Queued,Processing")]
    [InlineData("RUNNING", "Queued,Processing")]
    [InlineData("Failed", "Failed")]
    [InlineData("unknown", "Unknown")]
    [InlineData(null, "")]
    public void A_status_is_a_state_or_all_that_are_not_final(string? status, string states)
    {
        var query = ListQuery.Read(new() { Status = status }, Names, Now).Value!;

        Assert.Equal(states, string.Join(',', query.Statuses));
        Assert.Equal(states.Contains("Failed", StringComparison.Ordinal) || states.Length == 0, query.Has(KlingTaskStatus.Failed));
    }

    [Fact]
    public void Refusals_say_what_may_be_given()
    {
        var status = ListQuery.Read(new() { Status = "lost\n" }, Names, Now).Fault!;
        var limit = ListQuery.Read(new() { Limit = 51 }, Names, Now).Fault!;
        var provider = ListQuery.Read(new() { Provider = "piapy" }, Names, Now).Fault!;

        Assert.Equal("status cannot be \"lost\"", status.Message);
        Assert.Equal("It is one of running, queued, processing, succeeded, failed, cancelled, unknown.", status.Hint);
        Assert.Equal(("limit is 51", "Give 1 to 50."), (limit.Message, limit.Hint));
        Assert.StartsWith("Did you mean piapi? Providers: ", provider.Hint, StringComparison.Ordinal);
        Assert.Null(ListQuery.Read(new() { Limit = 0 }, Names, Now).Value);
        Assert.Equal([1, 50], new[] { 1, 50 }.Select(static l => ListQuery.Read(new() { Limit = l }, Names, Now).Value!.Limit));
    }

    [Fact]
    public void The_same_filters_give_the_same_text_and_others_another()
    {
        ListArguments[] others =
        [
            new(), new() { Provider = "piapi" }, new() { Status = "failed" }, new() { Since = "24h" }, new() { Since = "25h" },
        ];

        Assert.Equal(others.Length, others.Select(Filters).Distinct().Count());
        Assert.Equal(
            Filters(new() { Provider = "piapi", Status = "failed", Since = "24h" }),
            Filters(new() { Provider = " PiAPI ", Status = "FAILED", Since = " 24h " }));
        Assert.Equal(Filters(new()), Filters(new() { Provider = "kling", Limit = 7, Cursor = "x" }));
        Assert.Equal(10, ListQuery.Read(new(), Names, Now).Value!.Limit);

        static string Filters(ListArguments arguments) => ListQuery.Read(arguments, Names, Now).Value!.Filters;
    }
}
