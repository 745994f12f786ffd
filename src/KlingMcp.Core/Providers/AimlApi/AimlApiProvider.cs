using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.AimlApi;

/// <summary>
/// AI/ML API (<see href="https://docs.aimlapi.com/api-references/video-models"/>): one lookup for the videos of every model. Neither
/// times nor the duration of a video are reported; the model is known only from an id of the form <c>UUID:model/path</c>.
/// </summary>
internal static class AimlApiProvider
{
    private const string Name = "aimlapi";
    private const string Key = "AIML_API_KEY";

    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = Name,
        DefaultAddress = "https://api.aimlapi.com",
        MediaHosts = ["aimlapi.com"],
        BaseVariable = "AIML_BASE_URL",
        Keys = [new([Key], Api)],
        MistakenVariables = ["AIMLAPI_KEY", "AIMLAPI_API_KEY"],
        MayOwn = static id => IdForms.IsNanoId(id) || IdForms.IsUuidWithPath(id),
        IdForm = "21 letters, digits, - and _, or UUID:model",
        ImpossibleId = "no-task-has-this-id-0",
        ReadAddress = ReadAddress,
        Sandbox = SandboxTemplate.Always(new("AimlApi/Sandbox.json")),
    };

    private static LookupApi Api => new()
    {
        Lookup = SingleGet.One(static (request, _) => $"v2/video/generations?generation_id={Uri.EscapeDataString(request.Id)}", Read),
        Authorize = BearerKey.In(Key),
        Balance = [AimlApiBalance.Call],
        Trial = KeyTrial.Balance,
        IsOwnNotFound = PlainAnswer.IsOwnNotFound,
    };

    /// <summary>
    /// Reads <c>/v2/video/generations?generation_id=ID</c>, <c>/v2/video/generations/ID</c> and the older
    /// <c>/v2/generate/video/kling/generation?generation_id=ID</c>.
    /// </summary>
    internal static AddressedTask? ReadAddress(LookupPath rest) => rest.Segments switch
    {
        ["v2", "video", "generations"] or ["v2", "generate", "video", "kling", "generation"]
            when rest.Query.GetValueOrDefault("generation_id") is { Length: > 0 } id => new(id),
        ["v2", "video", "generations", _, ..] => new(string.Join('/', rest.Segments.Skip(3))),
        _ => null,
    };

    internal static Result<KlingTask> Read(LookupRequest request, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var (word, state) = (body["status"], StateWords.Read(body["status"].RawText));
        PlainAnswer answer = new(
            response, PlainAnswer.CodeOf(response, body["statusCode"]),
            Json.First(body["message"], body["message"].Items.FirstOrDefault(), body["error"]["message"], body["error"]), body["code"]);
        if (answer.FaultFor(request.Id, body["id"], word, state) is { } fault)
            return fault is { Category: FaultCategory.Permission, IsJson: true } ? answer.Refusal(FaultCategory.InsufficientCredit) : fault;

        var (credits, model) = (body["meta"]["usage"]["credits_used"], ModelIn(body["id"]));
        KlingTask task = new(new(Name, null, body["id"].RawText!), state, word.Text ?? "")
        {
            Model = model,
            IsOtherModel = KlingModels.IsOther(model),
            Outputs = [.. PlainOutputs.Of(body["video"], "video"), .. PlainOutputs.Of(body["videos"], "video")],
            Failure = state is KlingTaskStatus.Failed ? FailureReason.Read(body["error"]["code"], body["error"], body["message"]) : null,
            Cost = credits.Number is > 0 ? $"{credits.Text} credits" : null,
        };
        return TaskNormalizer.Of(task, response, [.. KlingTaskBody.ResultsOf(body), body["video"], body["data"]]);
    }

    /// <summary>What follows the UUID.</summary>
    private static string? ModelIn(Json id) =>
        IdForms.IsUuidWithPath(id.RawText ?? "") && id.Text is { } text ? text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..] : null;
}
