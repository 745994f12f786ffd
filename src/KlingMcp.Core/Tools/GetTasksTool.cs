using KlingMcp.Answers;
using KlingMcp.Lookups;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary><c>get_kling_tasks</c>: looks many tasks up in one call.</summary>
internal sealed class GetTasksTool(KlingTaskService tasks, AnswerComposer composer) : KlingTool(Definition, composer)
{
    public const string Name = "get_kling_tasks";

    private static ToolDefinition Definition => new(
        Name,
        "Get Kling tasks",
        "Look up many Kling tasks in one call. Returns them in the order asked, with counts; "
        + "ids that cannot be read go to errors, the rest still return.",
        [
            ToolArgument.TaskIds.Described($"As task_id of {GetTaskTool.Name}"),
            ToolArgument.AnyProvider,
            ToolArgument.Detail,
        ],
        AnswersJson.Default.BatchSummary);

    protected override async Task<Answer> RunAsync(
        Arguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var ids = arguments.TaskIds();
        var (provider, isFull) = (arguments.Provider(), arguments.IsFull());
        if (tasks.RefusalOf(provider) is { } refused) return Composer.Failure(refused);

        return Composer.Many(await tasks.GetAsync(ids, provider, cancellationToken), isFull, wait: null);
    }
}
