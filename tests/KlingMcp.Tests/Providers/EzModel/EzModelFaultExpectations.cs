using KlingMcp.Tests.Faults;
using static KlingMcp.Tests.Faults.FaultTexts;

namespace KlingMcp.Tests.Providers.EzModel;

internal static class EzModelFaultExpectations
{
    /// <summary>The advice when the quota of the key is used up.</summary>
    public const string QuotaUsedUp = "The quota of EZMODEL_API_KEY is used up, and ezmodel then refuses lookups, too: raise it.";

    private const string Elements = "Check the id; an element is found as ezmodel:general/advanced-custom-elements/ID only.";

    public static IReadOnlyDictionary<string, Expected> All { get; } = new Dictionary<string, Expected>
    {
        ["402"] = NoQuota("HTTP 402"),
        ["404"] = NotFound($"\"{Own}\" (HTTP 404)", Elements),
        ["429 with Kling's code 1101"] = NoQuota("HTTP 429, code 1101"),
        ["429 with Kling's code 1102"] = NoQuota("HTTP 429, code 1102"),
        ["its own \"not found\""] = NotFound("\"task_not_exist\" (HTTP 400, code task_not_exist)", Elements),
    };

    private static Expected NoQuota(string facts) => Once("insufficient_credit", $"\"{Own}\" ({facts})", QuotaUsedUp);
}
