using KlingMcp.Answers;
using KlingMcp.Lookups;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary>Sends a wait's progress to a client that asked for it, one notification after the other, with rising numbers.</summary>
internal sealed class WaitProgress(McpServer server, ProgressToken token, TimeSpan timeout, CancellationToken cancellationToken)
{
    /// <summary>Notifications waiting to be sent. Beyond this, reports are dropped: the client does not read them.</summary>
    private const int MaxUnsent = 10;

    private Task last = Task.CompletedTask;
    private int unsent;
    private double seconds;

    /// <summary>Runs a wait and reports its progress, if the client gave a token. No notification comes after the wait's end.</summary>
    public static async Task<WaitResult> RunAsync(
        RequestContext<CallToolRequestParams> request,
        TimeSpan timeout,
        Func<Action<WaitResult>?, Task<WaitResult>> wait,
        CancellationToken cancellationToken)
    {
        if (request.Params?.ProgressToken is not { } token) return await wait(null);

        var progress = new WaitProgress(request.Server, token, timeout, cancellationToken);
        try
        {
            return await wait(progress.Report);
        }
        finally
        {
            await progress.last;
        }
    }

    private void Report(WaitResult wait)
    {
        if (Interlocked.Increment(ref unsent) > MaxUnsent)
        {
            Interlocked.Decrement(ref unsent);
            return;
        }

        seconds = Math.Max(Math.Round(wait.Elapsed.TotalSeconds, 1), seconds + 0.1);
        last = SendAsync(last, new() { Progress = (float)seconds, Total = (float)timeout.TotalSeconds, Message = WaitText.Of(wait) });
    }

    private async Task SendAsync(Task before, ProgressNotificationValue value)
    {
        await before;
        try
        {
            await server.NotifyProgressAsync(token, value, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // A notification that cannot be sent is no reason to lose the answer.
        }
        finally
        {
            Interlocked.Decrement(ref unsent);
        }
    }
}
