using KlingMcp.Answers;
using KlingMcp.Lookups;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary>Tells a client that asked for it how a wait goes. Notes leave one after the other, with a rising number.</summary>
internal sealed class WaitProgress(McpServer server, ProgressToken token, TimeSpan timeout, CancellationToken cancellationToken)
{
    private Task last = Task.CompletedTask;
    private double told;

    /// <summary>Sends a note; not waited for.</summary>
    public void Report(WaitResult waited)
    {
        told = Math.Max(Math.Round(waited.Elapsed.TotalSeconds, 1), told + 0.1);
        last = SendAsync(last, new() { Progress = (float)told, Total = (float)timeout.TotalSeconds, Message = WaitText.Of(waited) });
    }

    /// <summary>Ends when the last note is out.</summary>
    public Task LastAsync() => last;

    private async Task SendAsync(Task before, ProgressNotificationValue value)
    {
        await before;
        try
        {
            await server.NotifyProgressAsync(token, value, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // a note that cannot be sent is no reason to lose the answer
        }
    }
}
