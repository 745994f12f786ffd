using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// Reads the number and the unit of an account's balance. Of such an answer nothing else is taken, not even the text of a refusal.
/// </summary>
internal static class AccountAnswer
{
    /// <summary>The balance, or a fault without any of the provider's words.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="code">The member with the envelope's code, which counts as an HTTP status; <see langword="null"/> for none.</param>
    /// <param name="balance">Finds it in the body; <see langword="null"/> if it is not there.</param>
    public static Result<Balance> Read(ProviderResponse response, string? code, Func<Json, Balance?> balance)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        PlainAnswer answer = new(response, code is null ? response.Status : PlainAnswer.CodeOf(response, body[code]), default);
        if (answer.IsError) return answer.Refusal();

        return balance(body) is { } found ? found : new Fault(FaultCategory.BadResponse, "the provider's answer has no balance")
        {
            HttpStatus = response.Status,
        };
    }

    /// <summary>An amount with its unit; <see langword="null"/> if there is no amount.</summary>
    /// <param name="amount">The number, also as text.</param>
    /// <param name="unit">The currency; anything else counts as not reported.</param>
    /// <param name="usual">The unit if none is reported.</param>
    /// <param name="asOf">When it was so.</param>
    public static Balance? Of(Json amount, Json unit, string usual, DateTimeOffset asOf) =>
        amount.Number is { } number && Math.Abs(number) < 1e15 ? new((decimal)number, CurrencyIn(unit) ?? usual, asOf) : null;

    private static string? CurrencyIn(Json unit) =>
        unit.RawText is { Length: 3 } text && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : null;
}
