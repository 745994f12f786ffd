using System.Text;
using KlingMcp.Domain;

namespace KlingMcp.Answers;

/// <summary>A provider's word, id or code in a line that a model reads.</summary>
internal static class PlainWord
{
    /// <summary>In UTF-16 units.</summary>
    private const int MaxLength = 80;

    private const string Marks = " -_./:+";

    /// <summary>
    /// The word as it is, if it has only letters, digits, spaces and <c>- _ . / : +</c> and is short; else in quotes, so that it cannot be
    /// taken for words of ours. <see langword="null"/> for <see langword="null"/>.
    /// </summary>
    public static string? OrQuoted(string? word) =>
        word is null || IsPlain(word) ? word : $"\"{VisibleText.WithSingleQuotes(word)}\"";

    private static bool IsPlain(string word)
    {
        if (word.Length > MaxLength) return false;

        foreach (var rune in word.EnumerateRunes())
        {
            var isMark = rune.IsAscii && Marks.Contains((char)rune.Value, StringComparison.Ordinal);
            if (!isMark && !Rune.IsLetterOrDigit(rune)) return false;
        }

        return true;
    }
}
