using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Replicate;

/// <summary>
/// <c>GET /v1/predictions</c> (<see href="https://replicate.com/docs/reference/http#predictions.list"/>): the predictions of every model,
/// newest first, 100 in a page. Their bodies are those of the lookup.
/// </summary>
internal static class ReplicateHistory
{
    public static TaskList List { get; } = new("predictions", static (request, _) => new($"v1/predictions{QueryOf(request)}"), Read)
    {
        SandboxFile = "Replicate/Sandbox.json",
        IsAsked = static asked => asked.Segments is ["v1", "predictions"],
    };

    /// <summary>The upper bound is exclusive, and a second later than wanted: the rows are filtered again.</summary>
    private static string QueryOf(ListRequest request)
    {
        string?[] values =
        [
            request.Since is { } since ? $"created_after={Rfc3339.Of(since)}" : null,
            request.Until is { } until ? $"created_before={Rfc3339.Of(until.AddSeconds(1))}" : null,
            request.Page is { } cursor ? $"cursor={Uri.EscapeDataString(cursor)}" : null,
        ];
        return string.Join('&', values.OfType<string>()) is { Length: > 0 } query ? $"?{query}" : "";
    }

    private static Result<ListPage> Read(ListRequest request, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var answer = ReplicateProvider.AnswerOf(body, response);
        if (answer.IsError) return answer.Refusal();
        if (!body["results"].IsArray) return TaskNormalizer.NotAList(response);

        return new ListPage([.. body["results"].Items.Select(row => RowOf(row, response)).OfType<KlingTask>()], CursorIn(body["next"]));
    }

    /// <summary><c>next</c> is a whole address. Only its cursor is used, never its host.</summary>
    private static string? CursorIn(Json next) =>
        next is { IsText: true, RawText: { } address }
        && LookupPath.Read(address).Query.GetValueOrDefault("cursor") is { Length: > 0 } cursor
            ? cursor
            : null;

    private static KlingTask? RowOf(Json row, ProviderResponse response) =>
        row["id"].RawText is null || row["status"].RawText is null ? null
            : TaskNormalizer.RowOf(ReplicateProvider.TaskOf(row), response, row["output"]);
}
