using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// The tasks of the platform that both PiAPI and GoAPI run (<see href="https://piapi.ai/docs/kling-api/get-task"/>), in the envelope
/// <c>{code, data, message}</c> or, as its webhooks send them, in <c>{timestamp, data}</c>.
/// </summary>
internal static class PiApiPlatform
{
    /// <summary>The price of one US dollar in the unit of <c>meta.usage.consume</c>.</summary>
    private const double UnitsPerDollar = 10_000_000;

    /// <summary>Either provider.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="address">Its base address.</param>
    /// <param name="prefix">What its variables begin with.</param>
    public static ProviderDescriptor Descriptor(string name, string address, string prefix) => new()
    {
        Name = name,
        DefaultAddress = address,
        BaseVariable = $"{prefix}_BASE_URL",
        Keys = [new([$"{prefix}_API_KEY"], Api(name, $"{prefix}_API_KEY"))],
        MayOwn = IdForms.IsUuid,
        IdForm = "UUID",
        ImpossibleId = "00000000-0000-4000-8000-000000000000",
        ReadAddress = ReadAddress,
        Sandbox = SandboxTemplate.Always(new("Dialects/PiApiPlatform.json")),
    };

    /// <summary>Reads <c>/api/v1/task/ID</c>.</summary>
    private static AddressedTask? ReadAddress(LookupPath rest) => rest.Segments is ["api", "v1", "task", var id] ? new(id) : null;

    /// <summary>The lookup of either provider.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="keyVariable">The variable of its key, which is sent as <c>x-api-key</c>.</param>
    private static LookupApi Api(string provider, string keyVariable) => new()
    {
        Lookup = SingleGet.One(
            static (request, _) => $"api/v1/task/{Uri.EscapeDataString(request.Id)}",
            (request, response) => Read(provider, request, response)),
        Authorize = (message, credentials, _) => message.Headers.TryAddWithoutValidation("x-api-key", credentials[keyVariable]),
        Lists = PiApiHistory.ListsOf(provider),
        Balance = [PiApiBalance.Call],
        SecretIn = WebhookSecretIn,
        IsOwnNotFound = static fault => fault.Category is FaultCategory.NotFound && KlingRefusal.SaysNotFound(fault.ProviderText),
    };

    /// <summary>A body repeats the request that created the task, including the secret of its webhook.</summary>
    private static string? WebhookSecretIn(ProviderResponse response) => response.Body.Span.IndexOf("webhook_config"u8) < 0
        ? null
        : Json.Parse(response)["data"]["config"]["webhook_config"]["secret"].RawText;

    internal static Result<KlingTask> Read(string provider, LookupRequest request, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var isError = response.Status is < 200 or > 299 || body["code"].Whole is >= 400;
        var data = body["data"].IsObject || body["task_id"].RawText is null ? body["data"] : body;
        if (StateWords.IsNotFound(data["status"].RawText)) return HttpFaults.Of(FaultCategory.NotFound, response, body["message"].Text);
        var (status, state) = (data["status"], StateOf(data["status"]));
        var isTask = status.Exists && !(isError && (status.RawText is null || state is KlingTaskStatus.Unknown));
        if (data["task_id"].RawText is not { } id || !isTask)
            return isError ? Refusal(response, body) : TaskNormalizer.NotATask(response);
        if (!id.Equals(request.Id, StringComparison.OrdinalIgnoreCase)) return TaskNormalizer.WrongTask(response);

        var task = TaskOf(new(provider, null, id), state, data, body);
        return TaskNormalizer.WithOutputs(TaskNormalizer.Of(task, response, data["output"]), PiApiOutputs.WithShortLife);
    }

    /// <summary>Right after creation the state of a task may be an empty string.</summary>
    internal static KlingTaskStatus StateOf(Json status) =>
        status is { Exists: true, RawText: null } ? KlingTaskStatus.Queued : StateWords.Read(status.RawText);

    private static KlingTask TaskOf(TaskReference reference, KlingTaskStatus state, Json data, Json body)
    {
        var (meta, input) = (data["meta"], data["input"]);
        return new(reference, state, data["status"].Text ?? "")
        {
            Kind = data["task_type"].Text,
            Model = data["model"].Text is { } model ? VisibleText.Clean($"{model} {input["version"].Text}") : null,
            Progress = Percent.Read(data["progress"]),
            CreatedAt = Times.FromText(meta["created_at"]),
            FinishedAt = Times.FromText(meta["ended_at"]) ?? Times.FromText(meta["completed_at"]),
            Outputs = PiApiOutputs.Of(data["output"]),
            Failure = state is KlingTaskStatus.Failed ? FailureOf(data, body["message"]) : null,
            Prompt = input["prompt"].Text ?? PromptOfShots(input["multi_shots"]),
            Parent = input["origin_task_id"].Text,
            TaskIdIsHandle = true,
            Cost = CostOf(meta["usage"]["consume"]),
        };
    }

    private static TaskFailure FailureOf(Json data, Json envelopeMessage) => FailureReason.Read(
        data["error"]["code"], data["error"], data["detail"], data["logs"], data["output"], envelopeMessage);

    private static Json ReasonIn(Json error) => Json.First(error["raw_message"], error["message"], error);

    private static string? PromptOfShots(Json shots) =>
        VisibleText.Clean(string.Join(" / ", shots.Items.Select(static s => s["prompt"].Text).OfType<string>()));

    private static string? CostOf(Json consumed) =>
        consumed.Number is > 0 and var units
            ? string.Create(CultureInfo.InvariantCulture, $"{units / UnitsPerDollar:0.#######} USD")
            : null;

    /// <summary>The code of the envelope counts as an HTTP status; without one, the HTTP status itself.</summary>
    internal static Fault Refusal(ProviderResponse response, Json body)
    {
        var (code, reason) = (body["code"], ReasonIn(body["data"]["error"]));
        var text = Json.First(reason, body["message"], body["error"]["message"], body["error"]);
        var status = code.Whole is >= 400 and <= 599 and var number ? (int)number : response.Status;
        var category = KlingRefusal.CategoryByWords(status, text.RawText) ?? HttpFaults.CategoryOf(status);
        if (category is FaultCategory.Auth or FaultCategory.Permission) return HttpFaults.Of(category, response, null, code.Text);

        // a task without a state, or a code of the platform's own: only the words tell
        if (FailureReason.RowOf(reason.RawText)?.Category is FaultCategory.InsufficientCredit)
            category = FaultCategory.InsufficientCredit;
        else if (KlingRefusal.SaysNotFound(text.RawText) || (category is FaultCategory.InvalidInput && Says(text, "not found")))
            category = FaultCategory.NotFound;

        return category is FaultCategory.BadResponse
            ? TaskNormalizer.NotATask(response) with { Code = code.Text, ProviderText = text.Text }
            : HttpFaults.Of(category, response, text.Text, code.Text);
    }

    private static bool Says(Json text, string words) => text.RawText?.Contains(words, StringComparison.OrdinalIgnoreCase) is true;
}
