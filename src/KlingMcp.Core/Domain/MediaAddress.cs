using System.Globalization;

namespace KlingMcp.Domain;

/// <summary>Addresses of results. They are signed, so they stay strings: a <see cref="Uri"/> would rewrite them.</summary>
internal static class MediaAddress
{
    /// <summary>A longer one is no address.</summary>
    public const int MaxLength = 8192;

    /// <summary>
    /// The text itself, without blanks around it, if it is an <c>http</c> or <c>https</c> address without a character that hides or breaks text; else <see langword="null"/>.
    /// </summary>
    public static string? From(string? written) =>
        written?.Trim() is { Length: > 0 and <= MaxLength } text
        && !VisibleText.HasHidden(text) && !text.Any(char.IsWhiteSpace) && WebAddress.Read(text) is { UserInfo: "" }
            ? text
            : null;

    /// <summary>
    /// When the address says it dies: Kling's <c>ksTime</c> is in hexadecimal unix seconds, CloudFront's <c>Expires</c> in decimal ones;
    /// <see langword="null"/> when it does not say. Found also where the <c>&amp;</c> to a neighbour is missing (seen in a real link).
    /// </summary>
    public static DateTimeOffset? ExpiryOf(string? url) => url is null ? null
        : Find(url, "ksTime=", char.IsAsciiHexDigit, NumberStyles.AllowHexSpecifier) ?? Find(url, "Expires=", char.IsAsciiDigit, NumberStyles.None);

    /// <summary>The first time that stands in the query after <paramref name="name"/>; spans (<c>X-Amz-Expires=3600</c>) are none.</summary>
    private static DateTimeOffset? Find(string url, string name, Func<char, bool> isDigit, NumberStyles style)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        for (var at = query; query >= 0 && (at = url.IndexOf(name, at + 1, StringComparison.Ordinal)) >= 0;)
        {
            var digits = string.Concat(url.Skip(at + name.Length).TakeWhile(isDigit));
            if (long.TryParse(digits, style, CultureInfo.InvariantCulture, out var seconds) && At(seconds) is { } time) return time;
        }

        return null;
    }

    /// <summary>From 2001 to 2100: anything else is not a time.</summary>
    private static DateTimeOffset? At(long unixSeconds) =>
        unixSeconds is > 1_000_000_000 and < 4_102_444_800 ? DateTimeOffset.FromUnixTimeSeconds(unixSeconds) : null;
}
