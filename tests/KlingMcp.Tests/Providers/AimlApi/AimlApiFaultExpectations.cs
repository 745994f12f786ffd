using KlingMcp.Tests.Faults;
using static KlingMcp.Tests.Faults.FaultTexts;

namespace KlingMcp.Tests.Providers.AimlApi;

internal static class AimlApiFaultExpectations
{
    public static IReadOnlyDictionary<string, Expected> All { get; } = new Dictionary<string, Expected>(FaultExpectations.WithoutKlingCodes)
    {
        ["403"] = Once("insufficient_credit", "{provider} says that the account has no credit or quota left (HTTP 403)", AddCredit),
        ["its own \"not found\""] = NotFound("\"Generation not found\" (HTTP 404)", CheckId),
    };
}
