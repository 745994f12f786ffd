using KlingMcp.Answers;
using KlingMcp.Lookups;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary><c>get_kling_task</c>: looks one task up.</summary>
internal sealed class GetTaskTool(KlingTaskService tasks, AnswerComposer composer) : KlingTool(Definition, composer)
{
    public const string Name = "get_kling_task";

    private static ToolDefinition Definition => new(
        Name,
        "Get Kling task",
        "Look up one Kling AI task (video, image, audio) at any provider, at once. "
        + "Returns status, output URLs and their expiry, ids for the next step, or why it failed. "
        + $"If it is not done, use {WaitForTaskTool.Name}; do not poll.",
        [
            ToolArgument.TaskId.Described("Bare id, provider:id (the task field of answers), lookup URL, or official external id"),
            ToolArgument.Provider.Described("Omit unless known"),
            ToolArgument.Detail.Described("full adds prompt, cost, cover and watermarked URLs"),
        ],
        AnswersJson.Default.TaskSummary);

    protected override async Task<Answer> RunAsync(
        Arguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var id = arguments.TaskId();
        var (provider, isFull) = (arguments.Provider(), arguments.IsFull());
        return Composer.One((await tasks.GetAsync([id], provider, cancellationToken))[0], isFull);
    }
}
