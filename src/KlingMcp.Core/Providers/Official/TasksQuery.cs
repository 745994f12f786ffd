using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Official;

/// <summary>
/// <c>GET /tasks</c>, with an API key: finds tasks of both standards and of every kind, up to twenty in one call. An id it does not know is
/// missing from the list, no error.
/// </summary>
internal static class TasksQuery
{
    public const string Key = "KLING_API_KEY";

    public static LookupApi Api { get; } = new()
    {
        Lookup = new SingleGet(
            static (asked, _) =>
                $"tasks?{(asked.External ? "external_task_ids" : "task_ids")}={string.Join(',', asked.Ids.Select(Uri.EscapeDataString))}",
            Read),
        Authorize = static (request, credentials, _) => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {credentials[Key]}"),
        BatchSize = 20,
        HasExternalLookup = true,
    };

    private static IReadOnlyList<Result<KlingTask>> Read(LookupRequest asked, ProviderResponse response)
    {
        var readings = KlingEnvelope.Read(asked, response, static id => new(OfficialProvider.Name, null, id), asked.External ? IsCalled : Is);
        return [.. readings.Select(static reading => reading.Fault is { Code: "1002" } fault ? Advised(fault) : reading)];
    }

    private static bool Is(Json task, string id) => KlingTaskBody.IdOf(task) == id;

    private static bool IsCalled(Json task, string externalId) => KlingTaskBody.ExternalIdOf(task) == externalId;

    /// <summary>1002 is said of a wrong key and of a signature made with the other kind of key alike.</summary>
    private static Fault Advised(Fault fault) => fault with
    {
        Hint = $"Check {Key}: it takes an API key; an access key and a secret key go into {PathQuery.AccessKey} and {PathQuery.SecretKey}.",
    };
}
