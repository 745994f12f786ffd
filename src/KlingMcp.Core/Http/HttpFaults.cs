using KlingMcp.Domain;

namespace KlingMcp.Http;

/// <summary>The fault of a response that is no task and whose body has no code of the provider: what its HTTP status means.</summary>
internal static class HttpFaults
{
    /// <summary>The category of a status; a 2xx or 3xx that was no task is a bad response.</summary>
    public static FaultCategory CategoryOf(int status) => status switch
    {
        401 => FaultCategory.Auth,
        402 => FaultCategory.InsufficientCredit,
        403 => FaultCategory.Permission,
        404 => FaultCategory.NotFound,
        408 or 504 or 524 => FaultCategory.Timeout,
        429 => FaultCategory.RateLimited,
        425 or >= 500 and <= 599 => FaultCategory.ProviderUnavailable,
        >= 400 and <= 499 => FaultCategory.InvalidInput,
        _ => FaultCategory.BadResponse,
    };

    /// <summary>The fault of a status.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="providerText">The provider's own words, if the body has some.</param>
    /// <param name="code">The provider's own code, if the body has one.</param>
    public static Fault Of(ProviderResponse response, string? providerText = null, string? code = null) =>
        Of(CategoryOf(response.Status), response, providerText, code);

    /// <summary>A fault whose category the provider's own code or words have settled.</summary>
    public static Fault Of(FaultCategory category, ProviderResponse response, string? providerText = null, string? code = null) =>
        new(category)
        {
            HttpStatus = response.Status,
            Code = IsUntold(response) && !IsCode(code) ? null : code,
            ProviderText = IsUntold(response) ? null : providerText,
            RetryAfter = category.IsTransient ? response.RetryAfter : null,
        };

    /// <summary>Text about a key may contain it.</summary>
    private static bool IsUntold(ProviderResponse response) => response.Status is 401 or 403;

    private static bool IsCode(string? code) =>
        code?.Length <= 40 && code.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    /// <summary>
    /// The fault of a body that is no JSON: with a status that says no, the status counts (a gateway's HTML with 502 or 524; a web page
    /// with 404 is what any web server says of a path that it does not have); else it is a bad response.
    /// </summary>
    public static Fault NotJson(ProviderResponse response) => IsBotWall(response) ? BotWall(response)
        : CategoryOf(response.Status) is not FaultCategory.BadResponse and var category
        ? Of(category, response) with { IsAstray = category is FaultCategory.NotFound && IsHtml(response) }
        : new(FaultCategory.BadResponse, response switch
        {
            { Status: >= 300 and <= 399 } => "redirect to another address, not followed",
            { Body.Length: 0 } => "an empty body",
            _ when IsHtml(response) => "a web page instead of JSON",
            _ => "a body that is not JSON",
        })
        { HttpStatus = response.Status, IsAstray = response.Status is >= 300 and <= 399 || IsHtml(response) };

    /// <summary>
    /// Whether a page in front of the API answered: Cloudflare's challenge comes with 403 or 503, and says nothing about the key.
    /// </summary>
    private static bool IsBotWall(ProviderResponse response) => response.Status is 403 or 503 && IsHtml(response);

    private static Fault BotWall(ProviderResponse response) =>
        Of(FaultCategory.ProviderUnavailable, response) with
        {
            Message = "a web page answered instead of the API",
            Hint = "A bot wall or a proxy stands before the API; this says nothing about the key or the task. Try again later.",
        };

    /// <summary>Whether the body is a web page.</summary>
    private static bool IsHtml(ProviderResponse response) =>
        response.ContentType is "text/html" or "application/xhtml+xml"
            || response.Body.Span.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..];
}
