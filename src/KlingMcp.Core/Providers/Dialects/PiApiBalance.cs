using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// <c>GET /account/info</c> of the platform that both PiAPI and GoAPI run (<see href="https://piapi.ai/docs"/>, "Account Info"). The answer
/// contains the key in clear. Members are under <c>data</c> or at the root.
/// </summary>
internal static class PiApiBalance
{
    public static BalanceCall Call { get; } = BalanceCall.Get(
        "balance",
        "account/info",
        "Dialects/PiApiPlatform.json",
        static (response, now) => AccountAnswer.Read(response, "code", body => In(body["data"].IsObject ? body["data"] : body, now)));

    private static Balance? In(Json account, DateTimeOffset now) =>
        AccountAnswer.Of(account["equivalent_in_usd"], default, Balance.Dollars, now)
        ?? AccountAnswer.Of(account["credit_pack_info"]["available_credits"], default, Balance.Credits, now);
}
