using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Fal;

/// <summary>
/// <c>GET /v1/models/requests/search</c> at fal's other host (<see href="https://fal.ai/docs/platform-apis/v1/models/requests"/>): the
/// requests of every model, newest first. It takes no time; its cursor is the number of a page.
/// </summary>
internal static class FalHistory
{
    private const int Size = 50;

    public static TaskList List { get; } = new(
        "search",
        static (request, _) => new(
            $"v1/models/requests/search?limit={Size}" + (request.Page is { } cursor ? $"&cursor={Uri.EscapeDataString(cursor)}" : "")),
        static (_, response) => Read(response))
    {
        HasTimeBound = false,
        SandboxFile = "Fal/Requests.json",
        IsAsked = static asked => asked.Segments is ["v1", "models", "requests", "search"],
    };

    private static Result<ListPage> Read(ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var answer = FalLookup.AnswerOf(body, response);
        if (answer.IsError) return answer.Refusal();

        var rows = body["results"].IsArray ? body["results"] : body["items"];
        if (!rows.IsArray) return TaskNormalizer.NotAList(response);

        return new ListPage(
            [.. rows.Items.Select(row => RowOf(row, response)).OfType<KlingTask>()],
            body["has_more"].Flag is false ? null : body["next_cursor"].RawText);
    }

    private static KlingTask? RowOf(Json row, ProviderResponse response)
    {
        if (row["request_id"].RawText is not { } id) return null;

        var (model, output) = (row["endpoint_id"].Text, row["json_output"].OrEmbedded);
        var app = FalProvider.AppIn(model?.Split('/') ?? []);
        var state = StateOf(row, output);
        KlingTask task = new(new(FalProvider.Name, app, id), state, row["status_code"].Text ?? "")
        {
            Kind = app,
            Model = model,
            IsOtherModel = KlingModels.IsOther(model),
            CreatedAt = Times.FromText(Json.First(row["sent_at"], row["started_at"])),
            FinishedAt = Times.FromText(row["ended_at"]),
            Outputs = FalLookup.OutputsOf(output),
            Prompt = row["json_input"].OrEmbedded["prompt"].Text,
        };
        return TaskNormalizer.RowOf(task, response, output);
    }

    /// <summary>A request that has ended is recognised by the status of its answer.</summary>
    private static KlingTaskStatus StateOf(Json row, Json output) => row["status_code"].Whole switch
    {
        >= 200 and <= 299 => KlingTaskStatus.Succeeded,
        >= 400 and <= 599 => KlingTaskStatus.Failed,
        _ when Times.FromText(row["ended_at"]) is null =>
            Times.FromText(row["started_at"]) is null ? KlingTaskStatus.Queued : KlingTaskStatus.Processing,
        _ when output["detail"].Exists => KlingTaskStatus.Failed,
        _ when FalLookup.OutputsOf(output).Any(static o => o.IsUsable) => KlingTaskStatus.Succeeded,
        _ => KlingTaskStatus.Unknown,
    };
}
