using System.Text.Json.Nodes;
using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Official;

/// <summary>
/// <c>POST /tasks</c> with an API key (<see href="https://kling.ai/document-api"/>): the tasks of both standards. It is a read although
/// it is a POST: the body holds the filters. <c>POST /solutions</c> lists the tasks of the e-commerce and subtitle products.
/// </summary>
internal static class TaskHistory
{
    /// <summary>The most rows that a page may have.</summary>
    private const int MaxSize = 500;

    public static IReadOnlyList<TaskList> Lists { get; } =
        [List("tasks") with { SandboxFile = "Official/Tasks.json" }, List("solutions") with { IsOptional = true }];

    private static TaskList List(string path) => new(
        path,
        (request, _) => new(path, BodyOf(request).ToJsonString()),
        (_, response) => TasksQuery.WithAdvice(
            KlingEnvelope.ReadList(response, static id => new(OfficialProvider.Name, null, id), (data, _) => NextIn(data))))
    {
        IsAsked = asked => asked.Query.Count == 0 && asked.Segments is [var segment] && segment == path,
    };

    /// <summary>Times are in milliseconds; beside a cursor they are ignored.</summary>
    private static JsonObject BodyOf(ListRequest request)
    {
        JsonObject body = new() { ["limit"] = Math.Min(request.Size, MaxSize) };
        if (request.Page is { } cursor) body["cursor"] = cursor;
        if (request.Since is { } since) body["start_time"] = since.ToUnixTimeMilliseconds();
        if (request.Until is { } until) body["end_time"] = until.ToUnixTimeMilliseconds();
        string?[] words = [.. request.Statuses.Select(WordOf)];
        if (words.Length > 0 && !words.Contains(null))
            body["filters"] = new JsonArray(new JsonObject { ["key"] = "status", ["values"] = new JsonArray([.. words]) });

        return body;
    }

    private static string? NextIn(Json data) =>
        data["has_more"].Flag is true && data["next_cursor"].RawText is { } cursor ? cursor : null;

    /// <summary>The word of the filter; <see langword="null"/> for a state that it does not know.</summary>
    private static string? WordOf(KlingTaskStatus status) => status switch
    {
        KlingTaskStatus.Queued => "submitted",
        KlingTaskStatus.Processing => "processing",
        KlingTaskStatus.Succeeded => "succeeded",
        KlingTaskStatus.Failed => "failed",
        _ => null,
    };
}
