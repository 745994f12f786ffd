using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.WaveSpeed;

/// <summary><c>GET /api/v3/account/balance</c> (<see href="https://wavespeed.ai/docs/check-balance"/>).</summary>
internal static class WaveSpeedBalance
{
    public static BalanceCall Call { get; } = BalanceCall.Get(
        "balance",
        "api/v3/account/balance",
        "WaveSpeed/Sandbox.json",
        static (response, now) => AccountAnswer.Read(
            response, "code", body => AccountAnswer.Of(body["data"]["balance"], body["data"]["currency"], Balance.Dollars, now)));
}
