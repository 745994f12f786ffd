using System.Text.RegularExpressions;
using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>Finds ids inside text that is not itself an id, to say in a refusal what to do.</summary>
/// <param name="fits">Whether an id has the form of a provider's.</param>
internal sealed partial class IdsInText(Func<string, bool> fits)
{
    /// <summary>The hint for text that holds several ids.</summary>
    public const string Several = "These are several ids: give one, or use get_kling_tasks, whose task_ids takes a list.";

    /// <summary>Longer text is cut.</summary>
    private const int MaxLength = 10_000;

    /// <summary>Shorter numbers in a sentence can be anything.</summary>
    private const int FewestDigits = 6;

    private const string Marks = "-_.~@+=*";

    /// <summary>The hint for text that is refused; <see langword="null"/> if it holds no id.</summary>
    public string? HintFor(string text)
    {
        var start = text[..Math.Min(text.Length, MaxLength)];
        string[] labelled = [.. Labelled().Matches(start).Select(static m => m.Groups["id"].Value).Distinct()];
        var found = labelled.Length > 0 ? labelled : IdsOf(start);
        return found switch
        {
            [] => null,
            [var only] => $"Give only the id: \"{only}\".",
            _ => Several,
        };
    }

    private string[] IdsOf(string text)
    {
        string[] words = [.. Separators().Split(text).Select(static w => w.Trim(Marks.ToCharArray())).Where(TaskId.IsValid)];
        string[] ids = [.. words.Where(IsSurelyId).Distinct()];
        if (ids.Length > 0) return ids;

        // Only ids of the caller's own, for example "shot-09, shot-10".
        return words.Length > 1 && words.All(static w => w.Any(char.IsDigit)) ? [.. words.Distinct()] : [];
    }

    private bool IsSurelyId(string word) =>
        word.Any(char.IsDigit) && fits(word) && !(word.Length < FewestDigits && word.All(char.IsAsciiDigit));

    /// <summary>The value of a field such as <c>"task_id": "842250903629086785"</c>.</summary>
    [GeneratedRegex(@"task_?id[""'\\]*\s*[:=]\s*[""'\\]*(?<id>[\w.~@+=*-]{1,128})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Labelled();

    [GeneratedRegex(@"[^\w.~@+=*-]+")]
    private static partial Regex Separators();
}
