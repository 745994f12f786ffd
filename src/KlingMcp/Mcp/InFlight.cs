using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Mcp;

/// <summary>Counts what has been read and what is being answered, so that the end of input can wait until every answer is out.</summary>
internal sealed class InFlight(TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>A line that is no message is never seen here, so silence this long counts as "all seen".</summary>
    private const int QuietSteps = 70;

    private long seen;
    private int underWay;

    /// <summary>Goes around every incoming message.</summary>
    public McpMessageHandler Around(McpMessageHandler next) => async (context, cancellationToken) =>
    {
        Interlocked.Increment(ref seen);
        if (context.JsonRpcMessage is not JsonRpcRequest { Method: not RequestMethods.SubscriptionsListen })
        {
            await next(context, cancellationToken);
            return;
        }

        Interlocked.Increment(ref underWay);
        try
        {
            await next(context, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    };

    /// <summary>Waits until every one of the lines read is seen and answered, or the grace is over.</summary>
    public async Task DrainAsync(long lines, TimeSpan grace)
    {
        var started = time.GetTimestamp();
        for (var quiet = 0; time.GetElapsedTime(started) < grace;)
        {
            await Task.Delay(Step, time, CancellationToken.None);
            quiet = Volatile.Read(ref underWay) == 0 ? quiet + 1 : 0;
            if (quiet >= QuietSteps || (quiet >= 3 && Interlocked.Read(ref seen) >= lines)) return;
        }
    }
}
