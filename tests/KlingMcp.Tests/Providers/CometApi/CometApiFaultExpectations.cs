using KlingMcp.Tests.Faults;
using static KlingMcp.Tests.Faults.FaultTexts;

namespace KlingMcp.Tests.Providers.CometApi;

internal static class CometApiFaultExpectations
{
    public static IReadOnlyDictionary<string, Expected> All { get; } = new Dictionary<string, Expected>
    {
        ["its own \"not found\""] =
            NotFound("\"Task not found by id/external id: 842250903629086785\" (HTTP 400, code 1201)", CheckId),
    };
}
