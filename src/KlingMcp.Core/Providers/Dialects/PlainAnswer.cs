using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>The parts of an answer by which gateways of many models say whether it contains a task.</summary>
/// <param name="Response">The answer.</param>
/// <param name="Code">The envelope's code where it counts as an HTTP status; else the HTTP status.</param>
/// <param name="Text">What the provider says of the call.</param>
/// <param name="OwnCode">The provider's own code; missing for none.</param>
internal sealed record PlainAnswer(ProviderResponse Response, int Code, Json Text, Json OwnCode = default)
{
    public bool IsError => Code is < 200 or > 299;

    /// <summary>The envelope's code if it is one of an error status; else the HTTP status.</summary>
    public static int CodeOf(ProviderResponse response, Json code) =>
        code.Whole is >= 400 and <= 599 and var number ? (int)number : response.Status;

    /// <inheritdoc cref="LookupApi.IsOwnNotFound"/>
    public static bool IsOwnNotFound(Fault fault) => fault is { Category: FaultCategory.NotFound, IsJson: true };

    /// <summary>Why the answer is not about the task that was asked for; <see langword="null"/> if it is.</summary>
    /// <param name="asked">The id that was asked for.</param>
    /// <param name="id">The id in the answer.</param>
    /// <param name="word">The word for the state.</param>
    /// <param name="state">What it means.</param>
    public Fault? FaultFor(string asked, Json id, Json word, KlingTaskStatus state)
    {
        // a redirect or a refused key is no answer about a task, whatever its body
        var mayContainTask = Response.Status is not ((>= 300 and <= 399) or 401 or 403);
        if (mayContainTask && StateWords.IsNotFound(word.RawText)) return HttpFaults.Of(FaultCategory.NotFound, Response, Text.Text);
        if (!mayContainTask || id.RawText is not { } told || word.RawText is null || (IsError && state is KlingTaskStatus.Unknown))
            return Refusal();

        return told.Equals(asked, StringComparison.OrdinalIgnoreCase) ? null : TaskNormalizer.WrongTask(Response);
    }

    /// <summary>The fault of an answer without a task.</summary>
    /// <param name="known">The category if the provider's own code gives it; <see langword="null"/> for that of the status.</param>
    public Fault Refusal(FaultCategory? known = null)
    {
        var category = known ?? KlingRefusal.CategoryByWords(Code, Text.RawText) ?? HttpFaults.CategoryOf(Code);
        return category is FaultCategory.BadResponse
            ? TaskNormalizer.NotATask(Response)
            : HttpFaults.Of(category, Response, category is FaultCategory.Auth or FaultCategory.Permission ? null : Text.Text, OwnCode.Text)
                with
            { IsJson = true };
    }
}
