using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>Why a task failed, read from the words of the failure: providers give no code that would tell.</summary>
internal static class FailureReason
{
    private static readonly (FaultCategory Category, string[] Words)[] Table =
    [
        (FaultCategory.Moderation, ["risk control", "moderation", "sensitive", "content policy", "content security", "safety", "敏感", "违规", "审核", "风控"]),
        (FaultCategory.InvalidInput, ["pixel", "resolution", "aspect", "duration", "parameter", "参数", "分辨率"]),
        (FaultCategory.InsufficientCredit, ["quota", "credit", "balance", "额度", "余额"]),
    ];

    /// <summary>The category of a failure; <see cref="FaultCategory.GenerationFailed"/> when its words say nothing known.</summary>
    public static FaultCategory CategoryOf(string? text) => text?.Replace('_', ' ') is not { } words
        ? FaultCategory.GenerationFailed
        : Table.Where(row => row.Words.Any(word => words.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .Select(static row => row.Category).FirstOrDefault(FaultCategory.GenerationFailed);

    /// <summary>The failure that these words tell of, else a code in words.</summary>
    public static TaskFailure Read(string? text, string? code = null) =>
        new(CategoryOf(text) is not FaultCategory.GenerationFailed and var told ? told : CategoryOf(code), code, text);
}
