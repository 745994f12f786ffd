using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.EzModel;

/// <summary>
/// The billing pages of the gateway's family, in OpenAI's format
/// (<see href="https://github.com/QuantumNous/new-api/blob/main/controller/billing.go"/>): the limit in dollars, and what was used of it in
/// cents.
/// </summary>
internal static class EzModelBalance
{
    private const string File = "EzModel/Sandbox.json";

    private const decimal CentsPerDollar = 100;

    /// <summary>The limit of a key that has none.</summary>
    private const double Unlimited = 100_000_000;

    public static IReadOnlyList<BalanceCall> Calls { get; } =
    [
        BalanceCall.Get("balance", "dashboard/billing/subscription", File, static (response, now) =>
            Read(response, body => body["hard_limit_usd"].Number >= Unlimited
                ? null
                : AccountAnswer.Of(body["hard_limit_usd"], default, Balance.Dollars, now))),
        BalanceCall.Get("usage", "v1/dashboard/billing/usage", File, static (response, now) =>
            Read(response, body => AccountAnswer.Of(body["total_usage"], default, Balance.Dollars, now) is { } used
                ? used with { Amount = -used.Amount / CentsPerDollar }
                : null)),
    ];

    /// <summary>A refusal may come with HTTP 200.</summary>
    private static Result<Balance> Read(ProviderResponse response, Func<Json, Balance?> balance) =>
        AccountAnswer.Read(response, code: null, body => body["error"].IsNull ? balance(body) : null);
}
