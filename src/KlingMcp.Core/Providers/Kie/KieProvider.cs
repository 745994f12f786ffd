using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Kie;

/// <summary>
/// kie.ai (<see href="https://docs.kie.ai/market/common/get-task-detail"/>): one lookup for the tasks of every model. The code of the
/// envelope and the state of the task both count: 501 and 408 say, with HTTP 200 and perhaps without a task, that it failed.
/// </summary>
internal static class KieProvider
{
    private const string Name = "kie";
    private const string Key = "KIE_API_KEY";

    private const int GenerationFailed = 501;
    private const int UpstreamSilent = 408;

    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = Name,
        DefaultAddress = "https://api.kie.ai",
        BaseVariable = "KIE_BASE_URL",
        Keys = [new([Key], Api)],
        MistakenVariables = ["KIE_AI_API_KEY", "KIEAI_API_KEY"],
        MayOwn = static id => IdForms.IsHex32(id) || IsOwnTask(id),
        IdForm = "32 hexadecimal digits, or task_…",
        ImpossibleId = "00000000000000000000000000000000",
        ReadAddress = ReadAddress,
        Sandbox = SandboxTemplate.Always(new("Kie/Sandbox.json")),
        Hints = new Dictionary<FaultCategory, string>
        {
            [FaultCategory.NotFound] =
                $"Check the id and {Key}. A task that was just created is unknown at kie for up to 90 s: look again, do not resubmit.",
        },
    };

    private static LookupApi Api => new()
    {
        Lookup = SingleGet.One(static (request, _) => $"api/v1/jobs/recordInfo?taskId={Uri.EscapeDataString(request.Id)}", Read),
        Authorize = BearerKey.In(Key),
        Balance = [KieBalance.Call],
        Trial = KeyTrial.Balance,
        IsOwnNotFound = PlainAnswer.IsOwnNotFound,
        FreshFor = TimeSpan.FromSeconds(90),
    };

    private static bool IsOwnTask(string id) =>
        id is ['t', 'a', 's', 'k', '_', _, ..] && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    /// <summary>Reads <c>/api/v1/jobs/recordInfo?taskId=ID</c>, and the older path under <c>playground</c>.</summary>
    internal static AddressedTask? ReadAddress(LookupPath rest) =>
        rest.Segments is ["api", "v1", "jobs" or "playground", "recordInfo"]
        && rest.Query.GetValueOrDefault("taskId") is { Length: > 0 } id
            ? new(id)
            : null;

    internal static Result<KlingTask> Read(LookupRequest request, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var (data, code) = (body["data"], body["code"]);
        var word = data["state"];
        var hasFailed = code.Whole is GenerationFailed or UpstreamSilent && response.Status is not ((>= 300 and <= 399) or 401 or 403);
        var state = hasFailed ? KlingTaskStatus.Failed : StateWords.Read(word.RawText);
        PlainAnswer answer = new(
            response, PlainAnswer.CodeOf(response, code), Json.First(body["msg"], body["message"], body["error"]["message"], body["error"]),
            code.RawText is "200" ? default : code);
        if (hasFailed && data["taskId"].RawText is null)
            return TaskNormalizer.Of(new(new(Name, null, request.Id), state, word.Text ?? "") { Failure = FailureOf(body) }, response);
        if (answer.FaultFor(request.Id, data["taskId"], word, state) is { } fault)
        {
            // no record, as in 422 "recordInfo is null"
            if (code.RawText is "200" && data is { Exists: true, IsNull: true } && !answer.IsError)
                return HttpFaults.Of(FaultCategory.NotFound, response) with { IsJson = true };

            return fault.Category is FaultCategory.BadResponse ? fault : answer.Refusal(CategoryOf(answer));
        }

        return TaskOf(new(Name, null, data["taskId"].RawText!), state, body, response);
    }

    /// <summary>What kie's codes mean beyond those of HTTP.</summary>
    private static FaultCategory? CategoryOf(PlainAnswer answer) => answer.Code switch
    {
        422 when answer.Text.RawText?.Contains("null", StringComparison.OrdinalIgnoreCase) is true => FaultCategory.NotFound,
        455 => FaultCategory.ProviderUnavailable,
        505 => FaultCategory.Permission,
        _ => null,
    };

    private static Result<KlingTask> TaskOf(TaskReference reference, KlingTaskStatus state, Json body, ProviderResponse response)
    {
        var data = body["data"];
        var result = data["resultJson"].OrEmbedded;
        var (model, param) = (data["model"].Text, data["param"].OrEmbedded);
        var cost = Json.First(data["creditsConsumed"], data["consumeCredits"]);
        KlingTask task = new(reference, state, data["state"].Text ?? "")
        {
            Model = model,
            IsOtherModel = KlingModels.IsOther(model),
            CreatedAt = Times.FromUnix(data["createTime"]),
            FinishedAt = Times.FromUnix(data["completeTime"]),
            Outputs = OutputsOf(result),
            Failure = state is KlingTaskStatus.Failed ? FailureOf(body) : null,
            Prompt = Json.First(param["input"].OrEmbedded["prompt"], param["prompt"]).Text,
            Cost = cost.Number is > 0 ? $"{cost.Text} credits" : null,
        };

        // the page on tasks says that links expire after about a day
        return TaskNormalizer.WithOutputs(TaskNormalizer.Of(task, response, result), static o => o with { ShortLived = true });
    }

    /// <summary><c>{resultUrls, resultWaterMarkUrls}</c>, in the same order; else what is in <c>resultObject</c>.</summary>
    private static IReadOnlyList<KlingOutput> OutputsOf(Json result)
    {
        var (clean, marked) = (
            PlainOutputs.Of(result["resultUrls"].OrEmbedded), PlainOutputs.Of(result["resultWaterMarkUrls"].OrEmbedded));
        if (clean.Count == 0 && marked.Count == 0) return PlainOutputs.Of(result["resultObject"].OrEmbedded);
        if (!clean.Any(static o => o.IsUsable)) return [.. marked.Select(static o => o with { Watermarked = o.Url is not null })];
        if (clean.Count != marked.Count) return clean;

        return [.. clean.Zip(marked, static (one, with) => one with { WatermarkedUrl = with.Url == one.Url ? null : with.Url })];
    }

    private static TaskFailure FailureOf(Json body)
    {
        var (data, code) = (body["data"], body["code"]);
        var own = Json.First(data["failCode"], code.Whole is GenerationFailed or UpstreamSilent ? code : default);
        var failure = FailureReason.Read(default, data["failMsg"], body["msg"], body["message"]) with { Code = own.Text };

        // silence of the model's own service is a time-out, whatever the words
        return code.Whole is UpstreamSilent && failure.Category is FaultCategory.GenerationFailed
            ? failure with { Passes = true }
            : failure;
    }
}
