using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// The task body of the platform that PiAPI and GoAPI both run (<see href="https://piapi.ai/docs/kling-api/get-task"/>): the envelope
/// <c>{code, data, message}</c>, or the webhook's <c>{timestamp, data}</c>; the result in one of five shapes.
/// </summary>
internal static class PiApiPlatform
{
    /// <summary>What is charged per US dollar, in the unit of <c>meta.usage.consume</c>.</summary>
    private const double UnitsPerDollar = 10_000_000;

    /// <summary>The way both are asked.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="keyVariable">The variable of its key, sent as <c>x-api-key</c>.</param>
    public static LookupApi Api(string provider, string keyVariable) => new()
    {
        Lookup = SingleGet.One(
            static (asked, _) => $"api/v1/task/{Uri.EscapeDataString(asked.Id)}",
            (asked, response) => Read(provider, asked, response)),
        Authorize = (request, credentials, _) => request.Headers.TryAddWithoutValidation("x-api-key", credentials[keyVariable]),
        SecretIn = WebhookSecretIn,
    };

    /// <summary>Reads <c>/api/v1/task/ID</c>.</summary>
    public static AddressedTask? ReadAddress(LookupPath rest) => rest.Segments is ["api", "v1", "task", var id] ? new(id) : null;

    /// <summary>Bodies repeat what their creator asked for, the secret of the webhook included.</summary>
    private static string? WebhookSecretIn(ProviderResponse response) =>
        response.Body.Span.IndexOf("webhook_config"u8) < 0 ? null : Json.Parse(response)["data"]["config"]["webhook_config"]["secret"].Text;

    /// <summary>The whole meaning of the platform's words.</summary>
    internal static Result<KlingTask> Read(string provider, LookupRequest asked, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var code = body["code"].Whole;
        var saysNo = response.Status is < 200 or > 299 || code is >= 400;
        var data = body["data"];
        if (data["task_id"].Text is { } id && StateOf(data["status"], saysNo) is { } state)
        {
            return id.Equals(asked.Id, StringComparison.OrdinalIgnoreCase)
                ? TaskNormalizer.ForEachOutput(TaskNormalizer.Of(TaskOf(new(provider, null, id), state, data, body), response, data["output"]), WithShortLife)
                : TaskNormalizer.WrongTask(response);
        }

        return saysNo ? Refusal(response, code, body) : TaskNormalizer.NotATask(response);
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

    private static TaskFailure FailureOf(Json error, Json envelopeMessage) => FailureReason.Read(
        ReasonIn(error) ?? KlingTaskBody.Reason(envelopeMessage),
        error["code"].Text is { } code and not "0" ? code : null);

    private static string? ReasonIn(Json error) => error["raw_message"].Text ?? error["message"].Text ?? error.Text;

    private static string? PromptOfShots(Json shots) =>
        shots.Items.Select(static s => s["prompt"].Text).OfType<string>().ToArray() is { Length: > 0 } prompts ? string.Join(" / ", prompts) : null;

    private static string? CostOf(Json consumed) =>
        consumed.Number is > 0 and var units ? string.Create(CultureInfo.InvariantCulture, $"{units / UnitsPerDollar:0.#######} USD") : null;

    /// <summary>
    /// <c>works[]</c> of videos, images or sounds; <c>video_url</c> (1.x and 2.x) repeats the first video's clean file; <c>video</c> alone (turbo, 3.0, omni);
    /// <c>image_urls</c> or <c>image_url</c> (try-on) repeat the clean files of the images.
    /// </summary>
    private static IReadOnlyList<KlingOutput> OutputsOf(Json output)
    {
        var video = MediaAddress.From(output["video_url"].Text) ?? MediaAddress.From(output["video"].Text);
        var images = AddressesIn(output["image_urls"]) is { Count: > 0 } several ? several : AddressesIn(output["image_url"]);
        Json[] works = [.. output["works"].Items];
        List<KlingOutput> outputs = [];

        // the clean files told apart, each for the next work of its type that tells none itself
        Queue<string> videosApart = new(video is null || works.Any(w => CleanFile(w["video"]) == video) ? [] : [video]);
        Queue<string> imagesApart = new(images.Where(url => !works.Any(w => CleanFile(w["image"]) == url)));
        foreach (var work in works)
        {
            var made = FileOf(OutputType.Video, work["video"], work["cover"], videosApart)
                ?? FileOf(OutputType.Image, work["image"], default, imagesApart)
                ?? FileOf(OutputType.Audio, work["audio"], default, new());
            if (made is not null) outputs.Add(made);
        }

        outputs.AddRange(videosApart.Where(url => !outputs.Exists(o => o.Url == url)).Select(static url => new KlingOutput(OutputType.Video) { Url = url }));
        if (outputs.Count == 0) outputs.AddRange(imagesApart.Select(static url => new KlingOutput(OutputType.Image) { Url = url }));
        return outputs;
    }

    private static List<string> AddressesIn(Json images) => [.. images.Items.Append(images).Select(static image => MediaAddress.From(image.Text)).OfType<string>()];

    private static string? CleanFile(Json file) => MediaAddress.From(file["resource_without_watermark"].Text);

    /// <param name="type">What it is.</param>
    /// <param name="file">Its two addresses and measures; <c>duration</c> is in milliseconds.</param>
    /// <param name="cover">A still of it.</param>
    /// <param name="apart">Clean files told elsewhere; the next is taken where this one tells none.</param>
    private static KlingOutput? FileOf(OutputType type, Json file, Json cover, Queue<string> apart)
    {
        if (!file.IsObject) return null;

        var marked = MediaAddress.From(file["resource"].Text);
        var clean = CleanFile(file) ?? (apart.TryDequeue(out var told) && told != marked ? told : null);
        if ((clean ?? marked) is not { } url) return null;

        return new(type)
        {
            Url = url,
            DurationSeconds = file["duration"].Number is > 0 and var milliseconds ? milliseconds / 1000 : null,
            Width = Pixels.Read(file["width"]),
            Height = Pixels.Read(file["height"]),
            Watermarked = clean is null && type is not OutputType.Audio,
            WatermarkedUrl = clean is null || marked == clean ? null : marked,
            CoverUrl = MediaAddress.From(cover["resource_without_watermark"].Text) ?? MediaAddress.From(cover["resource"].Text),
        };
    }

    /// <summary>The platform's storage has a host for files that go soon.</summary>
    private static KlingOutput WithShortLife(KlingOutput output) =>
        output with { ShortLived = output.Url?.Contains("theapi.app/ephemeral", StringComparison.OrdinalIgnoreCase) is true };

    /// <summary>The envelope's code is read as an HTTP status; without one the HTTP status itself.</summary>
    private static Fault Refusal(ProviderResponse response, long? code, Json body)
    {
        var reason = ReasonIn(body["data"]["error"]);
        var text = reason ?? body["message"].Text ?? body["error"]["message"].Text ?? body["error"].Text;
        var category = HttpFaults.CategoryOf(code is >= 400 and <= 599 ? (int)code : response.Status);
        if (category is not (FaultCategory.Auth or FaultCategory.Permission))
        {
            // a task without a state, or a code of the platform's own: only the words tell
            if (FailureReason.CategoryOf(reason) is FaultCategory.InsufficientCredit) category = FaultCategory.InsufficientCredit;
            else if (SaysNotFound(text) || (category is FaultCategory.InvalidInput && Says(text, "not found"))) category = FaultCategory.NotFound;
        }

        var said = code?.ToString(CultureInfo.InvariantCulture);
        return category is FaultCategory.BadResponse
            ? TaskNormalizer.NotATask(response) with { Code = said, ProviderText = text }
            : HttpFaults.Of(category, response, category is FaultCategory.Auth or FaultCategory.Permission ? null : text, said);
    }

    private static bool SaysNotFound(string? text) => Says(text, "task not found") || Says(text, "record not found");

    private static bool Says(string? text, string words) => text?.Contains(words, StringComparison.OrdinalIgnoreCase) is true;
}
