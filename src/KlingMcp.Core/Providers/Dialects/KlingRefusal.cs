using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>The category of a gateway's own code; <see langword="null"/> for the category of Kling's table.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The code as written; <see langword="null"/> for none.</param>
/// <param name="text">The message as written; <see langword="null"/> for none.</param>
internal delegate FaultCategory? ProviderCodes(int status, string? code, string? text);

/// <summary>
/// Reads a refusal of Kling (<see href="https://kling.ai/document-api/api/get-started/error-codes"/>) or of a gateway in front of it.
/// </summary>
internal static class KlingRefusal
{
    private static readonly string[] NotFoundTexts =
        ["task not found", "task_not_found", "failed to find task", "record not found", "task not exist", "task_not_exist", "任务不存在"];

    /// <summary>The fault of a body by its code, else by its HTTP status; <see langword="null"/> if neither is an error.</summary>
    public static Fault? Of(Json body, ProviderResponse response, ProviderCodes? own = null)
    {
        var (error, inner) = (body["error"], body["data"]["data"].OrEmbedded);
        var code = Json.First(ErrorCode(body["code"]), ErrorCode(error["code"]));
        var text = Json.First(body["message"], error["message"], error);
        var known = own?.Invoke(response.Status, code.RawText, text.RawText)
            ?? CategoryOf(code.RawText, text.RawText)
            ?? (code.Exists ? CategoryOf(inner["code"].RawText, Json.First(inner["message"], text).RawText) : null)
            ?? CategoryByWords(response.Status, code.RawText, text.RawText);
        if (known is { } category) return Of(category, response, text, code);

        var isError = response.Status is < 200 or > 299
            || code.Exists
            || (error["message"].RawText is not null && error["code"].RawText is not "0");
        return isError ? Of(HttpFaults.CategoryOf(response.Status), response, text, code) : null;
    }

    /// <summary>Kling's own codes. 1201 is a bad parameter, and also an unknown id.</summary>
    private static FaultCategory? CategoryOf(string? code, string? text) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number switch
        {
            >= 1000 and <= 1004 => FaultCategory.Auth,
            1100 or 1103 or 1304 => FaultCategory.Permission,
            1101 or 1102 => FaultCategory.InsufficientCredit,
            1201 when SaysNotFound(text) => FaultCategory.NotFound,
            >= 1200 and <= 1202 => FaultCategory.InvalidInput,
            1203 => FaultCategory.NotFound,
            1300 or 1301 => FaultCategory.Moderation,
            1302 or 1303 => FaultCategory.RateLimited,
            5000 or 5001 => FaultCategory.ProviderUnavailable,
            5002 => FaultCategory.Timeout,
            _ => null,
        } : null;

    /// <summary>
    /// What a status leaves open: 401, 403 and 412 may be about quota or credit, and a gateway answers 200, 400 or 500 for an unknown id.
    /// </summary>
    public static FaultCategory? CategoryByWords(int status, params ReadOnlySpan<string?> words)
    {
        foreach (var text in words)
        {
            if (text is null) continue;
            if (StateWords.IsNotFound(text) || (status is 200 or 400 or 500 && SaysNotFound(text))) return FaultCategory.NotFound;
            if (status is >= 401 and <= 403 or 412 && FailureReason.RowOf(text)?.Category is FaultCategory.InsufficientCredit)
                return FaultCategory.InsufficientCredit;
        }

        return null;
    }

    /// <summary>Whether a message says that there is no such task, in one of the forms of the providers.</summary>
    public static bool SaysNotFound(string? text) =>
        text is not null && NotFoundTexts.Any(words => text.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>A code that means an error. For success, gateways also write <c>"success"</c> and 200.</summary>
    private static Json ErrorCode(Json code) =>
        code.RawText?.ToLowerInvariant() is "0" or "200" or "success" or "succeed" ? default : Json.First(code);

    private static Fault Of(FaultCategory category, ProviderResponse response, Json text, Json code) =>
        HttpFaults.Of(category, response, category is FaultCategory.Auth ? null : text.Text, code.Text) with { IsJson = true };
}
