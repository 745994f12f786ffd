using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Kie;

/// <summary>
/// <c>GET /api/v1/chat/credit</c> (<see href="https://docs.kie.ai/common-api/get-account-credits"/>): <c>data</c> is the number.
/// </summary>
internal static class KieBalance
{
    public static BalanceCall Call { get; } = BalanceCall.Get(
        "balance",
        "api/v1/chat/credit",
        "Kie/Sandbox.json",
        static (response, now) =>
            AccountAnswer.Read(response, "code", body => AccountAnswer.Of(body["data"], default, Balance.Credits, now)));
}
