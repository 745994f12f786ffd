using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Official;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.Official;

/// <summary>Bodies of <c>GET /tasks</c>, and how they are read.</summary>
internal static class TasksQueryBodies
{
    public const string Id = "900000000000000001";

    public static readonly LookupApi Api = TasksQuery.Api;

    public static string Listed(string item) => $$$$"""{"code":0,"message":"SUCCEED","request_id":"r","data":[{{{{item}}}}]}""";

    public static string Item(string id, string status, string more = "") =>
        $$$$"""
            {"id":"{{{{id}}}}","status":"{{{{status}}}}","message":"","create_time":1781080778802,
            "update_time":1781080794151{{{{more}}}}}
            """;

    public static KlingTask Task(string item) => KlingAsk.Task(Api, LookupRequest.About(Id), Listed(item));
}
