using KlingMcp.Tests.Faults;

namespace KlingMcp.Tests.Providers.PiApi;

internal static class PiApiFaultExpectations
{
    public static IReadOnlyDictionary<string, Expected> All { get; } = FaultExpectations.WithoutKlingCodes;
}
