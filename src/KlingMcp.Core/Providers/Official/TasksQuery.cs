using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Official;

/// <summary>
/// <c>GET /tasks</c> with an API key (<see href="https://kling.ai/document-api"/>): finds tasks of both standards and of every kind, up
/// to twenty in one call. <c>GET /solutions</c> is asked for those it does not find. An unknown id is missing from the list; it is not
/// an error.
/// </summary>
internal static class TasksQuery
{
    public const string Key = "KLING_API_KEY";

    public static LookupApi Api { get; } = new()
    {
        Lookup = Get("tasks"),
        Fallback = Get("solutions"),
        Authorize = BearerKey.In(Key),
        IsOwnNotFound = static fault => fault is { Category: FaultCategory.NotFound, HttpStatus: 200 },
        Lists = TaskHistory.Lists,
        Balance = [BalanceHistory.Call],
        BatchSize = 20,
        HasExternalLookup = true,
    };

    /// <summary>
    /// <c>/solutions</c> finds the tasks of the e-commerce and subtitle products, in the same form as <c>/tasks</c>.
    /// </summary>
    private static SingleGet Get(string path) => new(
        (request, _) =>
            $"{path}?{(request.External ? "external_task_ids" : "task_ids")}={string.Join(',', request.Ids.Select(Uri.EscapeDataString))}",
        Read);

    private static IReadOnlyList<Result<KlingTask>> Read(LookupRequest request, ProviderResponse response)
    {
        var readings = KlingEnvelope.Read(
            request, response, static id => new(OfficialProvider.Name, null, id), request.External ? HasExternalId : HasId);
        return [.. readings.Select(WithAdvice)];
    }

    /// <summary>A refused key with what else may be the reason; anything else as it is.</summary>
    public static Result<T> WithAdvice<T>(Result<T> reading)
        where T : class => reading.Fault switch
        {
            { Code: "1002" } fault => WithKeyHint(fault),
            { Category: FaultCategory.Auth } fault => OfficialProvider.WithRegionHint(fault, Key),
            _ => reading,
        };

    private static bool HasId(Json task, string id) => KlingTaskBody.IdOf(task) == id;

    private static bool HasExternalId(Json task, string id) => KlingTaskBody.ExternalIdOf(task).RawText == id;

    /// <summary>Code 1002 means a wrong key, or a token signed with an access key and a secret key, which this path refuses.</summary>
    private static Fault WithKeyHint(Fault fault) => fault with
    {
        Hint = $"Check {Key}: it takes an API key; an access key and a secret key go into {PathQuery.AccessKey} and {PathQuery.SecretKey}. "
            + OfficialProvider.RegionHint,
    };
}
