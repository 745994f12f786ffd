using System.Globalization;
using System.Text.Json.Nodes;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.UseApi;

/// <summary>Writes what <see cref="UseApiProvider"/> reads.</summary>
internal static class UseApiWriter
{
    /// <inheritdoc cref="SandboxResponder"/>
    public static ProviderResponse Write(LookupPath rest, Func<string, SandboxTask?> world)
    {
        if (UseApiProvider.ReadAddress(rest) is not { } asked) return Wire.Json(404, new JsonObject { ["error"] = "Not found" });
        if (NumberOf(asked.Id) is null && !asked.Id.StartsWith(SandboxTask.SandboxPrefix, StringComparison.OrdinalIgnoreCase))
            return Wire.Json(400, new JsonObject { ["error"] = "Invalid task_id parameter" });

        return world(asked.Id) is { } task ? Wire.Json(200, BodyOf(task)) : Wire.Json(404, new JsonObject { ["error"] = "Task not found" });
    }

    private static JsonObject BodyOf(SandboxTask task)
    {
        var body = StateOf(task);
        body["etaTime"] = task.EtaSeconds ?? 0;
        body["message"] = task is { Status: KlingTaskStatus.Failed, Failure: FaultCategory.InsufficientCredit } ? "not enough credits" : "success";
        body["task"] = TaskOf(task);
        body["works"] = task.Status is KlingTaskStatus.Succeeded ? new JsonArray(WorkOf(task)) : [];
        return body;
    }

    /// <summary>useapi's ids are numbers.</summary>
    private static long? NumberOf(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Those of the sandbox, which say what becomes of the task, stay text.</summary>
    private static JsonNode IdOf(SandboxTask task) => NumberOf(task.Id) is { } number ? number : task.Id;

    /// <summary>useapi knows no cancelling: such a task has failed.</summary>
    private static JsonObject StateOf(SandboxTask task)
    {
        var (number, name) = task.Status switch
        {
            KlingTaskStatus.Queued => (5, "submitted"),
            KlingTaskStatus.Processing => (10, "processing"),
            KlingTaskStatus.Succeeded => (99, "succeed"),
            KlingTaskStatus.Failed => (task.Failure is FaultCategory.Moderation ? 7 : 6, "failed"),
            KlingTaskStatus.Cancelled => (6, "failed"),
            _ => (77, "reviewing"),
        };
        return new() { ["status"] = number, ["status_name"] = name, ["status_final"] = task.Status.IsFinal };
    }

    private static JsonObject TaskOf(SandboxTask task)
    {
        var written = StateOf(task);
        written["id"] = IdOf(task);
        written["type"] = task.Kind ?? "m2v_txt2video_hq";
        written["taskInfo"] = new JsonObject
        {
            ["inputs"] = new JsonArray(),
            ["arguments"] = new JsonArray(
                new JsonObject { ["name"] = "prompt", ["value"] = "a paper boat on a river" },
                new JsonObject { ["name"] = "kling_version", ["value"] = "2.6" }),
        };
        written["createTime"] = task.CreatedAt.ToUnixTimeMilliseconds();
        written["updateTime"] = task.UpdatedAt.ToUnixTimeMilliseconds();
        return written;
    }

    private static JsonObject WorkOf(SandboxTask task)
    {
        var written = StateOf(task);
        written["workId"] = IdOf(task);
        written["taskId"] = IdOf(task);
        written["contentType"] = "video";
        written["resource"] = new JsonObject { ["resource"] = task.Url, ["height"] = 1268, ["width"] = 724, ["duration"] = 5041 };
        written["downloadInfo"] = new JsonObject { ["fileTypes"] = new JsonArray(new JsonObject { ["type"] = "MP4", ["watermark"] = true }) };
        return written;
    }
}
