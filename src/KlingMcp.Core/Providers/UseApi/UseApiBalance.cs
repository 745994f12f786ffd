using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.UseApi;

/// <summary>
/// <c>GET /v1/kling/accounts</c>, or the account of the e-mail address that is set
/// (<see href="https://useapi.net/docs/api-kling-v1/get-kling-accounts-email"/>). A hundred points are one of Kling's credits.
/// </summary>
internal static class UseApiBalance
{
    private const decimal PointsPerCredit = 100;

    public static BalanceCall Call { get; } = new(
        "balance",
        static (_, credentials) => new("v1/kling/accounts" + UseApiAccount.After("/", credentials)),
        static (response, now) => AccountAnswer.Read(response, code: null, body => In(body, now)))
    {
        IsAsked = static asked => asked.Segments is ["v1", "kling", "accounts"] or ["v1", "kling", "accounts", _],
        SandboxFile = "UseApi/Sandbox.json",
    };

    /// <summary>One account, or a member for each. Of several it is not known which is meant.</summary>
    private static Balance? In(Json body, DateTimeOffset now)
    {
        Json[] accounts = body["balance"].IsObject ? [body] : [.. body.Members.Select(static m => m.Value).Where(static a => a.IsObject)];
        return accounts is [var account]
            && AccountAnswer.Of(account["balance"]["total"], default, Balance.Credits, now) is { } points
            ? points with { Amount = points.Amount / PointsPerCredit }
            : null;
    }
}
