using System.Text.Json.Nodes;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>Writes what <see cref="KlingEnvelope"/> reads, in the spelling of <c>/v1</c>.</summary>
internal static class KlingTaskWriter
{
    /// <summary>The handle of every pretended video.</summary>
    public const string VideoId = "822953089593376815";

    /// <summary>The envelope of an answer.</summary>
    public static JsonObject Envelope(JsonNode? data) => new()
    {
        ["code"] = 0,
        ["message"] = "SUCCEED",
        ["request_id"] = "11111111-2222-4333-8444-555555555555",
        ["data"] = data,
    };

    /// <summary>A task.</summary>
    public static JsonObject TaskOf(SandboxTask task) => new()
    {
        ["task_id"] = task.Id,
        ["task_status"] = task.Status is KlingTaskStatus.Succeeded ? "succeed" : WordOf(task),
        ["task_status_msg"] = ReasonOf(task),
        ["task_info"] = task.ExternalId is { } external ? new JsonObject { ["external_task_id"] = external } : new JsonObject(),
        ["task_result"] = task.Status is KlingTaskStatus.Succeeded ? ResultOf(task) : new JsonObject(),
        ["final_unit_deduction"] = task.Status is KlingTaskStatus.Succeeded ? "10" : "",
        ["created_at"] = task.CreatedAt.ToUnixTimeMilliseconds(),
        ["updated_at"] = task.UpdatedAt.ToUnixTimeMilliseconds(),
    };

    /// <summary>The answer about an id that Kling does not know: a bad parameter, not a 404.</summary>
    public static ProviderResponse NotFound(string id) => Wire.Json(400, new JsonObject
    {
        ["code"] = 1201,
        ["message"] = $"Task not found by id/external id: {id}",
        ["request_id"] = "11111111-2222-4333-8444-555555555555",
    });

    /// <summary>The one video that a pretended task makes.</summary>
    public static JsonObject VideoOf(SandboxTask task) => new()
    {
        ["id"] = VideoId,
        ["url"] = task.Url,
        ["watermark_url"] = $"{task.Url}?marked",
        ["duration"] = "5.1",
    };

    private static JsonObject ResultOf(SandboxTask task) => task.Kind is KlingKinds.Elements
        ? new() { ["elements"] = new JsonArray(new JsonObject { ["element_id"] = 320_000_000_000_001, ["element_name"] = "boat", ["status"] = "succeed" }) }
        : new() { ["videos"] = new JsonArray(VideoOf(task)) };

    /// <summary>The word for a state, the same in both spellings but for success.</summary>
    public static string WordOf(SandboxTask task) => task.Status is KlingTaskStatus.Queued ? "submitted" : task.Status.Word;

    /// <summary>Why it failed; empty when it did not.</summary>
    public static string ReasonOf(SandboxTask task) => task switch
    {
        { Status: not KlingTaskStatus.Failed } => "",
        { Failure: FaultCategory.InsufficientCredit } => "Account balance not enough",
        _ => "Failure to pass the risk control system",
    };
}
