using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.AimlApi;

/// <summary>
/// <c>GET /v2/billing</c> (<see href="https://docs.aimlapi.com/api-references/service-endpoints/account-balance"/>): an amount of money;
/// the older form gives credits.
/// </summary>
internal static class AimlApiBalance
{
    public static BalanceCall Call { get; } = BalanceCall.Get(
        "balance",
        "v2/billing",
        "AimlApi/Sandbox.json",
        static (response, now) => AccountAnswer.Read(response, "statusCode", body =>
            AccountAnswer.Of(body["current_balance"], body["currency"], Balance.Dollars, now)
            ?? AccountAnswer.Of(body["balance"], body["currency"], Balance.Credits, now)));
}
