using KlingMcp.Answers;
using KlingMcp.Lookups;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary><c>wait_for_kling_tasks</c>: waits for many tasks.</summary>
internal sealed class WaitForTasksTool(KlingTaskService tasks, AnswerComposer composer, WaitOptions options)
    : KlingTool(Definition(options), composer)
{
    public const string Name = "wait_for_kling_tasks";

    private static ToolDefinition Definition(WaitOptions options) => new(
        Name,
        "Wait for Kling tasks",
        "Wait for many Kling tasks, until all (or any) are final or time is up. "
        + "Returns them all; while some are running call again, never resubmit.",
        [
            ToolArgument.TaskIds,
            ToolArgument.AnyProvider,
            ToolArgument.Until.Described("Default all"),
            ToolArgument.TimeoutSeconds,
            ToolArgument.Detail,
        ],
        AnswersJson.Default.BatchSummary)
    { IsWait = true };

    protected override async Task<Answer> RunAsync(
        Arguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var (ids, provider, isFull) = (arguments.TaskIds(), arguments.Provider(), arguments.IsFull());
        var (asked, any) = (arguments.Timeout(), arguments.UntilAny());
        var timeout = options.Limit(asked);
        if (tasks.RefusalOf(provider) is { } refused) return Composer.Failure(refused);

        var wait = await WaitProgress.RunAsync(
            request, timeout, report => tasks.WaitAsync(ids, provider, any, timeout, report, cancellationToken), cancellationToken);
        return Composer.Many(wait.Tasks, isFull, wait with { ShortenedTo = options.Shortened(asked) });
    }
}
