using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>Why a task failed, read from the words of the failure: most providers give no code for it.</summary>
internal static class FailureReason
{
    private static readonly (FaultCategory Category, string[] Words)[] Table =
    [
        (FaultCategory.Moderation,
            ["risk control", "moderation", "sensitive", "content policy", "content security", "safety", "敏感", "违规", "审核", "风控"]),
        (FaultCategory.InvalidInput, ["pixel", "resolution", "aspect", "duration", "parameter", "参数", "分辨率"]),
        (FaultCategory.InsufficientCredit, ["quota", "credit", "balance", "额度", "余额"]),
    ];

    /// <summary>The category of a failure; <see cref="FaultCategory.GenerationFailed"/> if its words are unknown.</summary>
    public static FaultCategory CategoryOf(string? text) => text?.Replace('_', ' ') is not { } words
        ? FaultCategory.GenerationFailed
        : Table.Where(row => row.Words.Any(word => words.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .Select(static row => row.Category).FirstOrDefault(FaultCategory.GenerationFailed);

    /// <summary>The failure by its message, else by a code in words. The code 0 means none.</summary>
    public static TaskFailure Read(Json message, Json code = default)
    {
        if (code.RawText is "0") code = default;
        var category = CategoryOf(message.RawText);
        return new(category is FaultCategory.GenerationFailed ? CategoryOf(code.RawText) : category, code.Text, message.Text);
    }
}
