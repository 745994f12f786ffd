namespace KlingMcp.Tests.Faults;

/// <summary>
/// What providers do wrong and the answer it must lead to, written from the design, not recorded from the program.
/// <c>docs/errors-tested.md</c> is made from it.
/// </summary>
internal static class FaultTable
{
    public static IReadOnlyList<FaultCase> All { get; } =
        [.. StatusFaults.All, .. ProviderCodeFaults.All, .. BodyFaults.All, .. OddTasks.All, .. ConnectionFaults.All];
}
