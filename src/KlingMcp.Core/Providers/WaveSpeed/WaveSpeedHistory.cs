using System.Globalization;
using System.Text.Json.Nodes;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.WaveSpeed;

/// <summary>
/// <c>POST /api/v3/predictions</c> (<see href="https://wavespeed.ai/docs/predictions-api"/>): the predictions of every model in the last
/// seven days. It is a read although it is a POST: the body holds the page and the filters.
/// </summary>
internal static class WaveSpeedHistory
{
    /// <summary>Pages are as large as possible, since the rows of other models are left out here.</summary>
    private const int MaxSize = 100;

    public static TaskList List { get; } = new("predictions", static (request, _) => new("api/v3/predictions", BodyOf(request)), Read)
    {
        SandboxFile = "WaveSpeed/Sandbox.json",
        IsAsked = static asked => asked.Segments is ["api", "v3", "predictions"],
    };

    /// <summary>The upper bound is a second later than wanted: the rows are filtered again.</summary>
    private static string BodyOf(ListRequest request)
    {
        JsonObject body = new() { ["page"] = NumberOf(request), ["page_size"] = SizeOf(request) };
        if (request.Since is { } since) body["created_after"] = Rfc3339.Of(since);
        if (request.Until is { } until) body["created_before"] = Rfc3339.Of(until.AddSeconds(1));
        return body.ToJsonString();
    }

    /// <summary>A single row is asked for only to verify the key.</summary>
    private static int SizeOf(ListRequest request) => request.Size == 1 ? 1 : MaxSize;

    private static int NumberOf(ListRequest request) =>
        int.TryParse(request.Page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;

    private static Result<ListPage> Read(ListRequest request, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        var answer = WaveSpeedProvider.AnswerOf(body, response);
        if (answer.IsError) return answer.Refusal();

        var data = body["data"];
        var items = data.IsArray ? data : data["items"];
        if (!items.IsArray && !(data.Exists && items.IsNull)) return TaskNormalizer.NotAList(response);

        Json[] rows = [.. items.Items];
        var next = rows.Length < MaxSize ? null : string.Create(CultureInfo.InvariantCulture, $"{NumberOf(request) + 1}");
        return new ListPage([.. rows.Select(row => RowOf(row, response)).OfType<KlingTask>()], next);
    }

    private static KlingTask? RowOf(Json row, ProviderResponse response) =>
        row["id"].RawText is null || row["status"].RawText is null ? null
            : TaskNormalizer.RowOf(WaveSpeedProvider.TaskOf(row), response, row["outputs"], row["output"]);
}
