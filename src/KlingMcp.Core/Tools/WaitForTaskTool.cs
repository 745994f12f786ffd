using KlingMcp.Answers;
using KlingMcp.Lookups;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary><c>wait_for_kling_task</c>: waits for one task.</summary>
internal sealed class WaitForTaskTool(KlingTaskService tasks, AnswerComposer composer, WaitOptions options)
    : KlingTool(Definition(options), composer)
{
    public const string Name = "wait_for_kling_task";

    private static ToolDefinition Definition(WaitOptions options) => new(
        Name,
        "Wait for Kling task",
        "Wait for one Kling task; use this instead of polling. "
        + $"Returns what {GetTaskTool.Name} does: once final, or the last state at timeout. "
        + "A timeout is not a failure: call again, never resubmit the generation.",
        [
            ToolArgument.TaskId.Described($"As in {GetTaskTool.Name}"),
            ToolArgument.Provider,
            ToolArgument.TimeoutSeconds.Described(options.Describe()),
            ToolArgument.Detail,
        ],
        AnswersJson.Default.TaskSummary)
    { IsWait = true };

    protected override async Task<Answer> RunAsync(
        Arguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var (id, provider, isFull) = (arguments.TaskId(), arguments.Provider(), arguments.IsFull());
        var asked = arguments.Timeout();
        var timeout = options.Limit(asked);
        var wait = await WaitProgress.RunAsync(
            request,
            timeout,
            report => tasks.WaitAsync([id], provider, any: false, timeout, report, cancellationToken),
            cancellationToken);
        return Composer.One(wait with { ShortenedTo = options.Shortened(asked) }, isFull);
    }
}
