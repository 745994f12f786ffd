namespace KlingMcp.Lookups;

/// <summary>Finds the known word that a misspelled one may stand for.</summary>
internal static class NearestWord
{
    /// <summary>A longer word is not compared.</summary>
    private const int MaxLength = 64;

    /// <summary>The known word that takes the fewest edits, in any case; <see langword="null"/> when none is near.</summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        if (word.Length > MaxLength) return null;

        return known.Select(k => (Word: k, Edits: Distance(word, k))).Where(static p => p.Edits <= Math.Max(2, p.Word.Length / 2))
            .OrderBy(static p => p.Edits).FirstOrDefault().Word;
    }

    /// <summary>Insertions, deletions and replacements (Levenshtein), without case.</summary>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
