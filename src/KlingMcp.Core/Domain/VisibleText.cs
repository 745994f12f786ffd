using System.Buffers;
using System.Globalization;
using System.Text;

namespace KlingMcp.Domain;

/// <summary>Makes text from outside safe for a line that a model reads.</summary>
internal static class VisibleText
{
    /// <summary>The default limit, in UTF-16 units, including the ellipsis.</summary>
    public const int MaxLength = 300;

    private static readonly SearchValues<char> DoubleQuotes = SearchValues.Create("\"\u201C\u201D\u201E\u201F\uFF02\u301D\u301E\u301F");

    /// <summary>
    /// One line of at most <paramref name="max"/> UTF-16 units, without invisible and bidirectional characters;
    /// <see langword="null"/> when nothing is left.
    /// </summary>
    public static string? Clean(string? text, int max = MaxLength)
    {
        if (text is null) return null;

        var line = new StringBuilder(Math.Min(text.Length, max + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
            }
            else if (!IsHidden(rune))
            {
                line.Append(rune.ToString());
            }

            if (line.Length > max + 1) break;
        }

        while (line.Length > 0 && line[^1] == ' ') line.Length--;
        if (line.Length > max)
        {
            var cut = max - 1;
            if (char.IsHighSurrogate(line[cut - 1])) cut--;
            line.Length = cut;
            line.Append('…');
        }

        return line.Length == 0 ? null : line.ToString();
    }

    /// <summary>The text without invisible characters, line breaks included; other white space stays.</summary>
    public static string WithoutHidden(string text)
    {
        if (!HasHidden(text)) return text;

        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (!IsHidden(rune)) visible.Append(rune.ToString());

        return visible.ToString();
    }

    /// <summary>The text with a single quotation mark in the place of each double one, straight or curly.</summary>
    public static string WithSingleQuotes(string text) =>
        text.AsSpan().IndexOfAny(DoubleQuotes) < 0 ? text : string.Concat(text.Select(static c => DoubleQuotes.Contains(c) ? '\'' : c));

    /// <summary>Whether <see cref="Clean"/> would remove a character other than white space.</summary>
    public static bool HasHidden(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (IsHidden(rune)) return true;

        return false;
    }

    /// <summary>
    /// Control and format characters (bidirectional marks, zero-width characters, the tag block), lone surrogates (U+FFFD), private use,
    /// unassigned characters, variation selectors, and letters without a glyph (Hangul fillers, Braille blank).
    /// </summary>
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0xFFFD or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF)
            or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x034F or 0x17B4 or 0x17B5;
}
