using KlingMcp.Domain;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary>The colour of a state in a terminal.</summary>
internal static class StateColor
{
    public static Style Of(KlingTaskStatus status) => status switch
    {
        KlingTaskStatus.Succeeded => Color.Green,
        KlingTaskStatus.Failed or KlingTaskStatus.Cancelled => Color.Red,
        KlingTaskStatus.Unknown => Color.Yellow,
        _ => Color.Blue,
    };
}
