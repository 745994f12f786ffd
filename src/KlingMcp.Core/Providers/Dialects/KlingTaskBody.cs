using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// One task as Kling writes it, in either spelling: <c>task_id, task_status, task_result, created_at</c> under <c>/v1</c>,
/// and <c>id, status, outputs, create_time</c> in the answers of <c>/tasks</c>.
/// </summary>
internal static class KlingTaskBody
{
    private static readonly string[] ResultNames = ["task_result", "outputs", "output", "result", "results", "works", "videos", "images", "audios"];

    private static readonly string[] FileNames = ["video", "audio"];

    /// <summary>Kling's own id.</summary>
    public static string? IdOf(Json task) => task["task_id"].Text ?? task["id"].Text;

    /// <summary>The caller's own id.</summary>
    public static string? ExternalIdOf(Json task) =>
        task["task_info"]["external_task_id"].Text ?? task["external_id"].Text ?? task["external_task_id"].Text;

    /// <summary>The word for the state; <see langword="null"/> when there is none.</summary>
    public static string? WordOf(Json task) => task["task_status"].Text ?? task["status"].Text;

    /// <summary>The parts that hold results, never the input: a bare address called <c>video</c> or <c>audio</c> may be that.</summary>
    public static IReadOnlyList<Json> ResultsOf(Json task) => [.. ResultNames.Select(name => task[name]), .. FileNames.Select(name => task[name]).Where(static file => file.IsObject)];

    /// <summary>What the body tells, as it tells it: a task whose state is already read.</summary>
    public static KlingTask Read(TaskReference reference, KlingTaskStatus status, string word, Json task) => new(reference, status, word)
    {
        CreatedAt = Time(task, "created_at", "create_time"),
        FinishedAt = Time(task, "updated_at", "update_time"),
        Outputs = KlingOutputs.Of(task),
        Failure = status is KlingTaskStatus.Failed ? FailureReason.Read(ReasonIn(task)) : null,
        ExternalId = ExternalIdOf(task),
        Parent = task["task_info"]["parent_video"]["id"].Text,
        Cost = CostOf(task),
    };

    /// <summary>In milliseconds, or, from a relay, as text.</summary>
    private static DateTimeOffset? Time(Json task, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if ((Times.FromUnixMilliseconds(task[name]) ?? Times.FromText(task[name])) is { } time) return time;

        return null;
    }

    /// <summary>Why it failed; <see langword="null"/> when nothing is said. "SUCCEED" is about the call, not about the task.</summary>
    public static string? ReasonIn(Json task) => Reason(task["task_status_msg"]) ?? Reason(task["message"]);

    /// <summary>The words, unless they only praise the call.</summary>
    public static string? Reason(Json words) =>
        words.Text is { } text && text.Trim().ToLowerInvariant() is not ("succeed" or "success" or "http_ok" or "ok") ? text : null;

    /// <summary>
    /// <c>10 units</c>; from the new bill <c>3 units (video)</c> and <c>0.42 USD</c>. The old bill's sum of money names no currency, so it is left out.
    /// </summary>
    private static string? CostOf(Json task)
    {
        string?[] parts = [task["final_unit_deduction"] is { Number: > 0 } units ? Units(units) : null, .. task["billing"].Items.Select(ChargeOf)];
        return string.Join(" + ", parts.OfType<string>()) is { Length: > 0 } cost ? cost : null;
    }

    private static string? ChargeOf(Json charge) => charge["amount"] is not { Number: > 0 } amount ? null
        : charge["currency"].Text is { } currency ? $"{amount.Text} {currency}"
        : charge["charge_type"].Text is "cash" ? null
        : charge["package_type"].Text is { } package ? $"{Units(amount)} ({package})"
        : Units(amount);

    private static string Units(Json amount) => amount.Number is 1 ? "1 unit" : $"{amount.Text} units";
}
