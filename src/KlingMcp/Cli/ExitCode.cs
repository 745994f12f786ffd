using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Cli;

/// <summary>What a command tells the shell.</summary>
internal static class ExitCode
{
    public const int Succeeded = 0;

    /// <summary>The task failed or was cancelled; a check that found something.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use, or an id that is none.</summary>
    public const int WrongUse = 2;

    public const int LookupFailed = 3;

    /// <summary>Running still, or in a state that nobody knows.</summary>
    public const int Running = 4;

    /// <summary>Ended by Ctrl-C, as shells number it.</summary>
    public const int Interrupted = 130;

    /// <summary>Of several the worst comes first. An id refused beside others counts as a lookup that failed, since the others were asked.</summary>
    private static readonly int[] Order = [LookupFailed, Failed, Running, Succeeded];

    /// <summary>Of a lookup.</summary>
    public static int Of(IReadOnlyList<LookupResult> looked)
    {
        if (looked.All(IsRefused)) return WrongUse;

        int[] codes = [.. looked.Select(Of)];
        return Order.First(codes.Contains);
    }

    /// <summary>Of a wait: what still runs counts only when time was up, since a wait for any may end before.</summary>
    public static int Of(WaitResult waited) => Of([.. waited.Tasks.Where(t => waited.TimedOut || Of(t) is not Running)]);

    private static int Of(LookupResult looked) => looked.Result switch
    {
        { IsSuccess: false } => LookupFailed,
        { Value.Status: KlingTaskStatus.Succeeded } => Succeeded,
        { Value.Status: KlingTaskStatus.Failed or KlingTaskStatus.Cancelled } => Failed,
        _ => Running,
    };

    /// <summary>By us, before anyone was asked; what a provider refuses has come with a status.</summary>
    private static bool IsRefused(LookupResult looked) => looked.Result.Fault is { Category: FaultCategory.InvalidInput, HttpStatus: null };
}
