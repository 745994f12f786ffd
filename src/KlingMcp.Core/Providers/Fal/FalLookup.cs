using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Fal;

/// <summary>
/// The state of a request, and once it is completed its result (<see href="https://fal.ai/docs/model-apis/model-endpoints/queue"/>). There
/// is no failed state: the reason of a refused request is the answer of the result
/// (<see href="https://fal.ai/docs/model-apis/errors"/>).
/// </summary>
internal sealed class FalLookup : ILookup
{
    private const string Removed =
        "fal no longer has the result: it keeps one for an hour after the end, unless the account stores results. "
        + "As far as fal reports, the request itself succeeded.";

    public async Task<IReadOnlyList<Result<KlingTask>>> RunAsync(LookupRequest request, ProviderExchange http)
    {
        var state = await http.GetAsync($"{TargetOf(request)}/status", response => ReadState(request, response));
        return state.Value is not { Status: KlingTaskStatus.Succeeded } completed
            ? [state]
            : [await http.GetAsync(TargetOf(request), response => ReadResult(completed, response))];
    }

    public IReadOnlyList<string> Targets(LookupRequest request, Credentials credentials) =>
        [$"{TargetOf(request)}/status", TargetOf(request)];

    private static string TargetOf(LookupRequest request) =>
        $"{request.Kind ?? FalProvider.VideoApp}/requests/{Uri.EscapeDataString(request.Id)}";

    /// <summary>A task that is completed has no outputs yet.</summary>
    internal static Result<KlingTask> ReadState(LookupRequest request, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var (word, state) = (body["status"], StateWords.Read(body["status"].RawText));
        if (state is KlingTaskStatus.Succeeded && Json.First(body["error"], body["error"]["message"], body["error_type"]).Exists)
            state = KlingTaskStatus.Failed;

        // an answer without an id is about the request in the path
        var (id, isOk) = (body["request_id"], response.Status is >= 200 and <= 299 && state is not KlingTaskStatus.Unknown);
        if (!(isOk && id.IsNull) && AnswerOf(body, response).FaultFor(request.Id, id, word, state) is { } fault) return fault;

        KlingTask task = new(new(FalProvider.Name, request.Kind, id.RawText ?? request.Id), state, word.Text ?? "")
        {
            Kind = request.Kind,
            Failure = state is KlingTaskStatus.Failed ? FailureOf(body, response) : null,
        };
        return state is KlingTaskStatus.Succeeded
            ? TaskNormalizer.WithoutResult(task, response, Removed)
            : TaskNormalizer.Of(task, response);
    }

    /// <summary>The output of the model, without an envelope and without an id; or why there is none.</summary>
    internal static Result<KlingTask> ReadResult(KlingTask task, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var (answer, detail) = (AnswerOf(body, response), body["detail"]);
        var errorType = Json.First(body["error_type"]).Exists || response.Header("X-Fal-Error-Type") is not null;
        if (detail.IsArray || errorType || (response.Status is 422 && answer.Text.Exists))
            return task with { Status = KlingTaskStatus.Failed, Advice = null, Failure = FailureOf(body, response) };
        if (response.Status is 202 or 400 && IsUnfinished(body)) return task with { Status = KlingTaskStatus.Processing, Advice = null };
        if (response.Status is 404 or 410) return task;
        if (answer.IsError) return answer.Refusal();
        if (response.Status >= 300) return TaskNormalizer.NotATask(response);

        return TaskNormalizer.Of(task with { Outputs = OutputsOf(body), Advice = null }, response, [.. ResultsIn(body)]);
    }

    /// <summary>What the models give. Avatars give the duration beside the video; voices and elements are ids.</summary>
    internal static IReadOnlyList<KlingOutput> OutputsOf(Json body) =>
    [
        .. PlainOutputs.Of(body["video"], "video").Select(o => o with { DurationSeconds = o.DurationSeconds ?? DurationIn(body) }),
        .. PlainOutputs.Of(body["videos"], "video"),
        .. PlainOutputs.Of(body["images"], "image"), .. PlainOutputs.Of(body["image"], "image"),
        .. PlainOutputs.Of(body["audio"], "audio"),
        .. HandleOf(body["voice_id"], OutputType.Voice), .. HandleOf(body["element_id"], OutputType.Element),
    ];

    private static double? DurationIn(Json body) => body["duration"].Number is > 0 and var seconds ? seconds : null;

    private static IEnumerable<KlingOutput> HandleOf(Json place, OutputType type) =>
        place.Id is { } id ? [new(type) { Id = id }] : [];

    /// <summary>A machine or a time limit is to blame (<see href="https://fal.ai/docs/model-apis/errors"/>).</summary>
    private static bool IsPassing(string? type) =>
        type is not null
        && (type.StartsWith("runner_", StringComparison.Ordinal) || type.EndsWith("_timeout", StringComparison.Ordinal));

    /// <summary>The members of a result; addresses of the queue are none.</summary>
    private static IEnumerable<Json> ResultsIn(Json body) => body.Members
        .Where(static member => member.Name is not ("response_url" or "status_url" or "cancel_url" or "logs"))
        .Select(static member => member.Value);

    internal static PlainAnswer AnswerOf(Json body, ProviderResponse response) => new(
        response, response.Status, Json.First(body["detail"], body["message"], body["error"]["message"], body["error"]),
        Json.First(body["error_type"], body["code"]));

    private static bool IsUnfinished(Json body) =>
        body["detail"].RawText?.Contains("in progress", StringComparison.OrdinalIgnoreCase) is true
        || StateWords.Read(body["status"].RawText) is KlingTaskStatus.Queued or KlingTaskStatus.Processing;

    /// <summary>
    /// <c>detail</c> is a text beside <c>error_type</c>, or a list of <c>{loc, msg, type}</c>. <c>X-Fal-Retryable</c> says whether the same
    /// request may succeed.
    /// </summary>
    private static TaskFailure FailureOf(Json body, ProviderResponse response)
    {
        var first = body["detail"].Items.FirstOrDefault();
        var code = Json.First(body["error_type"], first["type"]);
        var failure = FailureReason.Read(code, body["detail"], body["error"], body["message"]);
        return failure with
        {
            Passes = failure.Passes || (failure.Category is FaultCategory.GenerationFailed && IsPassing(code.RawText)),
            ToldRetryable = response.Header("X-Fal-Retryable") is { } told && bool.TryParse(told, out var retryable)
                ? retryable
                : null,
        };
    }
}
