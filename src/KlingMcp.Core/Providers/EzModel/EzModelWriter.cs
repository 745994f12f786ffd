using System.Text.Json.Nodes;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.EzModel;

/// <summary>Writes the gateway's task around Kling's raw answer, and Kling's answer alone for an element.</summary>
internal static class EzModelWriter
{
    /// <inheritdoc cref="SandboxResponder"/>
    public static ProviderResponse Write(LookupPath rest, Func<string, SandboxTask?> world)
    {
        var asked = EzModelProvider.ReadAddress(rest);
        var task = asked is null ? null : world(asked.Id);
        if (asked?.Kind is KlingKinds.Elements)
        {
            return task?.Kind is KlingKinds.Elements
                ? Wire.Json(200, KlingTaskWriter.Envelope(KlingTaskWriter.TaskOf(task)))
                : KlingTaskWriter.NotFound(asked.Id);
        }

        return task is null or { Kind: KlingKinds.Elements }
            ? Wire.Json(400, new JsonObject { ["code"] = "task_not_exist", ["message"] = "task_not_exist", ["data"] = null })
            : Wire.Json(200, new JsonObject { ["code"] = "success", ["message"] = "", ["data"] = TaskOf(task) });
    }

    private static JsonObject TaskOf(SandboxTask task) => new()
    {
        ["task_id"] = task.Id,
        ["action"] = "textGenerate",
        ["status"] = task.Status switch
        {
            KlingTaskStatus.Queued => "SUBMITTED",
            KlingTaskStatus.Processing => "IN_PROGRESS",
            KlingTaskStatus.Succeeded => "SUCCESS",
            KlingTaskStatus.Failed => "FAILURE",
            var status => status.Word.ToUpperInvariant(),
        },
        ["fail_reason"] = task.Status switch
        {
            KlingTaskStatus.Succeeded => task.Url,
            KlingTaskStatus.Failed => "SUCCEED",
            _ => "",
        },
        ["submit_time"] = task.CreatedAt.ToUnixTimeSeconds(),
        ["start_time"] = task.Status is KlingTaskStatus.Queued ? 0 : task.CreatedAt.ToUnixTimeSeconds(),
        ["finish_time"] = task.Status.IsFinal ? task.UpdatedAt.ToUnixTimeSeconds() : 0,
        ["progress"] = task.Status switch
        {
            KlingTaskStatus.Queued => "10%",
            { IsFinal: true } => "100%",
            _ => "30%",
        },
        ["data"] = task.Status is KlingTaskStatus.Queued ? null : KlingTaskWriter.Envelope(KlingTaskWriter.TaskOf(task)),
    };
}
