using System.Text.RegularExpressions;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Replicate;

/// <summary>
/// Replicate (<see href="https://replicate.com/docs/reference/http#predictions.get"/>): one lookup for the predictions of every model.
/// An hour after the end the files of a prediction made through the API are removed
/// (<see href="https://replicate.com/docs/topics/predictions/data-retention"/>).
/// </summary>
internal static partial class ReplicateProvider
{
    private const string Name = "replicate";
    private const string Key = "REPLICATE_API_TOKEN";

    private const string Removed =
        "Replicate has removed the result: it keeps the files of a prediction for an hour after the end. They cannot be recovered.";

    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = Name,
        DefaultAddress = "https://api.replicate.com",
        OtherAddresses = ["https://replicate.com", "https://www.replicate.com"],
        MediaHosts = ["replicate.delivery"],
        BaseVariable = "REPLICATE_BASE_URL",
        Keys = [new([Key], Api)],
        MistakenVariables = ["REPLICATE_API_KEY"],
        MayOwn = IdForms.IsReplicateId,
        IdForm = "26 lower-case letters and digits",
        ImpossibleId = "00000000000000000000000000",
        ReadAddress = ReadAddress,
        Sandbox = SandboxTemplate.Always(new("Replicate/Sandbox.json")),
    };

    private static LookupApi Api => new()
    {
        Lookup = SingleGet.One(static (request, _) => $"v1/predictions/{Uri.EscapeDataString(request.Id)}", Read),
        Authorize = BearerKey.In(Key),
        Lists = [ReplicateHistory.List],
        Trial = KeyTrial.List,
        IsOwnNotFound = PlainAnswer.IsOwnNotFound,
    };

    /// <summary>Reads <c>/v1/predictions/ID</c>, also with <c>/cancel</c>, and the web page <c>/p/ID</c>.</summary>
    internal static AddressedTask? ReadAddress(LookupPath rest) =>
        rest.Segments is ["v1", "predictions", _] or ["v1", "predictions", _, "cancel"] ? new(rest.Segments[2])
        : rest.Segments is ["p", var id] ? new(id)
        : null;

    internal static Result<KlingTask> Read(LookupRequest request, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var word = body["status"];
        if (AnswerOf(body, response).FaultFor(request.Id, body["id"], word, StateOf(word.RawText)) is { } fault) return fault;

        var task = TaskOf(body);
        if (task.Status is KlingTaskStatus.Succeeded && body["data_removed"].Flag is true && !task.Outputs.Any(static o => o.IsUsable))
            return TaskNormalizer.WithoutResult(task, response, Removed);

        var isKept = body["source"].RawText is "web";
        return TaskNormalizer.WithOutputs(TaskNormalizer.Of(task, response, body["output"]), o => o with { ShortLived = !isKept });
    }

    internal static PlainAnswer AnswerOf(Json body, ProviderResponse response) => new(
        response, response.Status, Json.First(body["detail"], body["message"], body["title"], body["error"]), body["code"]);

    /// <summary>A prediction that has an id.</summary>
    internal static KlingTask TaskOf(Json body)
    {
        var (state, model) = (StateOf(body["status"].RawText), body["model"].Text);
        return new(new(Name, null, body["id"].RawText!), state, body["status"].Text ?? "")
        {
            Model = model,
            IsOtherModel = KlingModels.IsOther(model),
            CreatedAt = Times.FromText(body["created_at"]),
            FinishedAt = Times.FromText(body["completed_at"]),
            Outputs = PlainOutputs.Of(body["output"]),
            Failure = state is KlingTaskStatus.Failed ? FailureOf(body["error"]) : null,
            Prompt = body["input"]["prompt"].Text,
        };
    }

    /// <summary>Aborted: ended before it started.</summary>
    private static KlingTaskStatus StateOf(string? word) =>
        "aborted".Equals(word, StringComparison.OrdinalIgnoreCase) ? KlingTaskStatus.Cancelled : StateWords.Read(word);

    /// <summary>The reason is a plain text, which may contain a code: <c>(E005)</c>.</summary>
    private static TaskFailure FailureOf(Json error)
    {
        var failure = FailureReason.Read(default, error);
        return Code().Match(failure.Message ?? "") is { Success: true, Value: var code } ? failure with { Code = code } : failure;
    }

    [GeneratedRegex(@"\bE[0-9]{3,5}\b")]
    private static partial Regex Code();
}
