using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.UseApi;

/// <summary>
/// A task at useapi (<see href="https://useapi.net/docs/api-kling-v1"/>): <c>{status…, etaTime, message, task{…}, works[…]}</c>.
/// Times and durations are in milliseconds, <c>etaTime</c> in seconds.
/// </summary>
internal static class UseApiTask
{
    /// <summary>At most this many works are named in the advice.</summary>
    private const int MaxNamedWorks = 20;

    /// <summary>The task's id as written, from <c>task</c>, else from its works; <see langword="null"/> if there is none.</summary>
    public static string? IdIn(Json body) => body["task"]["id"].RawText
        ?? body["works"].Items.Select(static work => work["taskId"].RawText).FirstOrDefault(static id => id is not null);

    /// <summary>The task with the outputs of the known places.</summary>
    public static KlingTask Read(TaskReference reference, UseApiState state, Json body)
    {
        Json[] works = [.. body["works"].Items];
        var task = body["task"].IsObject ? body["task"] : works.FirstOrDefault();
        var info = task["taskInfo"];
        KlingOutput[] outputs = [.. works.Select(OutputOf)];
        return new(reference, state.Status, state.Word)
        {
            Kind = Json.First(task["type"], info["type"]).Text,
            Model = Argument(info, "kling_version") is { } version ? VisibleText.Clean($"kling {version}") : null,
            EtaSeconds = body["etaTime"].Whole is > 0 and <= int.MaxValue and var seconds ? (int)seconds : null,
            CreatedAt = Times.FromUnix(task["createTime"]),
            FinishedAt = Times.FromUnix(task["updateTime"]),
            Outputs = outputs,
            Failure = state.Status is KlingTaskStatus.Failed ? FailureOf(state, body) : null,
            Prompt = Argument(info, "prompt"),
            Parent = info["inputs"].Items.Select(static input => input["fromWorkId"])
                .FirstOrDefault(static id => id.RawText is not (null or "0")).Text,
            Advice = state.Status is KlingTaskStatus.Succeeded ? AdviceOn(outputs) : null,
        };
    }

    private static string? Argument(Json info, string name) =>
        info["arguments"].Items.FirstOrDefault(argument => argument["name"].RawText == name)["value"].Text;

    private static TaskFailure FailureOf(UseApiState state, Json body)
    {
        var failure = FailureReason.Read(state.Number, body["error"], body["task"]["message"], body["message"]);
        return failure.Retryable is null && state.Number.Whole is 7 or 9 or 50
            ? failure with { Category = FaultCategory.Moderation }
            : failure;
    }

    /// <summary>The file of a work; without an address if the work failed.</summary>
    private static KlingOutput OutputOf(Json work)
    {
        var file = work["resource"];
        if (file["resource"].Address is not { } url)
            return new(TypeOf(work["contentType"]) ?? OutputType.Video);

        var type = TypeOf(work["contentType"]) ?? MediaSearch.TypeOf(url) ?? OutputType.Video;
        return new(type)
        {
            Url = url,
            Id = work["workId"].Id,
            DurationSeconds = file["duration"].Number is > 0 and var milliseconds ? milliseconds / 1000 : null,
            Width = Pixels.Read(file["width"]),
            Height = Pixels.Read(file["height"]),
            Watermarked = type is not OutputType.Audio && !IsClean(work["downloadInfo"]["fileTypes"]),
            CoverUrl = work["cover"]["resource"].Address,
        };
    }

    private static OutputType? TypeOf(Json contentType) => contentType.RawText?.ToLowerInvariant() switch
    {
        "video" => OutputType.Video,
        "image" => OutputType.Image,
        "audio" => OutputType.Audio,
        _ => null,
    };

    /// <summary>The file at the address has a watermark unless each of its download formats is marked as having none.</summary>
    private static bool IsClean(Json fileTypes) =>
        fileTypes.Items.Any() && fileTypes.Items.All(static type => type["watermark"].Flag is false);

    /// <summary>How to get the files without watermark; <see langword="null"/> if there is no need or no way.</summary>
    private static string? AdviceOn(KlingOutput[] outputs)
    {
        var marked = outputs.Where(static o => o.Watermarked && o.Id is { } id && IdForms.IsDigits(id, 1, 20)).Select(static o => o.Id);
        return string.Join(',', marked.Take(MaxNamedWorks)) is { Length: > 0 } ids
            ? $"Clean file, on a paid Kling plan: useapi's GET /v1/kling/assets/download?workIds={ids}."
            : null;
    }
}
