using System.Globalization;

namespace KlingMcp.Domain;

/// <summary>Addresses of outputs. They are signed, so they stay strings: a <see cref="Uri"/> would rewrite them.</summary>
internal static class MediaAddress
{
    /// <summary>In UTF-16 units.</summary>
    public const int MaxLength = 8192;

    /// <summary>
    /// The trimmed text if it is an <c>http</c> or <c>https</c> address without user info, white space and invisible characters;
    /// <see langword="null"/> otherwise.
    /// </summary>
    public static string? From(string? written) =>
        written?.Trim() is { Length: > 0 and <= MaxLength } text
        && !VisibleText.HasHidden(text) && !text.Any(char.IsWhiteSpace) && WebAddress.Read(text) is { UserInfo: "" }
            ? text
            : null;

    /// <summary>
    /// When the address expires: Kling's <c>ksTime</c> is in hexadecimal Unix seconds, CloudFront's <c>Expires</c> in decimal ones;
    /// <see langword="null"/> when it does not tell. Some of Kling's addresses lack the <c>&amp;</c> before the parameter.
    /// </summary>
    public static DateTimeOffset? ExpiryOf(string? url) => url is null ? null
        : Find(
            url,
            "ksTime=",
            char.IsAsciiHexDigit,
            NumberStyles.AllowHexSpecifier) ?? Find(url, "Expires=", char.IsAsciiDigit, NumberStyles.None);

    /// <summary>The first time in the query after <paramref name="name"/>. A duration (<c>X-Amz-Expires=3600</c>) does not count.</summary>
    private static DateTimeOffset? Find(string url, string name, Func<char, bool> isDigit, NumberStyles style)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        for (var at = query; query >= 0 && (at = url.IndexOf(name, at + 1, StringComparison.Ordinal)) >= 0;)
        {
            var (from, end) = (at + name.Length, at + name.Length);
            while (end < url.Length && isDigit(url[end])) end++;
            var digits = url.AsSpan(from, end - from);
            if (long.TryParse(digits, style, CultureInfo.InvariantCulture, out var seconds) && At(seconds) is { } time) return time;
        }

        return null;
    }

    /// <summary>A time from 2001 to 2099; <see langword="null"/> for anything else.</summary>
    private static DateTimeOffset? At(long unixSeconds) =>
        unixSeconds is > 1_000_000_000 and < 4_102_444_800 ? DateTimeOffset.FromUnixTimeSeconds(unixSeconds) : null;
}
