using static KlingMcp.Tests.Faults.FaultTexts;
using static KlingMcp.Tests.Faults.Plays;

namespace KlingMcp.Tests.Faults;

/// <summary>HTTP statuses with a reason in JSON.</summary>
internal static class StatusFaults
{
    private const string Minute = "Call again in a minute.";

    public static IEnumerable<FaultCase> All => [.. Statuses(), .. TooManyRequests()];

    private static IEnumerable<FaultCase> Statuses() =>
    [
        new("400", Status(400), Once("invalid_input", Said(400), "Check the id.")) { Started = "cometapi" },
        new("401", Status(401), Once("auth", "{provider} refused the key (HTTP 401)", CheckKey)) { Started = "piapi" },
        new("402", Status(402), Once("insufficient_credit", Said(402), AddCredit)) { Started = "useapi" },
        new("403", Status(403), Once("permission", "{provider} does not permit it (HTTP 403)", CheckRights)) { Started = "ezmodel" },
        new("404", Status(404), NotFound(Said(404), CheckId)),
        new("408", Status(408), Thrice("timeout", Said(408), Again)),
        new("425", Status(425), Thrice("provider_unavailable", Said(425), Later)),
        new("500", Status(500), Thrice("provider_unavailable", Said(500), Later)) { Started = "goapi" },
        new("502", Status(502), Thrice("provider_unavailable", Said(502), Later)),
        new("503", Status(503), Thrice("provider_unavailable", Said(503), Later)),
        new("504", Status(504), Thrice("timeout", Said(504), Again)) { Started = "official (key pair)" },
        new("524", Status(524), Thrice("timeout", Said(524), Again)),
    ];

    private static IEnumerable<FaultCase> TooManyRequests() =>
    [
        new("429 without Retry-After", Status(429), Thrice("rate_limited", Said(429), Minute)),
        new("429, Retry-After in seconds", Status(429, "Retry-After: 7"), Thrice("rate_limited", Said(429), "Call again in 7 s.")),
        new("429, Retry-After as a date",
            Status(429, "Date: Sun, 22 Nov 2026 12:59:53 GMT", "Retry-After: Sun, 22 Nov 2026 13:00:00 GMT"),
            Thrice("rate_limited", Said(429), "Call again in 7 s.")),
        new("429, Retry-After longer than the call has",
            Status(429, "Retry-After: 41"), Once("rate_limited", Said(429), "Call again in 41 s.")),
        new("429, Retry-After absurdly long",
            Status(429, "Retry-After: 99999999999999999999"), Once("rate_limited", Said(429), "Call again in 86400 s."))
        {
            Started = "piapi",
        },
        new("429, Retry-After that is no time", Status(429, "Retry-After: soon"), Thrice("rate_limited", Said(429), Minute)),
        Final(1100, "permission", CheckRights),
        Final(1101, "insufficient_credit", AddCredit),
        Final(1102, "insufficient_credit", AddCredit),
        Final(1304, "permission", CheckRights),
    ];

    /// <summary>A 429 with a code of Kling's that says waiting does not help.</summary>
    private static FaultCase Final(int code, string category, string advice) => new(
        $"429 with Kling's code {code}",
        Answer(429, $$"""{"code":{{code}},"message":"{{Own}}"}"""),
        Once(category, $"\"{Own}\" (HTTP 429, code {code})", advice));

    private static string Said(int status) => $"\"{Own}\" (HTTP {status})";
}
