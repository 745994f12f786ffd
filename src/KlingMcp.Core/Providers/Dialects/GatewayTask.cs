using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// The answers of gateways of the new-api family, told apart by what they hold: a task of their own around Kling's raw answer
/// (<c>data.data.data</c>, or <c>data.data</c>), a flat task with one address, with an envelope or without, the shape of OpenAI's videos, and Kling's plain body.
/// </summary>
internal static class GatewayTask
{
    /// <summary>Reads the one task asked for.</summary>
    /// <param name="reference">Names the task by the id asked.</param>
    /// <param name="response">The answer.</param>
    /// <param name="own">The gateway's own codes.</param>
    public static Result<KlingTask> Read(TaskReference reference, ProviderResponse response, ProviderCodes own)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var outer = KlingTaskBody.IdOf(body) is not null ? body
            : body["data"].IsObject ? body["data"]
            : body["data"].Items.Where(task => KlingTaskBody.IdOf(task) == reference.Id).FirstOrDefault(body);
        var inner = InnerOf(outer["data"], reference.Id);
        var (id, word) = (KlingTaskBody.IdOf(outer) ?? KlingTaskBody.IdOf(inner), WordOf(outer, inner));
        var state = StateWords.Read(word);
        if ((id is null || state is KlingTaskStatus.Unknown) && KlingRefusal.Of(body, response, own) is { } refusal) return refusal;
        if (id is null || word is null) return TaskNormalizer.NotATask(response);
        if (id != reference.Id) return TaskNormalizer.WrongTask(response);

        return TaskNormalizer.Of(TaskOf(reference, state, word, outer, inner), response, [.. KlingTaskBody.ResultsOf(outer), HoldsSeveral(inner) ? default : outer["data"], outer["metadata"]]);
    }

    /// <summary>
    /// Kling's task within its raw answer: in its envelope, as one of a list of one, or bare; before the first poll there is none. A gateway before another
    /// gateway wraps it once more.
    /// </summary>
    private static Json InnerOf(Json raw, string id)
    {
        for (var depth = 0; depth < 6; depth++)
        {
            var next = raw["data"].IsArray ? TaskIn([.. raw["data"].Items], id) : raw["data"];
            if (!next.IsObject) break;

            raw = next;
        }

        return raw;
    }

    /// <summary>Of several tasks the one with this id; one alone may have another, Kling's own.</summary>
    private static Json TaskIn(Json[] tasks, string id) => tasks is [var only] ? only : tasks.FirstOrDefault(task => KlingTaskBody.IdOf(task) == id);

    /// <summary>Nobody can say which of them is meant, so their files are nobody's.</summary>
    private static bool HoldsSeveral(Json inner) => inner["data"].Items.Skip(1).Any();

    /// <summary>The gateway's word counts, unless it knows none.</summary>
    private static string? WordOf(Json outer, Json inner) =>
        KlingTaskBody.WordOf(outer) is { } word && !word.Equals("unknown", StringComparison.OrdinalIgnoreCase)
            ? word
            : KlingTaskBody.WordOf(inner) ?? KlingTaskBody.WordOf(outer);

    private static KlingTask TaskOf(TaskReference reference, KlingTaskStatus state, string word, Json outer, Json inner)
    {
        var told = KlingTaskBody.Read(reference, state, word, inner.IsObject ? inner : outer);
        return told with
        {
            Kind = reference.Kind is { } kind ? KlingKinds.NameOf(kind) : outer["action"].Text,
            Model = outer["model"].Text,
            Progress = Percent.Read(outer["progress"]),
            CreatedAt = Times.FromUnixSeconds(outer["submit_time"]) ?? told.CreatedAt,
            FinishedAt = Times.FromUnixSeconds(outer["finish_time"]) ?? Times.FromUnixMilliseconds(outer["completed_at"]) ?? told.FinishedAt,
            Outputs = told.Outputs.Any(static o => o.IsUsable) ? told.Outputs : OutputsOf(outer),
            Failure = told.Failure is { Message: null } ? FailureOf(outer) : told.Failure,
        };
    }

    /// <summary>What the gateway itself says of the result: its list of videos, or one address. After a success that stands in <c>fail_reason</c>, too.</summary>
    private static IReadOnlyList<KlingOutput> OutputsOf(Json outer)
    {
        var metadata = outer["metadata"];
        KlingOutput[] listed = [.. KlingOutputs.Listed(metadata)];
        if (listed.Any(static o => o.IsUsable)) return listed;

        Json[] addresses = [outer["result_url"], outer["fail_reason"], outer["url"], outer["video_url"], metadata["url"]];
        Json[] lengths = [metadata["duration"], outer["seconds"], outer["duration"]];
        if (addresses.Select(static a => MediaAddress.From(a.Text)).FirstOrDefault(static a => a is not null) is not { } url) return [];

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

    /// <summary>The reason where Kling's task gives none: the gateway's own, or the message of Kling's envelope.</summary>
    private static TaskFailure FailureOf(Json outer)
    {
        var error = outer["error"];
        return FailureReason.Read(
            error["message"].Text ?? error.Text ?? KlingTaskBody.Reason(outer["fail_reason"]) ?? KlingTaskBody.Reason(outer["data"]["message"]),
            error["code"].Text is { } code and not "0" ? code : null);
    }
}
