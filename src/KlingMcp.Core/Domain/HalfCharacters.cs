using System.Globalization;

namespace KlingMcp.Domain;

/// <summary>
/// Half a surrogate pair, which JSON can escape (<c>\ud800</c>) and no text can contain. A <see cref="System.Text.Json.JsonElement"/>
/// throws where it meets one, which is slow for a body full of them, so they are replaced before the body is parsed.
/// </summary>
internal static class HalfCharacters
{
    /// <summary>A code point that is no character (<see href="https://www.unicode.org/faq/private_use.html#noncharacters"/>).</summary>
    private const char NoCharacter = '\uFFFF';

    private const int EscapeLength = 6;

    /// <summary>Whether a text or a name contained half a pair.</summary>
    public static bool IsMarked(string text) => text.Contains(NoCharacter, StringComparison.Ordinal);

    /// <summary>The JSON with U+FFFF for each half of a pair whose other half is missing; the JSON itself if there is none.</summary>
    public static ReadOnlyMemory<byte> Mark(ReadOnlyMemory<byte> json) => Replace(json, "ffff"u8);

    /// <summary>The same with U+FFFD, the character that stands for text which could not be read.</summary>
    public static ReadOnlyMemory<byte> AsUnreadable(ReadOnlyMemory<byte> json) => Replace(json, "fffd"u8);

    private static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> body, ReadOnlySpan<byte> digits)
    {
        byte[]? marked = null;
        var source = body.Span;
        var at = 0;
        while (Next(source, at) is >= 0 and var escape)
        {
            var unit = UnitAt(source, escape);
            var isPair = unit is { } high && char.IsHighSurrogate(high)
                && UnitAt(source, escape + EscapeLength) is { } low && char.IsLowSurrogate(low);
            if (!isPair && unit is { } half && char.IsSurrogate(half)) digits.CopyTo((marked ??= body.ToArray()).AsSpan(escape + 2));

            at = escape + (isPair ? 2 * EscapeLength : 2);
        }

        return marked ?? body;
    }

    private static int Next(ReadOnlySpan<byte> body, int from) =>
        from < body.Length && body[from..].IndexOf((byte)'\\') is >= 0 and var found ? from + found : -1;

    /// <summary>The UTF-16 unit of an escape; <see langword="null"/> if there is no escape of this form.</summary>
    private static char? UnitAt(ReadOnlySpan<byte> body, int at) =>
        at + EscapeLength <= body.Length && body[at] == '\\' && body[at + 1] == 'u'
        && ushort.TryParse(body.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
