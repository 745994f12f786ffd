using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// The task body of the platform that PiAPI and GoAPI both run (<see href="https://piapi.ai/docs/kling-api/get-task"/>): the envelope
/// <c>{code, data, message}</c>, or the webhook's <c>{timestamp, data}</c>; the result in one of five shapes.
/// </summary>
internal static class PlatformTask
{
    /// <summary>What is charged per US dollar, in the unit of <c>meta.usage.consume</c>.</summary>
    private const double UnitsPerDollar = 10_000_000;

    /// <summary>The way both are asked.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="keyVariable">The variable of its key, sent as <c>x-api-key</c>.</param>
    public static LookupApi Api(string provider, string keyVariable) => new()
    {
        Target = static (asked, _) => $"api/v1/task/{Uri.EscapeDataString(asked.Id)}",
        Authorize = (request, credentials, _) => request.Headers.TryAddWithoutValidation("x-api-key", credentials[keyVariable]),
        Read = LookupApi.One((asked, reply) => Read(provider, asked, reply)),
    };

    /// <summary>Reads <c>/api/v1/task/ID</c>.</summary>
    public static AddressedTask? ReadAddress(AddressRest rest) => rest.Segments is ["api", "v1", "task", var id] ? new(id) : null;

    /// <summary>The whole meaning of the platform's words.</summary>
    internal static Reading Read(string provider, Question asked, Reply reply)
    {
        var body = Json.Parse(reply);
        if (!body.Exists) return HttpFaults.NotJson(reply);

        var code = body["code"].Whole;
        var saysNo = reply.Status is < 200 or > 299 || code is >= 400;
        var data = body["data"];
        if (data["task_id"].Text is { } id && StateOf(data["status"], saysNo) is { } state)
        {
            return id.Equals(asked.Id, StringComparison.OrdinalIgnoreCase)
                ? Outcome.ForEachOutput(Outcome.Of(TaskOf(new(provider, null, id), state, data, body), reply, data["output"]), WithShortLife)
                : Outcome.WrongTask(reply);
        }

        return saysNo ? Refusal(reply, code, body) : Outcome.NotATask(reply);
    }

    /// <summary>
    /// The state; <see langword="null"/> where an answer that says no gives none that we know. An empty status beside an id is seen right after creation.
    /// </summary>
    private static KlingTaskStatus? StateOf(Json status, bool saysNo)
    {
        var state = StateWords.Read(status.Text);
        if (state is not KlingTaskStatus.Unknown) return state;
        if (saysNo || !status.Exists) return null;

        return status.Text is null ? KlingTaskStatus.Queued : KlingTaskStatus.Unknown;
    }

    private static KlingTask TaskOf(TaskReference reference, KlingTaskStatus state, Json data, Json body)
    {
        var (meta, input) = (data["meta"], data["input"]);
        return new(reference, state, data["status"].Text ?? "")
        {
            Kind = data["task_type"].Text,
            Model = data["model"].Text is { } model ? input["version"].Text is { } version ? $"{model} {version}" : model : null,
            Progress = Percent.Read(data["progress"]),
            CreatedAt = Times.FromText(meta["created_at"]),
            FinishedAt = Times.FromText(meta["ended_at"]) ?? Times.FromText(meta["completed_at"]),
            Outputs = OutputsOf(data["output"]),
            Failure = state is KlingTaskStatus.Failed ? FailureOf(data["error"], body["message"]) : null,
            Prompt = input["prompt"].Text ?? PromptOfShots(input["multi_shots"]),
            Parent = input["origin_task_id"].Text,
            Cost = CostOf(meta["usage"]["consume"]),
        };
    }

    private static TaskFailure FailureOf(Json error, Json envelopeMessage) => FailureText.Read(
        error["raw_message"].Text ?? error["message"].Text ?? error.Text ?? (envelopeMessage.Text is { } said and not "success" ? said : null),
        error["code"].Text is { } code and not "0" ? code : null);

    private static string? PromptOfShots(Json shots) =>
        shots.Items.Select(static s => s["prompt"].Text).OfType<string>().ToArray() is { Length: > 0 } prompts ? string.Join(" / ", prompts) : null;

    private static string? CostOf(Json consumed) =>
        consumed.Number is > 0 and var units ? string.Create(CultureInfo.InvariantCulture, $"{units / UnitsPerDollar:0.####} USD") : null;

    /// <summary>
    /// <c>works[]</c> of videos, images or sounds; <c>video_url</c> (1.x and 2.x) repeats the first work's clean file; <c>video</c> alone (turbo, 3.0, omni);
    /// <c>image_urls</c> or <c>image_url</c> (try-on).
    /// </summary>
    private static IReadOnlyList<KlingOutput> OutputsOf(Json output)
    {
        var lead = MediaAddress.From(output["video_url"].Text) ?? MediaAddress.From(output["video"].Text);
        List<KlingOutput> outputs = [];
        foreach (var work in output["works"].Items)
        {
            if (WorkOf(work, outputs.Count == 0 ? lead : null) is { } made) outputs.Add(made);
        }

        if (outputs.Count > 0) return outputs;
        if (lead is not null) return [new(OutputType.Video) { Url = lead }];

        return AddressesIn(output["image_urls"]) is { Count: > 0 } images ? images : AddressesIn(output["image_url"]);
    }

    private static List<KlingOutput> AddressesIn(Json images) =>
    [
        .. from image in images.Items.Append(images)
           let url = MediaAddress.From(image.Text)
           where url is not null
           select new KlingOutput(OutputType.Image) { Url = url },
    ];

    private static KlingOutput? WorkOf(Json work, string? lead) =>
        FileOf(OutputType.Video, work["video"], work["cover"], lead)
        ?? FileOf(OutputType.Image, work["image"], default)
        ?? FileOf(OutputType.Audio, work["audio"], default);

    /// <param name="type">What it is.</param>
    /// <param name="file">Its two addresses and measures; <c>duration</c> is in milliseconds.</param>
    /// <param name="cover">A still of it.</param>
    /// <param name="lead">Its clean file, where that is told elsewhere.</param>
    private static KlingOutput? FileOf(OutputType type, Json file, Json cover, string? lead = null)
    {
        var marked = MediaAddress.From(file["resource"].Text);
        var clean = MediaAddress.From(file["resource_without_watermark"].Text) ?? (lead == marked ? null : lead);
        if ((clean ?? marked) is not { } url) return null;

        return new(type)
        {
            Url = url,
            DurationSeconds = file["duration"].Number is > 0 and var milliseconds ? milliseconds / 1000 : null,
            Width = Pixels.Read(file["width"]),
            Height = Pixels.Read(file["height"]),
            Watermarked = clean is null,
            WatermarkedUrl = clean is null || marked == clean ? null : marked,
            CoverUrl = MediaAddress.From(cover["resource_without_watermark"].Text) ?? MediaAddress.From(cover["resource"].Text),
        };
    }

    /// <summary>The platform's storage has a host for files that go soon.</summary>
    private static KlingOutput WithShortLife(KlingOutput output) =>
        output with { ShortLived = output.Url?.Contains("theapi.app/ephemeral", StringComparison.OrdinalIgnoreCase) is true };

    /// <summary>The envelope's code is read as an HTTP status; without one the HTTP status itself.</summary>
    private static Fault Refusal(Reply reply, long? code, Json body)
    {
        var text = body["message"].Text ?? body["error"]["message"].Text ?? body["error"].Text;
        var category = HttpFaults.CategoryOf(code is >= 400 and <= 599 ? (int)code : reply.Status);
        if (category is FaultCategory.InvalidInput && text?.Contains("not found", StringComparison.OrdinalIgnoreCase) is true) category = FaultCategory.NotFound;

        var said = code?.ToString(CultureInfo.InvariantCulture);
        return category is FaultCategory.BadResponse
            ? Outcome.NotATask(reply) with { Code = said, ProviderText = text }
            : HttpFaults.Of(category, reply, category is FaultCategory.Auth or FaultCategory.Permission ? null : text, said);
    }
}
