using KlingMcp.Tests.Faults;

namespace KlingMcp.Tests.Providers.WaveSpeed;

internal static class WaveSpeedFaultExpectations
{
    public static IReadOnlyDictionary<string, Expected> All { get; } = FaultExpectations.WithoutKlingCodes;
}
