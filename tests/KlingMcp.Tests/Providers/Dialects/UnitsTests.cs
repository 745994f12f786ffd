using KlingMcp.Providers.Dialects;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>Times, percent and pixels as providers write them.</summary>
public class UnitsTests
{
    private static Json Of(string value) => Json.Parse(Responses.Quoted(value));

    [Theory]
    [InlineData("'2025-08-14T19:49:02.372147819Z'", "2025-08-14T19:49:02")]
    [InlineData("'2025-08-14T19:49:02Z'", "2025-08-14T19:49:02")]
    [InlineData("'2025-08-14T19:49:02'", "2025-08-14T19:49:02")]
    [InlineData("'2025-08-14 19:49:02'", "2025-08-14T19:49:02")]
    [InlineData("'2025-08-15T03:49:02.1+08:00'", "2025-08-14T19:49:02")]
    [InlineData("' 2025-08-14T19:49:02Z '", "2025-08-14T19:49:02")]
    [InlineData("'0001-01-01T00:00:00Z'", null)]
    [InlineData("'0001-01-01T00:00:00+08:00'", null)]
    [InlineData("'1970-01-01T00:00:00Z'", null)]
    [InlineData("'9999-12-31T23:59:59Z'", null)]
    [InlineData("'2025-13-01T00:00:00Z'", null)]
    [InlineData("'19:49'", null)]
    [InlineData("'today'", null)]
    [InlineData("''", null)]
    [InlineData("0", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public void Written_times_are_read_to_UTC(string value, string? utc) => Assert.Equal(utc, Utc(Times.FromText(Of(value))));

    [Theory]
    [InlineData("1755200942", "2025-08-14T19:49:02")]
    [InlineData("'1755200942'", "2025-08-14T19:49:02")]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("1755200942372", "2025-08-14T19:49:02")]
    [InlineData("'1755200942372'", "2025-08-14T19:49:02")]
    [InlineData("4102444800", null)]
    [InlineData("978307200000", null)]
    [InlineData("null", null)]
    [InlineData("1e400", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("''", null)]
    public void Seconds_and_milliseconds_are_read_to_UTC(string value, string? utc) => Assert.Equal(utc, Utc(Times.FromUnix(Of(value))));

    [Theory]
    [InlineData("30", 30)]
    [InlineData("'30'", 30)]
    [InlineData("'30%'", 30)]
    [InlineData("' 30 % '", 30)]
    [InlineData("'45.5%'", 45)]
    [InlineData("45.5", 45)]
    [InlineData("0.45", 45)]
    [InlineData("'0.29'", 29)]
    [InlineData("'0.45%'", 0)]
    [InlineData("1", 1)]
    [InlineData("0", 0)]
    [InlineData("'100%'", 100)]
    [InlineData("101", null)]
    [InlineData("-1", null)]
    [InlineData("'-1%'", null)]
    [InlineData("'%'", null)]
    [InlineData("''", null)]
    [InlineData("null", null)]
    public void Progress_is_a_whole_percent(string value, int? percent) => Assert.Equal(percent, Percent.Read(Of(value)));

    [Theory]
    [InlineData("960", 960)]
    [InlineData("'960'", 960)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("70000", null)]
    [InlineData("null", null)]
    public void A_width_or_height_of_zero_means_not_told(string value, int? pixels) => Assert.Equal(pixels, Pixels.Read(Of(value)));

    private static string? Utc(DateTimeOffset? time)
    {
        Assert.True(time is null || time.Value.Offset == TimeSpan.Zero);
        return time?.ToString("s", null);
    }
}
