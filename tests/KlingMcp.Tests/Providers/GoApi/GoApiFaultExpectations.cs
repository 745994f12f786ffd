using KlingMcp.Tests.Faults;

namespace KlingMcp.Tests.Providers.GoApi;

internal static class GoApiFaultExpectations
{
    public static IReadOnlyDictionary<string, Expected> All { get; } = FaultExpectations.WithoutKlingCodes;
}
