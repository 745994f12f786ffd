using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// The answers of gateways of the new-api family (<see href="https://github.com/QuantumNous/new-api"/>), told apart by their
/// content: the gateway's own task around Kling's raw answer (<c>data.data.data</c>, or <c>data.data</c>), a flat task with one
/// address, with or without an envelope, the shape of OpenAI's videos, and Kling's plain body.
/// </summary>
internal static class GatewayTask
{
    /// <summary>Kling's answer is searched for this many levels deep: a gateway in front of another gateway wraps it again.</summary>
    private const int MaxLevels = 6;

    /// <summary>Reads the requested task.</summary>
    /// <param name="reference">The task, by the requested id.</param>
    /// <param name="response">The answer.</param>
    /// <param name="own">The gateway's own codes.</param>
    public static Result<KlingTask> Read(TaskReference reference, ProviderResponse response, ProviderCodes own)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var outer = KlingTaskBody.IdOf(body) is not null ? body
            : body["output"] is var output && KlingTaskBody.WordOf(output).Exists ? output
            : body["data"].IsObject ? body["data"]
            : body["data"].Items.Where(task => KlingTaskBody.IdOf(task) == reference.Id).FirstOrDefault(body);
        var inner = InnerOf(outer["data"].OrEmbedded, reference.Id);
        var (id, word) = (KlingTaskBody.IdOf(outer) ?? KlingTaskBody.IdOf(inner) ?? IdOfBare(body, reference), WordOf(outer, inner));
        var state = StateWords.Read(word.RawText);
        if (StateWords.IsNotFound(word.RawText))
            return HttpFaults.Of(FaultCategory.NotFound, response, body["message"].Text, body["error_code"].Text) with { IsJson = true };
        if ((id is null || state is KlingTaskStatus.Unknown) && KlingRefusal.Of(body, response, own) is { } refusal) return refusal;
        if (id is null || !word.Exists) return TaskNormalizer.NotATask(response);
        if (id != reference.Id) return TaskNormalizer.WrongTask(response);

        Json[] results = [.. KlingTaskBody.ResultsOf(outer), HasSeveral(inner) ? default : outer["data"], outer["metadata"],
            outer["result_url"], outer["fail_reason"], outer["url"], outer["video_url"]];
        return TaskNormalizer.Of(TaskOf(reference, state, word, outer, inner), response, results);
    }

    /// <summary><c>{request_id, output}</c> without a task's id is about the task that was asked for.</summary>
    private static string? IdOfBare(Json body, TaskReference reference) =>
        body["request_id"].Exists && KlingTaskBody.WordOf(body["output"]).Exists ? reference.Id : null;

    /// <summary>
    /// Says which addresses need the key: those of the gateway's own proxy of media (<c>/v1/videos/ID/content</c>).
    /// </summary>
    public static Result<KlingTask> WithKeyNeeds(Result<KlingTask> reading, string keyVariable) =>
        TaskNormalizer.WithOutputs(reading, output => output with { NeedsKey = IsContentProxy(output.Url) ? keyVariable : null });

    private static bool IsContentProxy(string? url) =>
        url?.Split('?', '#')[0] is { } path
        && path.EndsWith("/content", StringComparison.Ordinal)
        && path.Contains("/v1/video", StringComparison.Ordinal);

    /// <summary>Kling's task in its raw answer: in an envelope, in a list, or bare; missing before the gateway's first poll.</summary>
    private static Json InnerOf(Json raw, string id)
    {
        for (var level = 0; level < MaxLevels; level++)
        {
            var data = raw["data"].OrEmbedded;
            var next = data.IsArray ? TaskIn([.. data.Items], id) : data;
            if (!next.IsObject) break;

            raw = next;
        }

        return raw;
    }

    /// <summary>The task with this id. A single task may have another id, Kling's own.</summary>
    private static Json TaskIn(Json[] tasks, string id) =>
        tasks is [var only] ? only : tasks.FirstOrDefault(task => KlingTaskBody.IdOf(task) == id);

    /// <summary>Several tasks, none matching: attribute no outputs.</summary>
    private static bool HasSeveral(Json inner) => inner["data"].Items.Skip(1).Any();

    /// <summary>The gateway's word for the state; Kling's where the gateway has none or says "unknown".</summary>
    private static Json WordOf(Json outer, Json inner)
    {
        var own = KlingTaskBody.WordOf(outer);
        return "unknown".Equals(own.RawText, StringComparison.OrdinalIgnoreCase)
            ? Json.First(KlingTaskBody.WordOf(inner), own)
            : Json.First(own, KlingTaskBody.WordOf(inner));
    }

    private static KlingTask TaskOf(TaskReference reference, KlingTaskStatus state, Json word, Json outer, Json inner)
    {
        var told = KlingTaskBody.Read(reference, state, word, inner.IsObject ? inner : outer);
        return told with
        {
            Kind = reference.Kind is { } kind ? KlingKinds.NameOf(kind) : outer["action"].Text,
            Model = outer["model"].Text,
            Progress = Percent.Read(outer["progress"]),
            CreatedAt = Times.FromUnix(outer["submit_time"]) ?? told.CreatedAt,
            FinishedAt = Times.FromUnix(outer["finish_time"])
                ?? Times.FromUnix(outer["completed_at"])
                ?? told.FinishedAt,
            Outputs = told.Outputs.Any(static o => o.IsUsable) ? told.Outputs : OutputsOf(outer),
            Failure = told.Failure is null ? null : FailureOf(outer, inner),
        };
    }

    /// <summary>The gateway's own list of videos, or one address. After a success that address may be in <c>fail_reason</c>.</summary>
    private static IReadOnlyList<KlingOutput> OutputsOf(Json outer)
    {
        var metadata = outer["metadata"];
        KlingOutput[] listed = [.. KlingOutputs.Listed(metadata)];
        if (listed.Any(static o => o.IsUsable)) return listed;

        Json[] addresses = [outer["result_url"], outer["fail_reason"], outer["url"], outer["video_url"], metadata["url"]];
        Json[] lengths = [metadata["duration"], outer["seconds"], outer["duration"]];
        if (addresses.Select(static a => a.Address).FirstOrDefault(static a => a is not null) is not { } url) return [];

        return
        [
            new(MediaSearch.TypeOf(url) ?? OutputType.Video)
            {
                Url = url,
                DurationSeconds = lengths.Select(static l => l.Number).FirstOrDefault(static seconds => seconds > 0),
                Width = Pixels.Read(metadata["width"]),
                Height = Pixels.Read(metadata["height"]),
            },
        ];
    }

    /// <summary>
    /// Kling's own reason first, then the gateway's, then the message of Kling's envelope. A gateway that gives up on a task that
    /// still runs at Kling has only its own.
    /// </summary>
    private static TaskFailure FailureOf(Json outer, Json inner)
    {
        var (error, raw) = (outer["error"], outer["data"].OrEmbedded);
        return FailureReason.Read(
            error["code"], inner["task_status_msg"], inner["message"], error, outer["fail_reason"], outer["task_status_msg"],
            raw["message"], outer["message"]);
    }
}
