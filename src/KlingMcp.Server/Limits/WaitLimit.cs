using System.Collections.Concurrent;
using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Tools;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Server.Limits;

/// <summary>Waits that a caller may have open at once. One more is answered with the error <c>rate_limited</c>.</summary>
/// <param name="most">How many.</param>
/// <param name="composer">Words the error.</param>
internal sealed class WaitLimit(int most, AnswerComposer composer)
{
    /// <summary>A wait that ends makes room, and most take less than a minute.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, int> open = new();

    /// <summary>The waits that are open now.</summary>
    public int Open => open.Values.Sum();

    public McpRequestHandler<CallToolRequestParams, CallToolResult> Filter(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next) => async (request, cancellationToken) =>
    {
        if (request.Params?.Name is not (WaitForTaskTool.Name or WaitForTasksTool.Name)) return await next(request, cancellationToken);

        var caller = request.User?.Identity?.Name ?? "";
        try
        {
            return open.AddOrUpdate(caller, 1, static (_, count) => count + 1) <= most
                ? await next(request, cancellationToken)
                : KlingTool.ResultOf(composer.Finish(composer.Failure(Refusal())));
        }
        finally
        {
            if (open.AddOrUpdate(caller, 0, static (_, count) => count - 1) == 0) open.TryRemove(new(caller, 0));
        }
    };

    private Fault Refusal() => new(FaultCategory.RateLimited, $"{most} waits of this caller are open already")
    {
        RetryAfter = RetryAfter,
        Hint = $"Wait for many tasks in one call with {WaitForTasksTool.Name}.",
    };
}
