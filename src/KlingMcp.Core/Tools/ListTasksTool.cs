using KlingMcp.Answers;
using KlingMcp.Lookups;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary><c>list_kling_tasks</c>: the latest tasks, without an id.</summary>
internal sealed class ListTasksTool(TaskLister tasks, AnswerComposer composer) : KlingTool(Definition, composer)
{
    public const string Name = "list_kling_tasks";

    private static ToolDefinition Definition => new(
        Name,
        "List Kling tasks",
        "List the latest Kling tasks without an id, newest first: which exist, run or failed.",
        [
            ToolArgument.AnyProvider,
            ToolArgument.Status,
            ToolArgument.Since.Described("24h, 7d or RFC 3339"),
            ToolArgument.Limit,
            ToolArgument.Cursor,
        ],
        AnswersJson.Default.TaskListSummary);

    protected override async Task<Answer> RunAsync(
        Arguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken) =>
        Composer.List(await tasks.ListAsync(arguments.List(), cancellationToken));
}
