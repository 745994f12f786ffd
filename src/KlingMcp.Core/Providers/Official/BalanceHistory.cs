using System.Text.Json.Nodes;
using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Official;

/// <summary>
/// <c>POST /account/billing/balance</c> with an API key
/// (<see href="https://klingai.com/document-api/api/assets/billing-deduction/balance"/>): what was taken off the balance, and what was left
/// each time. It is a read although it is a POST: the body holds the time window. Resource packs are not part of it.
/// </summary>
internal static class BalanceHistory
{
    private const int MaxRows = 500;

    /// <summary>The balance of an account that spent nothing for longer cannot be read.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromDays(30);

    public static BalanceCall Call { get; } = new(
        "balance",
        static (now, _) => new("account/billing/balance", BodyAt(now)),
        static (response, now) => AccountAnswer.Read(response, code: null, body => In(body, now)))
    {
        IsAsked = static asked => asked.Segments is ["account", "billing", "balance"],
        SandboxFile = "Official/Tasks.json",
    };

    private static string BodyAt(DateTimeOffset now) => new JsonObject
    {
        ["start_time"] = (now - Window).ToUnixTimeMilliseconds(),
        ["end_time"] = now.ToUnixTimeMilliseconds(),
        ["limit"] = MaxRows,
    }.ToJsonString();

    /// <summary>
    /// What was left after the newest deduction. Trial money has rows of its own, which count only if there are no others.
    /// </summary>
    private static Balance? In(Json body, DateTimeOffset now)
    {
        if (body["code"].Whole is not 0) return null;

        var data = body["data"];
        var rows = data["result"]["detail"].IsArray ? data["result"]["detail"] : Json.FirstArray(data);
        return rows.Items.OrderBy(static row => row["cash_type"].RawText is "test_balance")
            .ThenByDescending(static row => row["deduction_time"].Whole ?? 0)
            .Select(row => AccountAnswer.Of(
                row["balance_after_deduction"], row["currency"], Balance.Dollars, Times.FromUnix(row["deduction_time"]) ?? now))
            .FirstOrDefault(static balance => balance is not null)
            ?? AccountAnswer.Of(data["balance"], data["currency"], Balance.Dollars, now);
    }
}
