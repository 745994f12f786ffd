using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.UseApi;

/// <summary>useapi's body <c>{status…, etaTime, message, task{…}, works[…]}</c>; times and lengths in milliseconds, <c>etaTime</c> in seconds.</summary>
internal static class UseApiTask
{
    /// <summary>Works that are named in the way to their clean files; a task has a few.</summary>
    private const int MostNamed = 20;

    /// <summary>The task's id, from <c>task</c> or, where that is missing, from its works; <see langword="null"/> when there is none.</summary>
    public static string? IdIn(Json body) =>
        body["task"]["id"].Text ?? body["works"].Items.Select(static work => work["taskId"].Text).FirstOrDefault(static id => id is not null);

    /// <summary>The task with the outputs of the known places.</summary>
    public static KlingTask Read(TaskReference reference, UseApiState state, Json body)
    {
        Json[] works = [.. body["works"].Items];
        var task = body["task"].IsObject ? body["task"] : works.FirstOrDefault();
        var info = task["taskInfo"];
        KlingOutput[] outputs = [.. works.Select(OutputOf).OfType<KlingOutput>()];
        return new(reference, state.Status, state.Word)
        {
            Kind = task["type"].Text ?? info["type"].Text,
            Model = Argument(info, "kling_version") is { } version ? $"kling {version}" : null,
            EtaSeconds = body["etaTime"].Whole is > 0 and <= int.MaxValue and var seconds ? (int)seconds : null,
            CreatedAt = Times.FromUnixMilliseconds(task["createTime"]),
            FinishedAt = Times.FromUnixMilliseconds(task["updateTime"]),
            Outputs = outputs,
            Failure = state.Status is KlingTaskStatus.Failed ? FailureOf(state, body) : null,
            Prompt = Argument(info, "prompt"),
            Parent = info["inputs"].Items.Select(static input => input["fromWorkId"]).FirstOrDefault(static id => id.Text is not (null or "0")).Text,
            Advice = state.Status is KlingTaskStatus.Succeeded ? WayToCleanFiles(outputs) : null,
        };
    }

    private static string? Argument(Json info, string name) =>
        info["arguments"].Items.FirstOrDefault(argument => argument["name"].Text == name)["value"].Text;

    private static TaskFailure FailureOf(UseApiState state, Json body)
    {
        var error = body["error"];
        var said = error.Text ?? error["message"].Text ?? body["task"]["message"].Text ?? KlingTaskBody.Reason(body["message"]);
        var failure = FailureReason.Read(said, state.Number is { } number ? $"{number}" : null);
        return state.Number is 7 or 9 or 50 ? failure with { Category = FaultCategory.Moderation } : failure;
    }

    private static KlingOutput? OutputOf(Json work)
    {
        var file = work["resource"];
        if (MediaAddress.From(file["resource"].Text) is not { } url) return null;

        return new(TypeOf(work["contentType"].Text) ?? MediaSearch.TypeOf(url) ?? OutputType.Video)
        {
            Url = url,
            Id = work["workId"].Text,
            DurationSeconds = file["duration"].Number is > 0 and var milliseconds ? milliseconds / 1000 : null,
            Width = Pixels.Read(file["width"]),
            Height = Pixels.Read(file["height"]),
            Watermarked = !IsClean(work["downloadInfo"]["fileTypes"]),
            CoverUrl = MediaAddress.From(work["cover"]["resource"].Text),
        };
    }

    private static OutputType? TypeOf(string? contentType) => contentType?.ToLowerInvariant() switch
    {
        "video" => OutputType.Video,
        "image" => OutputType.Image,
        "audio" => OutputType.Audio,
        _ => null,
    };

    /// <summary>The file shown carries a watermark unless every form it can be downloaded in is said to have none.</summary>
    private static bool IsClean(Json fileTypes) => fileTypes.Items.Any() && fileTypes.Items.All(static type => type["watermark"].Flag is false);

    private static string? WayToCleanFiles(KlingOutput[] outputs) =>
        string.Join(',', outputs.Where(static o => o.Watermarked && o.Id is { } id && IdForms.IsDigits(id, 1, 20)).Select(static o => o.Id).Take(MostNamed)) is { Length: > 0 } ids
            ? $"Clean file, on a paid Kling plan: useapi's GET /v1/kling/assets/download?workIds={ids}."
            : null;
}
