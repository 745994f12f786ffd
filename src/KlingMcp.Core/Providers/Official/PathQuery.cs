using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Official;

/// <summary>
/// <c>GET /v1/KIND/ID</c> with an access key and a secret key: the older standard of the API
/// (<see href="https://kling.ai/document-api"/>). The path takes an external id in the place of the id.
/// </summary>
internal static class PathQuery
{
    public const string AccessKey = "KLING_ACCESS_KEY";
    public const string SecretKey = "KLING_SECRET_KEY";

    /// <summary>Rows of a page. The same for every call, so that a page number keeps its meaning.</summary>
    private const int PageSize = 50;

    public static LookupApi Api { get; } = new()
    {
        Lookup = new SingleGet(
            static (request, _) => $"v1/{request.Kind}/{Uri.EscapeDataString(request.Id)}",
            Read),
        Authorize = static (message, credentials, now) => message.Headers.TryAddWithoutValidation(
            "Authorization", $"Bearer {SignedToken.Make(credentials[AccessKey], credentials[SecretKey], now)}"),
        Lists = [.. KlingKinds.All.Select(ListOf)],
        Kinds = KlingKinds.All,
        IsOwnNotFound = static fault => fault.Category is FaultCategory.NotFound && fault.Code is not null,
        IsStaleSignature = IsStale,
    };

    private static IReadOnlyList<Result<KlingTask>> Read(LookupRequest request, ProviderResponse response)
    {
        var readings = KlingEnvelope.Read(request, response, id => new(OfficialProvider.Name, request.Kind, id), IsMatch);
        return [.. readings.Select(reading => reading switch
        {
            { Value: { } task } => task with { Kind = KlingKinds.NameOf(request.Kind!) },
            { Fault: { Category: FaultCategory.NotFound, IsAstray: false } fault } => fault with
            {
                Hint = $"Check the id and the kind; tasks made on the new API need {TasksQuery.Key} instead of an access and a secret key.",
            },
            { Fault: { Category: FaultCategory.Auth } fault } when !IsStale(fault) =>
                OfficialProvider.WithRegionHint(fault, $"{AccessKey} and {SecretKey}"),
            _ => reading,
        })];
    }

    /// <summary>
    /// <c>GET /v1/KIND?pageNum=&amp;pageSize=</c>, a list for each kind. The newest tasks come first; a page with fewer rows is the last.
    /// </summary>
    private static TaskList ListOf(string kind) => new(
        kind,
        (request, _) => new($"v1/{kind}?pageNum={PageOf(request)}&pageSize={PageSize}"),
        (request, response) => ReadList(kind, request, response))
    {
        MaxPages = 1,
        HasTimeBound = false,
        Kind = KlingKinds.NameOf(kind),
    };

    private static Result<ListPage> ReadList(string kind, ListRequest request, ProviderResponse response)
    {
        var page = KlingEnvelope.ReadList(
            response,
            id => new(OfficialProvider.Name, kind, id),
            (_, rows) => rows < PageSize ? null : $"{PageOf(request) + 1}");
        if (page.Fault is { Category: FaultCategory.Auth } fault && !IsStale(fault))
            return OfficialProvider.WithRegionHint(fault, $"{AccessKey} and {SecretKey}");

        return page.Value is { } read
            ? read with { Tasks = [.. read.Tasks.Select(task => task with { Kind = KlingKinds.NameOf(kind) })] }
            : page;
    }

    private static int PageOf(ListRequest request) =>
        int.TryParse(request.Page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;

    private static bool IsStale(Fault fault) => fault.Code is "1003" or "1004";

    private static bool IsMatch(Json task, string id) => KlingTaskBody.IdOf(task) == id || KlingTaskBody.ExternalIdOf(task).RawText == id;
}
