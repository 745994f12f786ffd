using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KlingMcp.Lookups;

/// <summary>
/// Removes what surrounds an id in chat, Markdown, source code and JSON. None of it can be part of an id, except for the marks of
/// emphasis and a final full stop, which go only if the id is clear without them.
/// </summary>
/// <param name="isClear">Whether text is an id of a known form, a reference with one, or a lookup address.</param>
internal sealed partial class IdText(Func<string, bool> isClear)
{
    /// <summary>Longer text is left alone.</summary>
    private const int MaxLength = 4096;

    /// <summary>Pairs of marks of emphasis around one id, for example four in <c>**_842_**</c>.</summary>
    private const int MaxPairs = 8;

    private const string Quotes = "\"'`´＂＇｀";

    private const string TrailingMarks = ";,。，；、｡";

    /// <summary>The text without its wrapping.</summary>
    public string Unwrap(string text) => text.Length > MaxLength ? text.Trim() : Unwrap(Normalize(text), MaxPairs);

    private string Unwrap(string text, int pairs)
    {
        for (var before = ""; text != before;)
        {
            before = text;
            text = WithoutLabel(WithoutLink(TrimSpaceAndMarks(text)));
            if (text.Length > 1 && IsOpening(text[0]) && !IsLink(text)) text = text[1..];
            if (text.Length > 1 && IsClosing(text[^1]) && !IsLink(text)) text = text[..^1];
        }

        if (pairs == 0 || isClear(text) || WithoutEmphasis(text) is not { } inner) return text;

        var unwrapped = Unwrap(inner, pairs - 1);
        return isClear(unwrapped) ? unwrapped : text;
    }

    /// <summary>Without invisible characters, and with ASCII digits and colons for full-width ones.</summary>
    private static string Normalize(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (var letter in text)
        {
            if (letter is >= '０' and <= '９') line.Append((char)(letter - '０' + '0'));
            else if (letter is '：') line.Append(':');
            else if (!IsInvisible(letter)) line.Append(letter);
        }

        return line.ToString();
    }

    private static bool IsInvisible(char letter) =>
        char.GetUnicodeCategory(letter) is UnicodeCategory.Format
            || letter is (>= '\uFE00' and <= '\uFE0F') or '\u034F' or '\u115F' or '\u1160' or '\u2800' or '\u3164' or '\uFFA0';

    private static string TrimSpaceAndMarks(string text)
    {
        while (text.Length > 0 && char.IsWhiteSpace(text[0])) text = text[1..];
        while (text.Length > 0 && IsTrailing(text[^1])) text = text[..^1];
        return text;
    }

    private static bool IsTrailing(char letter) =>
        char.IsWhiteSpace(letter) || TrailingMarks.Contains(letter, StringComparison.Ordinal);

    private static bool IsOpening(char letter) => Quotes.Contains(letter, StringComparison.Ordinal) || letter is '<' or '＜'
        || char.GetUnicodeCategory(letter)
            is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation;

    private static bool IsClosing(char letter) => Quotes.Contains(letter, StringComparison.Ordinal) || letter is '>' or '＞'
        || char.GetUnicodeCategory(letter) is UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation;

    private static string? WithoutEmphasis(string text) =>
        text.Length > 1 && text[^1] == '.' ? text[..^1]
        : text.Length > 2 && text[0] is '*' or '_' or '~' && text[0] == text[^1] ? text[1..^1]
        : null;

    private static string WithoutLabel(string text) => Label().Match(text) is { Success: true } label ? label.Groups["id"].Value : text;

    private static bool IsLink(string text) => Link().IsMatch(text);

    /// <summary>The text of a Markdown link, or its target if only that one is clear.</summary>
    private string WithoutLink(string text)
    {
        if (Link().Match(text) is not { Success: true } link) return text;

        var (shown, target) = (link.Groups["text"].Value, link.Groups["target"].Value);
        return !isClear(Unwrap(shown, pairs: 0)) && isClear(Unwrap(target, pairs: 0)) ? target : shown;
    }

    [GeneratedRegex(@"^(task[ _-]?id|id|request_?id|generation_?id)\s*[:=]\s*(?<id>\S.*)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Label();

    [GeneratedRegex(@"^!?\[(?<text>((?!\]\().)+)\]\((?<target>[^()\s]+)\)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Link();
}
