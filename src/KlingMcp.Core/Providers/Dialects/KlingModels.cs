namespace KlingMcp.Providers.Dialects;

/// <summary>Distinguishes Kling's models from the others of a provider.</summary>
internal static class KlingModels
{
    /// <summary>The owner of Kling's models at gateways that name models as <c>owner/model</c>.</summary>
    private const string Owner = "kwaivgi";

    /// <summary>Whether a model is named that is not Kling's.</summary>
    public static bool IsOther(string? model) =>
        model is not null
        && !model.Contains("kling", StringComparison.OrdinalIgnoreCase)
        && !model.Contains(Owner, StringComparison.OrdinalIgnoreCase);
}
