using KlingMcp.Tests.Faults;
using static KlingMcp.Tests.Faults.FaultTexts;

namespace KlingMcp.Tests.Providers.Official;

internal static class OfficialFaultExpectations
{
    private const string NewApi =
        "Check the id and the kind; tasks made on the new API need KLING_API_KEY instead of an access and a secret key.";

    private const string Region = " A key of the Chinese site needs KLING_BASE_URL=https://api-beijing.klingai.com.";

    /// <summary>
    /// With an API key an id that is not found is asked once more as an external id, first at /tasks and then at /solutions.
    /// A web page is not the API: nothing else is asked.
    /// </summary>
    public static IReadOnlyDictionary<string, Expected> WithApiKey { get; } = new Dictionary<string, Expected>
    {
        ["404"] = NotFound($"\"{Own}\" (HTTP 404)", CheckId) with { Asked = 4 },
        ["HTML with 404"] = NotFound("{provider} knows no such task (HTTP 404)", CheckBase),
        ["its own \"not found\""] = NotFound("{provider} knows no such task (HTTP 200)", CheckId) with { Asked = 4 },
        ["404 with Kling's code 1203"] = NotFound($"\"{Own}\" (HTTP 404, code 1203)", CheckId) with { Asked = 4 },
        ["401 with Kling's code 1002"] = Once(
            "auth",
            "{provider} refused the key (HTTP 401, code 1002)",
            "Check KLING_API_KEY: it takes an API key; an access key and a secret key go into KLING_ACCESS_KEY and KLING_SECRET_KEY."
            + Region),
        ["401"] = Refused("HTTP 401"),
        ["401 with 5 MiB"] = Refused("HTTP 401"),
        ["401 with Kling's code 1000"] = Refused("HTTP 401, code 1000"),
        ["401 with Kling's code 1001"] = Refused("HTTP 401, code 1001"),
        ["401 with Kling's code 1003"] = Refused("HTTP 401, code 1003"),
        ["401 with Kling's code 1004"] = Refused("HTTP 401, code 1004"),
    };

    /// <summary>With a key pair a signature whose time is refused is made again, once.</summary>
    public static IReadOnlyDictionary<string, Expected> WithKeyPair { get; } = new Dictionary<string, Expected>
    {
        ["404"] = NotFound($"\"{Own}\" (HTTP 404)", NewApi),
        ["401"] = Refused("HTTP 401"),
        ["401 with 5 MiB"] = Refused("HTTP 401"),
        ["401 with Kling's code 1000"] = Refused("HTTP 401, code 1000"),
        ["401 with Kling's code 1001"] = Refused("HTTP 401, code 1001"),
        ["401 with Kling's code 1002"] = Refused("HTTP 401, code 1002"),
        ["its own \"not found\""] =
            NotFound("\"Task not found by id/external id: 842250903629086785\" (HTTP 400, code 1201)", NewApi),
        ["404 with Kling's code 1203"] = NotFound($"\"{Own}\" (HTTP 404, code 1203)", NewApi),
        ["401 with Kling's code 1003"] = Once("auth", "{provider} refused the key (HTTP 401, code 1003)", CheckKey) with { Asked = 2 },
        ["401 with Kling's code 1004"] = Once("auth", "{provider} refused the key (HTTP 401, code 1004)", CheckKey) with { Asked = 2 },
    };

    private static Expected Refused(string facts) => Once("auth", $"{{provider}} refused the key ({facts})", CheckKey + Region);
}
