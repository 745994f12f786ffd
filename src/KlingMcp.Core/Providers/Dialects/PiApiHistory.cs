using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// The history of the platform that both PiAPI and GoAPI run (<see href="https://piapi.ai/docs"/>, "User Task History"): a list for each
/// family of models. Its rows have no outputs and no prompt. Members are in snake_case or camelCase.
/// </summary>
internal static class PiApiHistory
{
    private const int MaxSize = 100;

    public static IReadOnlyList<TaskList> ListsOf(string provider) => [ListOf(provider, "kling"), ListOf(provider, "kling-turbo")];

    private static TaskList ListOf(string provider, string model) => new(
        model,
        (request, _) => new(
            $"api/open/tasks/histories?page={request.Page ?? "1"}&page_size={Math.Min(request.Size, MaxSize)}&model={model}"
            + (request.Since is { } since ? $"&start_time={since.ToUnixTimeSeconds()}" : "")
            + (request.Until is { } until ? $"&end_time={until.ToUnixTimeSeconds() + 1}" : "")),
        (request, response) => Read(provider, request, response))
    {
        IsBrief = true,
        SandboxFile = "Dialects/PiApiPlatform.json",
        IsAsked = asked => asked.Segments is ["api", "open", "tasks", "histories"] && asked.Query.GetValueOrDefault("model") == model,
    };

    private static Result<ListPage> Read(string provider, ListRequest request, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);
        if (response.Status is < 200 or > 299 || body["code"].Whole is >= 400) return PiApiPlatform.Refusal(response, body);

        var page = body["data"];
        var list = page.IsArray ? page : page["data"];
        if (!list.IsArray && !(list.Exists && list.IsNull) && !page.IsNull) return TaskNormalizer.NotAList(response);

        Json[] rows = [.. list.Items];
        var number = long.TryParse(request.Page, out var asked) ? asked : 1;
        var isLast = rows.Length < Math.Min(request.Size, MaxSize) || page["total"].Whole <= number * rows.Length;
        return new ListPage([.. rows.Select(row => RowOf(provider, row, response)).OfType<KlingTask>()], isLast ? null : $"{number + 1}");
    }

    private static KlingTask? RowOf(string provider, Json row, ProviderResponse response)
    {
        var (model, status) = (Json.First(row["task_model"], row["taskModel"]), row["status"]);
        if (Json.First(row["task_id"], row["taskId"]).RawText is not { } id
            || model.RawText?.Contains("kling", StringComparison.OrdinalIgnoreCase) is false) return null;

        KlingTask task = new(new(provider, null, id), PiApiPlatform.StateOf(status), status.Text ?? "")
        {
            Kind = row["action"].Text,
            Model = model.Text,
            CreatedAt = Times.FromText(Json.First(row["created_at"], row["createdAt"])),
            FinishedAt = Times.FromText(Json.First(row["updated_at"], row["updatedAt"])),
        };
        return TaskNormalizer.RowOf(task, response);
    }
}
