using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.WaveSpeed;

/// <summary>
/// WaveSpeedAI (<see href="https://wavespeed.ai/docs/get-result"/>): one lookup for the predictions of every model, in the envelope
/// <c>{code, message, data}</c>. Neither the duration of a result nor the end of a prediction is reported.
/// </summary>
internal static class WaveSpeedProvider
{
    private const string Name = "wavespeed";
    private const string Key = "WAVESPEED_API_KEY";

    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = Name,
        DefaultAddress = "https://api.wavespeed.ai",
        MediaHosts = ["wavespeed.ai", "d1q70pf5vjeyhc.cloudfront.net"],
        BaseVariable = "WAVESPEED_BASE_URL",
        Keys = [new([Key], Api)],
        MayOwn = IdForms.IsHex32,
        IdForm = "32 hexadecimal digits",
        ImpossibleId = "00000000000000000000000000000000",
        ReadAddress = ReadAddress,
        Sandbox = SandboxTemplate.Always(new("WaveSpeed/Sandbox.json")),
    };

    private static LookupApi Api => new()
    {
        Lookup = SingleGet.One(static (request, _) => $"api/v3/predictions/{Uri.EscapeDataString(request.Id)}/result", Read),
        Authorize = BearerKey.In(Key),
        Lists = [WaveSpeedHistory.List],
        Balance = [WaveSpeedBalance.Call],
        Trial = KeyTrial.List,
        IsOwnNotFound = PlainAnswer.IsOwnNotFound,
    };

    /// <summary>Reads <c>/api/v3/predictions/ID/result</c> and <c>/api/v3/predictions/ID</c>.</summary>
    internal static AddressedTask? ReadAddress(LookupPath rest) =>
        rest.Segments is ["api", "v3", "predictions", not "delete"] or ["api", "v3", "predictions", _, "result"]
            ? new(rest.Segments[3])
            : null;

    internal static Result<KlingTask> Read(LookupRequest request, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var data = body["data"].IsObject ? body["data"] : body;
        var word = data["status"];
        return AnswerOf(body, response).FaultFor(request.Id, data["id"], word, StateOf(word.RawText))
            ?? TaskNormalizer.Of(TaskOf(data), response, data["outputs"], data["output"]);
    }

    internal static PlainAnswer AnswerOf(Json body, ProviderResponse response) => new(
        response,
        PlainAnswer.CodeOf(response, body["code"]),
        Json.First(body["message"], body["error"]["message"], body["error"]),
        body["code"].RawText is "200" ? default : body["code"]);

    /// <summary>A prediction that has an id.</summary>
    internal static KlingTask TaskOf(Json data)
    {
        var (word, model) = (data["status"], data["model"].Text);
        var state = StateOf(word.RawText);
        return new(new(Name, null, data["id"].RawText!), state, word.Text ?? "")
        {
            Model = model,
            IsOtherModel = KlingModels.IsOther(model),
            CreatedAt = Times.FromText(data["created_at"]),
            Outputs = PlainOutputs.Of(data["outputs"]),
            Failure = state is KlingTaskStatus.Failed ? FailureOf(data, word) : null,
            Prompt = data["input"]["prompt"].Text,
        };
    }

    private static KlingTaskStatus StateOf(string? word) =>
        "timeout".Equals(word, StringComparison.OrdinalIgnoreCase) ? KlingTaskStatus.Failed : StateWords.Read(word);

    /// <summary>By its words, else by its code (<see href="https://wavespeed.ai/docs/error-codes"/>).</summary>
    private static TaskFailure FailureOf(Json data, Json word)
    {
        var code = data["code"].RawText is "0" or "200" ? default : data["code"];
        var failure = FailureReason.Read(default, data["error"]) with { Code = code.Text };
        if (failure is not { Category: FaultCategory.GenerationFailed, Passes: false }) return failure;

        if (code.Whole is 1200 || data["has_nsfw_contents"].Items.Any(static has => has.Flag is true))
            return failure with { Category = FaultCategory.Moderation };

        var passes = code.Whole is 5000 or 5003 or 5004 || "timeout".Equals(word.RawText, StringComparison.OrdinalIgnoreCase);
        return code.Whole switch
        {
            1400 or 1401 or 1402 => failure with { Category = FaultCategory.InvalidInput },
            _ => failure with { Passes = passes },
        };
    }
}
