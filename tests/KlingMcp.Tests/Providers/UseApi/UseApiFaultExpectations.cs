using KlingMcp.Tests.Faults;
using static KlingMcp.Tests.Faults.FaultTexts;

namespace KlingMcp.Tests.Providers.UseApi;

internal static class UseApiFaultExpectations
{
    private const string OtherCauses =
        "At useapi this may be a wrong id, but also a task that was deleted, failed at moderation, found no credits, "
        + "or belongs to another Kling account (USEAPI_EMAIL says which one is asked).";

    public static IReadOnlyDictionary<string, Expected> All { get; } = new Dictionary<string, Expected>(FaultExpectations.WithoutKlingCodes)
    {
        ["402"] = Once("insufficient_credit", $"\"{Own}\" (HTTP 402)", "The useapi.net subscription has ended: renew it."),
        ["404"] = NotFound($"\"{Own}\" (HTTP 404)", OtherCauses),
        ["its own \"not found\""] = NotFound("\"Task not found\" (HTTP 404)", OtherCauses),
    };
}
