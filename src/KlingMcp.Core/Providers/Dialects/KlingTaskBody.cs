using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// One task as Kling writes it (<see href="https://kling.ai/document-api"/>), in both spellings: <c>task_id, task_status,
/// task_result, created_at</c> under <c>/v1</c>, and <c>id, status, outputs, create_time</c> in the answers of <c>/tasks</c>.
/// </summary>
internal static class KlingTaskBody
{
    private static readonly string[] ResultNames =
        ["task_result", "outputs", "output", "result", "results", "works", "videos", "images", "audios"];

    private static readonly string[] FileNames = ["video", "audio"];

    /// <summary>Kling's id, as written.</summary>
    public static string? IdOf(Json task) => Json.First(task["task_id"], task["id"]).RawText;

    /// <summary>The caller's own id.</summary>
    public static Json ExternalIdOf(Json task) =>
        Json.First(task["task_info"]["external_task_id"], task["external_id"], task["external_task_id"]);

    /// <summary>The word for the state.</summary>
    public static Json WordOf(Json task) => Json.First(task["task_status"], task["status"]);

    /// <summary>
    /// The parts that contain results, never the input: a bare address named <c>video</c> or <c>audio</c> may be an input.
    /// </summary>
    public static IReadOnlyList<Json> ResultsOf(Json task) =>
        [.. ResultNames.Select(name => task[name]), .. FileNames.Select(name => task[name]).Where(static file => file.IsObject)];

    /// <summary>The task, once its state is read.</summary>
    public static KlingTask Read(TaskReference reference, KlingTaskStatus status, Json word, Json task) =>
        new(reference, status, word.Text ?? "")
        {
            CreatedAt = Time(task, "created_at", "create_time"),
            FinishedAt = Time(task, "updated_at", "update_time"),
            Outputs = KlingOutputs.Of(task),
            Advice = status is KlingTaskStatus.Succeeded ? NoteIn(task) : null,
            Failure = status is KlingTaskStatus.Failed ? FailureReason.Read(default, task["task_status_msg"], task["message"]) : null,
            ExternalId = ExternalIdOf(task).Text,
            Parent = task["task_info"]["parent_video"]["id"].Text,
            Cost = CostOf(task),
        };

    /// <summary>A time in Unix milliseconds; some relays write text.</summary>
    private static DateTimeOffset? Time(Json task, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if ((Times.FromUnix(task[name]) ?? Times.FromText(task[name])) is { } time) return time;

        return null;
    }

    /// <summary>What the provider says of a success: why a part of it was refused, for example; not a mere "success".</summary>
    private static string? NoteIn(Json task) =>
        Json.First(Reason(task["task_status_msg"]), Reason(task["message"])) is { Exists: true } note
        && FailureReason.RowOf(note.RawText) is not null
            ? $"The provider says: \"{note.Text}\"."
            : null;

    /// <summary>The message, unless it only says that the call succeeded.</summary>
    public static Json Reason(Json message) =>
        message.RawText?.Trim().ToLowerInvariant() is null or "succeed" or "success" or "http_ok" or "ok" ? default : message;

    /// <summary>
    /// <c>10 units</c>; from the newer bill <c>3 units (video)</c> and <c>0.42 USD</c>. The older bill names no currency for an
    /// amount of money, so that amount is left out.
    /// </summary>
    private static string? CostOf(Json task)
    {
        string?[] parts =
        [
            task["final_unit_deduction"] is { Number: > 0 } units ? Units(units) : null,
            .. task["billing"].Items.Select(ChargeOf),
        ];
        return VisibleText.Clean(string.Join(" + ", parts.OfType<string>()));
    }

    private static string? ChargeOf(Json charge) => charge["amount"] is not { Number: > 0 } amount ? null
        : charge["currency"].Text is { } currency ? $"{amount.Text} {currency}"
        : charge["charge_type"].RawText is "cash" ? null
        : charge["package_type"].Text is { } package ? $"{Units(amount)} ({package})"
        : Units(amount);

    private static string Units(Json amount) => amount.Number is 1 ? "1 unit" : $"{amount.Text} units";
}
