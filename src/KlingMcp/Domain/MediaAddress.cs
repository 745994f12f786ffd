using System.Globalization;

namespace KlingMcp.Domain;

/// <summary>Addresses of results. They are signed, so they stay strings: a <see cref="Uri"/> would rewrite them.</summary>
internal static class MediaAddress
{
    /// <summary>A longer one is no address.</summary>
    public const int MaxLength = 8192;

    /// <summary>The text itself if it is an <c>http</c> or <c>https</c> address without a character that hides or breaks text; else <see langword="null"/>.</summary>
    public static string? From(string? text) =>
        text is { Length: > 0 and <= MaxLength }
        && (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && !VisibleText.HasHidden(text) && !text.Any(char.IsWhiteSpace)
        && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Host.Length > 0 && address.UserInfo.Length == 0
            ? text
            : null;

    /// <summary>
    /// When the address says it dies: Kling's <c>ksTime</c> is in hexadecimal unix seconds, CloudFront's <c>Expires</c> in decimal ones;
    /// <see langword="null"/> when it does not say. Found also where the <c>&amp;</c> before a neighbour is missing (seen in a real link).
    /// </summary>
    public static DateTimeOffset? ExpiryOf(string? url)
    {
        if (url is null) return null;

        return Value(url, "ksTime=") is { } hex && long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var kling) ? At(kling)
            : Value(url, "Expires=") is { } dec && long.TryParse(dec, NumberStyles.None, CultureInfo.InvariantCulture, out var cloud) ? At(cloud)
            : null;
    }

    /// <summary>From 2001 to 2100: anything else is not a time.</summary>
    private static DateTimeOffset? At(long unixSeconds) =>
        unixSeconds is > 1_000_000_000 and < 4_102_444_800 ? DateTimeOffset.FromUnixTimeSeconds(unixSeconds) : null;

    /// <summary>The run of letters and digits after <paramref name="name"/> in the query, where the name does not end a longer one.</summary>
    private static string? Value(string url, string name)
    {
        for (var from = url.IndexOf('?', StringComparison.Ordinal); from >= 0;)
        {
            var at = url.IndexOf(name, from + 1, StringComparison.Ordinal);
            if (at < 0) return null;

            if (!char.IsAsciiLetterOrDigit(url[at - 1]) && url[at - 1] is not ('-' or '_'))
            {
                var start = at + name.Length;
                var end = start;
                while (end < url.Length && char.IsAsciiLetterOrDigit(url[end])) end++;
                return end > start ? url[start..end] : null;
            }

            from = at;
        }

        return null;
    }
}
