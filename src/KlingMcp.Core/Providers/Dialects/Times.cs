using System.Globalization;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// Times as providers write them, in UTC. Zero times and years before 2001 or after 2099 mean "not yet" and are
/// <see langword="null"/>.
/// </summary>
internal static class Times
{
    private const long First = 978_307_200;
    private const long Last = 4_102_444_800;

    /// <summary>
    /// Unix seconds or milliseconds, as a number or a string. Gateways mix the two; their ranges do not overlap.
    /// </summary>
    public static DateTimeOffset? FromUnix(Json value) => value.Whole switch
    {
        > First and < Last and var seconds => DateTimeOffset.FromUnixTimeSeconds(seconds),
        > First * 1000 and < Last * 1000 and var milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        _ => null,
    };

    /// <summary>
    /// RFC 3339, with any number of fractional digits; UTC if it names no offset. A time without a date is
    /// <see langword="null"/>.
    /// </summary>
    public static DateTimeOffset? FromText(Json value) =>
        value.RawText?.Trim() is [_, _, _, _, '-', _, _, '-', ..] text
        && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time.ToUnixTimeSeconds() is > First and < Last
            ? time
            : null;
}
