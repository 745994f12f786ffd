using KlingMcp.Domain;

namespace KlingMcp.Http;

/// <summary>The last word on an answer that is no task and whose body gave no code of the provider's: what its HTTP status means.</summary>
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
    /// <param name="reply">The answer.</param>
    /// <param name="providerText">The provider's own words, if the body has some.</param>
    /// <param name="code">The provider's own code, if the body has one.</param>
    public static Fault Of(Reply reply, string? providerText = null, string? code = null) =>
        Of(CategoryOf(reply.Status), reply, providerText, code);

    /// <summary>A fault whose category the provider's own code or words have settled.</summary>
    public static Fault Of(FaultCategory category, Reply reply, string? providerText = null, string? code = null) =>
        new(category)
        {
            HttpStatus = reply.Status,
            Code = IsUntold(reply) && !IsCode(code) ? null : code,
            ProviderText = IsUntold(reply) ? null : providerText,
            RetryAfter = category.IsTransient ? reply.RetryAfter : null,
        };

    /// <summary>What is said about a key may hold it.</summary>
    private static bool IsUntold(Reply reply) => reply.Status is 401 or 403;

    private static bool IsCode(string? code) => code?.Length <= 40 && code.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    /// <summary>
    /// The fault of a body that is no JSON: with a status that says no, the status counts (a gateway's HTML with 502 or 524; a web page with 404 is what any web server
    /// says of a path that it does not have); else it is a bad response.
    /// </summary>
    public static Fault NotJson(Reply reply) => CategoryOf(reply.Status) is not FaultCategory.BadResponse and var category
        ? Of(category, reply) with { IsAstray = category is FaultCategory.NotFound && IsHtml(reply) }
        : new(FaultCategory.BadResponse, reply switch
        {
            { Status: >= 300 and <= 399 } => "redirect to another address, not followed",
            { Body.Length: 0 } => "an empty body",
            _ when IsHtml(reply) => "a web page instead of JSON",
            _ => "a body that is not JSON",
        })
        { HttpStatus = reply.Status, IsAstray = reply.Status is >= 300 and <= 399 || IsHtml(reply) };

    /// <summary>Whether the body is a web page.</summary>
    private static bool IsHtml(Reply reply) =>
        reply.ContentType is "text/html" or "application/xhtml+xml" || reply.Body.Span.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..];
}
