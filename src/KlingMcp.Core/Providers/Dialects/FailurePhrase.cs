using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>A phrase that tells why a task failed.</summary>
/// <param name="Category">The category of such a failure.</param>
/// <param name="Pattern">
/// In lower case. <c>…</c> stands for at most <see cref="MaxGap"/> characters, <c>|</c> separates alternatives of the part between
/// two <c>…</c>, and <c>;</c> separates whole patterns. A part starts at the beginning of a word, except in Chinese, Japanese and Korean.
/// </param>
/// <param name="Example">A text that contains the phrase.</param>
/// <param name="Source">Where texts like it were seen.</param>
internal sealed record FailurePhrase(FaultCategory Category, string Pattern, string Example, string Source)
{
    private const int MaxGap = 40;

    /// <summary>A longer text is cut before it is searched, in UTF-16 units.</summary>
    private const int MaxSearched = 16 * 1024;

    /// <summary>From here on, scripts that do not separate words with spaces.</summary>
    private const char FirstEastAsian = '\u1100';

    /// <summary>Whole patterns, their parts, and the alternatives of each part.</summary>
    private readonly string[][][] patterns =
        [.. Pattern.Split(';').Select(static whole => whole.Split('…').Select(static part => part.Split('|')).ToArray())];

    /// <summary>A text in the form that phrases are compared with: lower case, words separated by spaces, also those of a code.</summary>
    public static string Normalize(string text)
    {
        if (text.Length > MaxSearched) text = text[..MaxSearched];
        System.Text.StringBuilder words = new(text.Length);
        var previous = ' ';
        foreach (var c in text)
        {
            if (char.IsUpper(c) && char.IsLower(previous)) words.Append(' ');
            var next = c is '_' or '-' || char.IsWhiteSpace(c) ? ' ' : c is '’' ? '\'' : char.ToLowerInvariant(c);
            if (next is not ' ' || words.Length == 0 || words[^1] is not ' ') words.Append(next);
            previous = c;
        }

        return words.ToString();
    }

    /// <param name="text">A text from <see cref="Normalize"/>.</param>
    public bool IsIn(string text) => patterns.Any(parts => IsIn(text, parts, part: 0, from: 0, to: text.Length));

    private static bool IsIn(string text, string[][] parts, int part, int from, int to)
    {
        foreach (var words in parts[part])
        {
            var end = Math.Min(text.Length, to + words.Length);
            for (var at = from; (at = IndexOf(text, words, at, end)) >= 0; at++)
            {
                var after = at + words.Length;
                if (IsStart(text, at) && (part == parts.Length - 1 || IsIn(text, parts, part + 1, after, after + MaxGap))) return true;
            }
        }

        return false;
    }

    private static int IndexOf(string text, string words, int from, int end) =>
        from >= end ? -1 : text.IndexOf(words, from, end - from, StringComparison.Ordinal);

    private static bool IsStart(string text, int at) =>
        at == 0 || text[at] >= FirstEastAsian || text[at - 1] >= FirstEastAsian || !char.IsLetter(text[at - 1]);
}
