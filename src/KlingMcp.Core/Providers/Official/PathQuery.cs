using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Official;

/// <summary><c>GET /v1/KIND/ID</c>, with an access key and a secret key: the older standard. The caller's own id may stand in the id's place.</summary>
internal static class PathQuery
{
    public const string AccessKey = "KLING_ACCESS_KEY";
    public const string SecretKey = "KLING_SECRET_KEY";

    public static LookupApi Api { get; } = new()
    {
        Lookup = new SingleGet(static (asked, _) => $"v1/{asked.Kind}/{Uri.EscapeDataString(asked.Id)}", Read),
        Authorize = static (request, credentials, now) =>
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {SignedToken.Make(credentials[AccessKey], credentials[SecretKey], now)}"),
        Kinds = KlingKinds.All,
        IsStaleSignature = static fault => fault.Code is "1003" or "1004",
    };

    private static IReadOnlyList<Result<KlingTask>> Read(LookupRequest asked, ProviderResponse response)
    {
        var readings = KlingEnvelope.Read(asked, response, id => new(OfficialProvider.Name, asked.Kind, id), Is);
        return [.. readings.Select(reading => reading switch
        {
            { Value: { } task } => task with { Kind = KlingKinds.NameOf(asked.Kind!) },
            { Fault: { Category: FaultCategory.NotFound, IsAstray: false } no } => no with
            {
                Hint = $"Check the id and the kind; tasks made on the new API need {TasksQuery.Key} instead of an access and a secret key.",
            },
            _ => reading,
        })];
    }

    private static bool Is(Json task, string id) => KlingTaskBody.IdOf(task) == id || KlingTaskBody.ExternalIdOf(task) == id;
}
