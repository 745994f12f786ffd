using System.Diagnostics;

namespace KlingMcp.Domain;

/// <summary>The categories of what can go wrong, for lookups and for tasks alike.</summary>
internal enum FaultCategory
{
    Internal,
    InvalidInput,
    NotConfigured,
    NotFound,
    Ambiguous,
    Auth,
    Permission,
    InsufficientCredit,
    RateLimited,
    Moderation,
    ProviderUnavailable,
    Timeout,
    Network,
    BadResponse,
    GenerationFailed,
}

/// <summary>The words of the categories.</summary>
internal static class FaultCategories
{
    extension(FaultCategory category)
    {
        /// <summary>The word on the wire.</summary>
        public string Word => category switch
        {
            FaultCategory.InvalidInput => "invalid_input",
            FaultCategory.NotConfigured => "not_configured",
            FaultCategory.NotFound => "not_found",
            FaultCategory.Ambiguous => "ambiguous",
            FaultCategory.Auth => "auth",
            FaultCategory.Permission => "permission",
            FaultCategory.InsufficientCredit => "insufficient_credit",
            FaultCategory.RateLimited => "rate_limited",
            FaultCategory.Moderation => "moderation",
            FaultCategory.ProviderUnavailable => "provider_unavailable",
            FaultCategory.Timeout => "timeout",
            FaultCategory.Network => "network",
            FaultCategory.BadResponse => "bad_response",
            FaultCategory.GenerationFailed => "generation_failed",
            _ => "internal",
        };

        /// <summary>Transient: a lookup retries it, and a wait keeps polling.</summary>
        public bool IsTransient =>
            category is FaultCategory.Network or FaultCategory.Timeout or FaultCategory.ProviderUnavailable or FaultCategory.RateLimited;
    }
}

/// <summary>A lookup that could not be made, or a response without an answer. Classified once, where it occurs.</summary>
/// <param name="Category">What kind.</param>
/// <param name="Message">Our own words, safe to show; <see langword="null"/> for the category's standard sentence.</param>
internal sealed record Fault(FaultCategory Category, string? Message = null)
{
    /// <summary>Who was asked; <see langword="null"/> before anyone was.</summary>
    public string? Provider { get; init; }

    /// <summary>The HTTP status it came with; <see langword="null"/> when no answer came.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The provider's own code; <see langword="null"/> when it gives none.</summary>
    public string? Code { get; init; }

    /// <summary>The provider's own words, untrusted; <see langword="null"/> when it gives none. Never those of a 401 or 403.</summary>
    public string? ProviderText { get; init; }

    /// <summary>The variables that hold the key in use; <see langword="null"/> when none is concerned.</summary>
    public string? KeyVariables { get; init; }

    /// <summary>The pause the provider asked for; <see langword="null"/> when it asked for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Each provider that was asked, with what it said; <see langword="null"/> unless several were.</summary>
    public IReadOnlyList<AskedProvider>? Asked { get; init; }

    /// <summary>The tasks to choose from; <see langword="null"/> unless ambiguous.</summary>
    public IReadOnlyList<KlingTask>? Candidates { get; init; }

    /// <summary>How often the provider was asked; <see langword="null"/> when it was not.</summary>
    public int? Attempts { get; init; }

    /// <summary>What to do, in one sentence; <see langword="null"/> for the category's standard advice.</summary>
    public string? Hint { get; init; }

    /// <summary>The same for a person at the command line; <see langword="null"/> when <see cref="Hint"/> serves both.</summary>
    public string? PersonHint { get; init; }

    /// <summary>What to say after the advice, whichever that is; <see langword="null"/> for nothing.</summary>
    public string? MoreHint { get; init; }

    /// <summary>
    /// During a kind search this counts as "not under this kind", whatever its category; otherwise the lookup has failed.
    /// </summary>
    public bool MayMeanNotHere { get; init; }

    /// <summary>The response is not one of the API (a web page, a redirect), so the base address is probably wrong.</summary>
    public bool IsAstray { get; init; }

    /// <summary>The answer was JSON, so the API itself gave it.</summary>
    public bool IsJson { get; init; }

    /// <summary>Worth another try as it is.</summary>
    public bool IsTransient => Category.IsTransient;

    /// <summary>The call's own time was up before a provider had answered.</summary>
    /// <param name="provider">Who was asked; <see langword="null"/> before anyone was.</param>
    public static Fault OutOfTime(string? provider) =>
        new(FaultCategory.Timeout, "no answer in the time there was") { Provider = provider };

    /// <summary>A bug. The exception is named by its type and its place in our code, because its text may contain anything.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="provider">Who was asked; <see langword="null"/> before anyone was.</param>
    public static Fault Unexpected(Exception exception, string? provider = null) =>
        new(FaultCategory.Internal, $"an unexpected {exception.GetType().Name} inside kling-mcp{PlaceOf(exception)}")
        {
            Provider = provider,
        };

    private static string PlaceOf(Exception exception) => new StackTrace(exception).GetFrames().Select(DiagnosticMethodInfo.Create)
        .FirstOrDefault(static m => m?.DeclaringTypeName?.StartsWith(nameof(KlingMcp), StringComparison.Ordinal) is true) is { } ours
        ? $" ({ours.DeclaringTypeName}.{ours.Name})" : "";
}

/// <summary>One provider's part in a search.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Category">What it said.</param>
internal sealed record AskedProvider(string Provider, FaultCategory Category);
