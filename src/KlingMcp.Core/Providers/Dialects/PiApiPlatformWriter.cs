using System.Text.Json.Nodes;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>Writes what <see cref="PiApiPlatform"/> reads.</summary>
internal static class PiApiPlatformWriter
{
    private const string NotYet = "0001-01-01T00:00:00Z";

    /// <inheritdoc cref="SandboxResponder"/>
    public static ProviderResponse Write(LookupPath rest, Func<string, SandboxTask?> world)
    {
        if (PiApiPlatform.ReadAddress(rest) is not { } asked || world(asked.Id) is not { } task)
            return Wire.Json(404, new JsonObject { ["code"] = 404, ["message"] = "task not found", ["data"] = null });

        var outOfMoney = task is { Status: KlingTaskStatus.Failed, Failure: FaultCategory.InsufficientCredit };
        return Wire.Json(outOfMoney ? 500 : 200, new JsonObject
        {
            ["code"] = outOfMoney ? 500 : 200,
            ["data"] = TaskOf(task),
            ["message"] = outOfMoney ? "failed to pre-process task runtime" : "success",
        });
    }

    private static JsonObject TaskOf(SandboxTask task) => new()
    {
        ["task_id"] = task.Id,
        ["model"] = "kling",
        ["task_type"] = "video_generation",
        ["status"] = task.Status switch
        {
            KlingTaskStatus.Queued => "pending",
            KlingTaskStatus.Succeeded => "completed",
            var status => status.Word,
        },
        ["config"] = new JsonObject { ["service_mode"] = "public", ["webhook_config"] = new JsonObject { ["endpoint"] = "", ["secret"] = "" } },
        ["input"] = new JsonObject { ["prompt"] = "a paper boat on a river", ["version"] = "2.6" },
        ["output"] = task.Status is KlingTaskStatus.Succeeded ? OutputOf(task) : new JsonObject { ["type"] = "", ["status"] = 0, ["works"] = null },
        ["meta"] = new JsonObject
        {
            ["created_at"] = Wire.Rfc3339(task.CreatedAt),
            ["started_at"] = task.Status is KlingTaskStatus.Queued ? NotYet : Wire.Rfc3339(task.CreatedAt),
            ["ended_at"] = task.Status.IsFinal ? Wire.Rfc3339(task.UpdatedAt) : NotYet,
            ["usage"] = new JsonObject { ["type"] = "point", ["frozen"] = 2_600_000, ["consume"] = task.Status is KlingTaskStatus.Succeeded ? 2_600_000 : 0 },
        },
        ["detail"] = null,
        ["logs"] = null,
        ["error"] = ErrorOf(task),
    };

    private static JsonObject OutputOf(SandboxTask task) => new()
    {
        ["video_url"] = task.Url,
        ["type"] = "m2v_txt2video",
        ["status"] = 99,
        ["works"] = new JsonArray(new JsonObject
        {
            ["status"] = 99,
            ["video"] = new JsonObject
            {
                ["resource"] = $"{task.Url}?marked",
                ["resource_without_watermark"] = task.Url,
                ["height"] = 960,
                ["width"] = 960,
                ["duration"] = 5100,
            },
        }),
    };

    private static JsonObject ErrorOf(SandboxTask task) => task switch
    {
        { Status: not KlingTaskStatus.Failed } => new() { ["code"] = 0, ["raw_message"] = "", ["message"] = "" },
        { Failure: FaultCategory.InsufficientCredit } => new()
        {
            ["code"] = 10000,
            ["raw_message"] = "failed to freeze account point quota: account point quota not enough",
            ["message"] = "failed to pre-process task runtime",
        },
        _ => new() { ["code"] = 10000, ["raw_message"] = "Failure to pass the risk control system", ["message"] = "task failed" },
    };
}
