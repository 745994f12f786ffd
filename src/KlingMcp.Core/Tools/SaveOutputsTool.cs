using KlingMcp.Answers;
using KlingMcp.Saving;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary><c>save_kling_outputs</c>: writes the outputs of a finished task to files.</summary>
internal sealed class SaveOutputsTool(TaskSaver saver, SaveOptions options, AnswerComposer composer, TimeProvider time)
    : KlingTool(Definition, composer)
{
    public const string Name = "save_kling_outputs";

    private static ToolDefinition Definition => new(
        Name,
        "Save Kling outputs",
        "Save outputs of a finished Kling task to files before their URLs expire. Returns paths; call again for large files.",
        [ToolArgument.TaskId, ToolArgument.AnyProvider],
        AnswersJson.Default.SaveSummary)
    { IsReadOnly = false };

    protected override async Task<Answer> RunAsync(
        Arguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        SaveRequest asked = new(arguments.TaskId()) { Provider = arguments.Provider() };
        SaveProgress progress = new();
        var saving = saver.SaveAsync(asked, progress, cancellationToken);
        if (CallProgress.For(request, options.CallTime, cancellationToken) is { } notifications)
            await notifications.ReportUntilAsync(saving, () => SaveText.Of(progress), time);
        return Composer.Saved(await saving);
    }
}
