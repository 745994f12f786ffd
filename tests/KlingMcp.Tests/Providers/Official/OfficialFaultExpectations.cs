using KlingMcp.Tests.Faults;
using static KlingMcp.Tests.Faults.FaultTexts;

namespace KlingMcp.Tests.Providers.Official;

internal static class OfficialFaultExpectations
{
    private const string NewApi =
        "Check the id and the kind; tasks made on the new API need KLING_API_KEY instead of an access and a secret key.";

    /// <summary>With an API key an id that is not found is asked once more as an external id.</summary>
    public static IReadOnlyDictionary<string, Expected> WithApiKey { get; } = new Dictionary<string, Expected>
    {
        ["404"] = NotFound($"\"{Own}\" (HTTP 404)", CheckId) with { Asked = 2 },
        ["HTML with 404"] = NotFound("{provider} knows no such task (HTTP 404)", CheckBase) with { Asked = 2 },
        ["its own \"not found\""] = NotFound("{provider} knows no such task (HTTP 200)", CheckId) with { Asked = 2 },
        ["404 with Kling's code 1203"] = NotFound($"\"{Own}\" (HTTP 404, code 1203)", CheckId) with { Asked = 2 },
        ["401 with Kling's code 1002"] = Once(
            "auth",
            "{provider} refused the key (HTTP 401, code 1002)",
            "Check KLING_API_KEY: it takes an API key; an access key and a secret key go into KLING_ACCESS_KEY and KLING_SECRET_KEY."),
    };

    /// <summary>With a key pair a signature whose time is refused is made again, once.</summary>
    public static IReadOnlyDictionary<string, Expected> WithKeyPair { get; } = new Dictionary<string, Expected>
    {
        ["404"] = NotFound($"\"{Own}\" (HTTP 404)", NewApi),
        ["its own \"not found\""] =
            NotFound("\"Task not found by id/external id: 842250903629086785\" (HTTP 400, code 1201)", NewApi),
        ["404 with Kling's code 1203"] = NotFound($"\"{Own}\" (HTTP 404, code 1203)", NewApi),
        ["401 with Kling's code 1003"] = Once("auth", "{provider} refused the key (HTTP 401, code 1003)", CheckKey) with { Asked = 2 },
        ["401 with Kling's code 1004"] = Once("auth", "{provider} refused the key (HTTP 401, code 1004)", CheckKey) with { Asked = 2 },
    };
}
