using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.UseApi;

/// <summary>
/// <c>GET /v1/kling/tasks/</c> (<see href="https://useapi.net/docs/api-kling-v1"/>): the tasks of the web account, newest first, those
/// made on Kling's own site included. The next page is what was made before the last task of this one.
/// </summary>
internal static class UseApiHistory
{
    private const int MaxSize = 50;

    /// <param name="provider">The provider's name.</param>
    public static TaskList List(string provider) => new(
        "tasks",
        static (request, credentials) => new(
            $"v1/kling/tasks/?pageSize={Math.Min(request.Size, MaxSize)}"
            + (BeforeOf(request) is { } before ? $"&createdBefore={before}" : "")
            + UseApiAccount.After("&email=", credentials)),
        (request, response) => Read(provider, request, response))
    {
        SandboxFile = "UseApi/Sandbox.json",
        IsAsked = static asked => asked.Segments is ["v1", "kling", "tasks"],
    };

    /// <summary>In milliseconds. One more than a bound, which is itself to be in the list.</summary>
    private static string? BeforeOf(ListRequest request) =>
        request.Page ?? (request.Until is { } until ? $"{until.ToUnixTimeMilliseconds() + 1}" : null);

    private static Result<ListPage> Read(string provider, ListRequest request, ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);
        if (response.Status is < 200 or > 299) return UseApiProvider.Refusal(response, body);

        var history = body.IsArray ? body : body["history"];
        if (!history.IsArray) return body["error"].Exists ? UseApiProvider.Refusal(response, body) : TaskNormalizer.NotAList(response);

        Json[] rows = [.. history.Items];
        KlingTask[] tasks = [.. rows.Select(row => RowOf(provider, row, response)).OfType<KlingTask>()];
        var last = tasks.Select(static t => t.CreatedAt).OfType<DateTimeOffset>().Order().FirstOrDefault().ToUnixTimeMilliseconds();
        var isLast = rows.Length < Math.Min(request.Size, MaxSize) || last <= 0 || request.Page == $"{last}";
        return new ListPage(tasks, isLast ? null : $"{last}");
    }

    private static KlingTask? RowOf(string provider, Json row, ProviderResponse response) =>
        UseApiTask.IdIn(row) is { } id && UseApiState.In(row) is { } state
            ? TaskNormalizer.RowOf(UseApiTask.Read(new(provider, null, id), state, row), response, row)
            : null;
}
