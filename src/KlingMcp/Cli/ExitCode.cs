using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Cli;

/// <summary>The exit codes of the commands.</summary>
internal static class ExitCode
{
    public const int Succeeded = 0;

    /// <summary>The task failed or was cancelled, or a check found something.</summary>
    public const int Failed = 1;

    /// <summary>The command line or every id is invalid.</summary>
    public const int WrongUse = 2;

    public const int LookupFailed = 3;

    /// <summary>The task is still running, or in an unknown state.</summary>
    public const int Running = 4;

    /// <summary>Ended by Ctrl-C, numbered as shells do.</summary>
    public const int Interrupted = 130;

    /// <summary>
    /// The worst code wins. An invalid id beside valid ones counts as a failed lookup, since the others were looked up.
    /// </summary>
    private static readonly int[] Order = [LookupFailed, Failed, Running, Succeeded];

    /// <summary>The exit code of a lookup.</summary>
    public static int Of(IReadOnlyList<LookupResult> looked)
    {
        if (looked.All(static l => IsRefused(l.Result.Fault))) return WrongUse;

        int[] codes = [.. looked.Select(Of)];
        return Order.First(codes.Contains);
    }

    /// <summary>
    /// The exit code of a wait. Running tasks count only if time was up: a wait for any task ends while others still run.
    /// </summary>
    public static int Of(WaitResult waited) => Of([.. waited.Tasks.Where(t => waited.TimedOut || Of(t) is not Running)]);

    /// <summary>The exit code of a list. Part of one that could not be read is a failed lookup.</summary>
    public static int Of(Result<ListResult> listed) => listed switch
    {
        { Value.Faults.Count: 0 } => Succeeded,
        { Fault: { } fault } when IsRefused(fault) => WrongUse,
        _ => LookupFailed,
    };

    private static int Of(LookupResult looked) => looked.Result switch
    {
        { IsSuccess: false } => LookupFailed,
        { Value.Status: KlingTaskStatus.Succeeded } => Succeeded,
        { Value.Status: KlingTaskStatus.Failed or KlingTaskStatus.Cancelled } => Failed,
        _ => Running,
    };

    /// <summary>Rejected here, before any request: what a provider rejects has an HTTP status.</summary>
    private static bool IsRefused(Fault? fault) => fault is { Category: FaultCategory.InvalidInput, HttpStatus: null };
}
