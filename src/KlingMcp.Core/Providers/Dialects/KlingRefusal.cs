using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>What a provider's own code means, beyond Kling's table; <see langword="null"/> when it means nothing special.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The code; <see langword="null"/> for none.</param>
/// <param name="text">The message; <see langword="null"/> for none.</param>
internal delegate FaultCategory? ProviderCodes(int status, string? code, string? text);

/// <summary>Reads a "no" from Kling (<see href="https://kling.ai/document-api/api/get-started/error-codes"/>) or from a gateway before it.</summary>
internal static class KlingRefusal
{
    /// <summary>The fault that a body's code, else its HTTP status tells of; <see langword="null"/> where neither says no.</summary>
    public static Fault? Of(Json body, ProviderResponse response, ProviderCodes? own = null)
    {
        var error = body["error"];
        var code = CodeOf(body["code"]) ?? CodeOf(error["code"]);
        var text = body["message"].Text ?? error["message"].Text ?? error.Text;
        if ((own?.Invoke(response.Status, code, text) ?? CategoryOf(code, text)) is { } known) return Of(known, response, text, code);

        return response.Status is < 200 or > 299 || code is not null || (error["message"].Text is not null && error["code"].Text is not "0") ? Of(HttpFaults.CategoryOf(response.Status), response, text, code) : null;
    }

    /// <summary>Kling's own codes. 1201 is a bad parameter, and also an id that it does not know.</summary>
    private static FaultCategory? CategoryOf(string? code, string? text) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number switch
        {
            >= 1000 and <= 1004 => FaultCategory.Auth,
            1100 or 1103 or 1304 => FaultCategory.Permission,
            1101 or 1102 => FaultCategory.InsufficientCredit,
            1201 when text?.Contains("task not found", StringComparison.OrdinalIgnoreCase) is true => FaultCategory.NotFound,
            >= 1200 and <= 1202 => FaultCategory.InvalidInput,
            1203 => FaultCategory.NotFound,
            1300 or 1301 => FaultCategory.Moderation,
            1302 or 1303 => FaultCategory.RateLimited,
            5000 or 5001 => FaultCategory.ProviderUnavailable,
            5002 => FaultCategory.Timeout,
            _ => null,
        } : null;

    /// <summary>A code that says no; gateways also write <c>"success"</c> and 200 for yes.</summary>
    private static string? CodeOf(Json code) => code.Text is { } text && text.ToLowerInvariant() is not ("0" or "200" or "success" or "succeed") ? text : null;

    private static Fault Of(FaultCategory category, ProviderResponse response, string? text, string? code) =>
        HttpFaults.Of(category, response, category is FaultCategory.Auth ? null : text, code);
}
