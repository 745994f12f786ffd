using System.Globalization;
using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>Why a task failed, read from the words of the failure: most providers give no code for it.</summary>
internal static class FailureReason
{
    /// <summary>Reasons are looked for this many levels deep, JSON inside a string included.</summary>
    private const int MaxDepth = 5;

    /// <summary>Of a list, a log for example, at most this many items are read.</summary>
    private const int MaxItems = 50;

    /// <summary>At most this many texts are compared with the phrases.</summary>
    private const int MaxTexts = 100;

    /// <summary>The members of an object that hold a reason, the most specific first.</summary>
    private static readonly string[] Names =
    [
        "raw_message", "task_status_msg", "fail_reason", "failMsg", "reason", "message", "msg",
        "error_message", "error_msg", "error", "detail",
        "data",
    ];

    /// <summary>The row of a text or of a code in words; <see langword="null"/> if no phrase is in it.</summary>
    public static FailurePhrase? RowOf(string? text)
    {
        if (text is null) return null;

        var words = FailurePhrase.Normalize(text);
        return FailurePhrases.All.FirstOrDefault(row => row.IsIn(words));
    }

    /// <summary>
    /// The failure by the first place whose words are known, else by its code. Where neither is known, the message is that of the
    /// first place with a text.
    /// </summary>
    /// <param name="code">The provider's code; 0 means none.</param>
    /// <param name="places">Where a reason may be, the most specific first: a text, JSON in a text, an object or a list.</param>
    public static TaskFailure Read(Json code, params IReadOnlyList<Json> places)
    {
        if (code.RawText is "0") code = default;
        Json[] texts = [.. places.SelectMany(static place => TextsIn(place, depth: 0)).Take(MaxTexts)];
        foreach (var text in texts)
            if (RowOf(text.RawText) is { } row) return Of(row.Category, code, text);

        var codes = places.Select(static place => Json.First(place["code"], place.Embedded["code"])).Prepend(code);
        return Of(codes.Select(CategoryOf).FirstOrDefault(static c => c is not null), code, texts.FirstOrDefault());
    }

    private static TaskFailure Of(FaultCategory? category, Json code, Json text) =>
        new(category ?? FaultCategory.GenerationFailed, code.Text, text.Text) { Passes = category is FaultCategory.GenerationFailed };

    /// <summary>By a code in words, or by Kling's number, which gateways pass on.</summary>
    private static FaultCategory? CategoryOf(Json code) =>
        RowOf(code.RawText)?.Category ?? (int.TryParse(code.RawText, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number switch
            {
                1300 or 1301 => FaultCategory.Moderation,
                1302 or 1303 or 5000 or 5001 or 5002 => FaultCategory.GenerationFailed,
                1200 or 1201 => FaultCategory.InvalidInput,
                1101 or 1102 => FaultCategory.InsufficientCredit,
                _ => null,
            }
            : null);

    private static IEnumerable<Json> TextsIn(Json place, int depth)
    {
        if (depth > MaxDepth || place.IsNull) return [];
        if (place.Embedded is { Exists: true } embedded && TextsIn(embedded, depth + 1).ToArray() is { Length: > 0 } inside) return inside;
        if (place.IsText) return KlingTaskBody.Reason(place).Exists && place.Address is null ? [place] : [];

        var inner = place.IsArray ? place.Items.Take(MaxItems) : Names.Select(name => place[name]);
        return inner.SelectMany(item => TextsIn(item, depth + 1));
    }
}
