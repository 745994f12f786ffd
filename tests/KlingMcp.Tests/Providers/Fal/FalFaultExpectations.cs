using KlingMcp.Tests.Faults;
using static KlingMcp.Tests.Faults.FaultTexts;

namespace KlingMcp.Tests.Providers.Fal;

internal static class FalFaultExpectations
{
    /// <summary>A finished task takes two requests: its state and its result. The result of a body under 500 is not believed.</summary>
    public static IReadOnlyDictionary<string, Expected> All { get; } = new Dictionary<string, Expected>(FaultExpectations.WithoutKlingCodes)
    {
        ["its own \"not found\""] = NotFound("\"Request not found\" (HTTP 404)", CheckId),
        ["numbers as strings"] = Success with { Asked = 2 },
        ["strings as numbers"] = Success with { Asked = 2 },
        ["another content type"] = Success with { Asked = 2 },
        ["no content type"] = Success with { Asked = 2 },
        ["a byte order mark"] = Success with { Asked = 2 },
        ["a task under 500"] = new(
            "provider_unavailable",
            4,
            "provider_unavailable at {provider}: {provider} is not available (HTTP 500). "
            + "Asked 3 times. This says nothing about the task; do not resubmit. Call again in a minute."),
        ["success without an address"] = NoOutput with { Asked = 2 },
        ["an address with javascript:"] = NoOutput with { Asked = 2 },
        ["an address with file:"] = NoOutput with { Asked = 2 },
        ["an address with data:"] = InlineResult with { Asked = 2 },
    };
}
