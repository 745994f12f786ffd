using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.UseApi;

/// <summary>
/// useapi.net (<see href="https://useapi.net/docs/api-kling-v1"/>). It operates the customer's own web account at Kling, so ids
/// and status numbers are those of the web app.
/// </summary>
internal static class UseApiProvider
{
    private const string Name = "useapi";
    private const string Token = "USEAPI_API_TOKEN";

    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = Name,
        DefaultAddress = "https://api.useapi.net",
        BaseVariable = "USEAPI_BASE_URL",
        Keys = [new([Token], Api)],
        OptionalVariables = [UseApiAccount.Variable],
        MayOwn = static id => IdForms.IsDigits(id, 1, 15),
        IdForm = "1 to 15 digits",
        ImpossibleId = "999999999999999",
        ReadAddress = ReadAddress,
        Sandbox = SandboxTemplate.Always(new("UseApi/Sandbox.json") { AcceptsId = static id => id.All(char.IsAsciiDigit) }),
        Hints = new Dictionary<FaultCategory, string>
        {
            [FaultCategory.NotFound] =
                "At useapi this may be a wrong id, but also a task that was deleted, failed at moderation, found no credits, "
                + $"or belongs to another Kling account ({UseApiAccount.Variable} says which one is asked).",
            [FaultCategory.InsufficientCredit] = "The useapi.net subscription has ended: renew it.",
        },
    };

    private static LookupApi Api => new()
    {
        Lookup = SingleGet.One(
            static (request, credentials) => $"v1/kling/tasks/{Uri.EscapeDataString(request.Id)}"
            + UseApiAccount.After("?email=", credentials),
            Read),
        Lists = [UseApiHistory.List(Name)],
        CleanFile = UseApiDownload.Call,
        Balance = [UseApiBalance.Call],
        Authorize = BearerKey.In(Token),
        IsOwnNotFound = static fault => fault.Category is FaultCategory.NotFound && KlingRefusal.SaysNotFound(fault.ProviderText),
    };

    /// <summary>Reads <c>/v1/kling/tasks/ID</c>.</summary>
    internal static AddressedTask? ReadAddress(LookupPath rest) => rest.Segments is ["v1", "kling", "tasks", var id] ? new(id) : null;

    internal static Result<KlingTask> Read(LookupRequest request, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);
        if (StateWords.IsNotFound(body["status_name"].RawText)) return HttpFaults.Of(FaultCategory.NotFound, response);
        if (UseApiTask.IdIn(body) is not { } id || UseApiState.In(body) is not { } state) return Refusal(response, body);
        if (response.Status is < 200 or > 299 && state.Status is KlingTaskStatus.Unknown) return Refusal(response, body);
        if (id != request.Id) return TaskNormalizer.WrongTask(response);

        var task = TaskNormalizer.Of(UseApiTask.Read(new(Name, null, id), state, body), response, body);
        return TaskNormalizer.WithOutputs(task, static o => o with { ShortLived = true });
    }

    /// <summary>
    /// <c>{error}</c>, <c>{error, code}</c>, or a <c>message</c> beside a <c>status</c>. A number from 400 to 599 among them
    /// counts as the HTTP status.
    /// </summary>
    internal static Fault Refusal(ProviderResponse response, Json body)
    {
        var error = body["error"];
        var code = Json.First(body["code"], error["code"]);
        var number = body["code"].Whole ?? error["code"].Whole ?? body["status"].Whole;
        var text = Json.First(error, error["message"], body["message"]);
        var status = number is >= 400 and <= 599 ? (int)number : response.Status;
        var category = KlingRefusal.CategoryByWords(status, text.RawText, code.RawText) ?? HttpFaults.CategoryOf(status);
        if (category is FaultCategory.BadResponse)
            return TaskNormalizer.NotATask(response) with { Code = code.Text, ProviderText = text.Text };

        var needsEmail = category is FaultCategory.InvalidInput
            && text.RawText?.Contains("email", StringComparison.OrdinalIgnoreCase) is true;
        var shown = category is FaultCategory.Auth or FaultCategory.Permission ? null : text.Text;
        return HttpFaults.Of(category, response, shown, code.Text) with
        {
            Hint = needsEmail ? $"The token has several Kling accounts: set {UseApiAccount.Variable} to the one that made the task."
                : category is FaultCategory.InsufficientCredit && status is not 402 ? "Add credits to the Kling account behind useapi."
                : null,
        };
    }
}
