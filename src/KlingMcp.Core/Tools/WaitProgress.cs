using KlingMcp.Answers;
using KlingMcp.Lookups;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary>The progress of waits.</summary>
internal static class WaitProgress
{
    /// <summary>Runs a wait and reports its progress, if the client gave a token. No notification comes after the wait's end.</summary>
    public static async Task<WaitResult> RunAsync(
        RequestContext<CallToolRequestParams> request,
        TimeSpan timeout,
        Func<Action<WaitResult>?, Task<WaitResult>> wait,
        CancellationToken cancellationToken)
    {
        if (CallProgress.For(request, timeout, cancellationToken) is not { } progress) return await wait(null);

        try
        {
            return await wait(waited => progress.Report(waited.Elapsed, WaitText.Of(waited)));
        }
        finally
        {
            await progress.Last;
        }
    }
}
