using KlingMcp.Tests.Faults;
using static KlingMcp.Tests.Faults.FaultTexts;

namespace KlingMcp.Tests.Providers.Replicate;

internal static class ReplicateFaultExpectations
{
    public static IReadOnlyDictionary<string, Expected> All { get; } = new Dictionary<string, Expected>(FaultExpectations.WithoutKlingCodes)
    {
        ["its own \"not found\""] = NotFound("\"The requested resource could not be found.\" (HTTP 404)", CheckId),
    };
}
