using KlingMcp.Tests.Faults;
using static KlingMcp.Tests.Faults.FaultTexts;

namespace KlingMcp.Tests.Providers.Kie;

internal static class KieFaultExpectations
{
    private const string Fresh =
        "Check the id and KIE_API_KEY. A task that was just created is unknown at kie for up to 90 s: look again, do not resubmit.";

    public static IReadOnlyDictionary<string, Expected> All { get; } = new Dictionary<string, Expected>(FaultExpectations.WithoutKlingCodes)
    {
        ["404"] = NotFound($"\"{Own}\" (HTTP 404)", Fresh),
        ["its own \"not found\""] = NotFound("\"recordInfo is null\" (code 422)", Fresh),
    };
}
