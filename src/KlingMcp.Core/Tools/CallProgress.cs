using KlingMcp.Lookups;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary>Sends the progress of a call to a client that asked for it, one notification after the other, with rising numbers.</summary>
internal sealed class CallProgress
{
    /// <summary>Notifications waiting to be sent. Beyond this, reports are dropped: the client does not read them.</summary>
    private const int MaxUnsent = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly McpServer server;
    private readonly ProgressToken token;
    private readonly TimeSpan total;
    private readonly CancellationToken cancellationToken;
    private int unsent;
    private double seconds;

    private CallProgress(McpServer server, ProgressToken token, TimeSpan total, CancellationToken cancellationToken) =>
        (this.server, this.token, this.total, this.cancellationToken) = (server, token, total, cancellationToken);

    /// <summary>The last notification. None comes after the call's end if the call awaits it.</summary>
    public Task Last { get; private set; } = Task.CompletedTask;

    /// <summary>The progress of a call; <see langword="null"/> if the client gave no token.</summary>
    public static CallProgress? For(
        RequestContext<CallToolRequestParams> request, TimeSpan total, CancellationToken cancellationToken) =>
        request.Params?.ProgressToken is { } token ? new(request.Server, token, total, cancellationToken) : null;

    public void Report(TimeSpan elapsed, string message)
    {
        if (Interlocked.Increment(ref unsent) > MaxUnsent)
        {
            Interlocked.Decrement(ref unsent);
            return;
        }

        seconds = Math.Max(Math.Round(elapsed.TotalSeconds, 1), seconds + 0.1);
        Last = SendAsync(Last, new() { Progress = (float)seconds, Total = (float)total.TotalSeconds, Message = message });
    }

    /// <summary>Reports every two seconds until the work is done or has failed.</summary>
    public async Task ReportUntilAsync(Task work, Func<string> message, TimeProvider time)
    {
        var started = time.GetTimestamp();
        while (!await work.EndsWithinAsync(Interval, time)) Report(time.GetElapsedTime(started), message());

        await Last;
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
            // A notification that cannot be sent must not lose the answer.
        }
        finally
        {
            Interlocked.Decrement(ref unsent);
        }
    }
}
