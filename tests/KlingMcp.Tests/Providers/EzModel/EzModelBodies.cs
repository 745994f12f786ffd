using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.EzModel;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.EzModel;

/// <summary>Bodies in the shape of ezmodel, and how they are read.</summary>
internal static class EzModelBodies
{
    public const string Id = "842000000000000001";
    public const string Video = """{"id":"v1","url":"https://e.example/a.mp4","duration":"5.1"}""";

    public static readonly ProviderDescriptor Provider = EzModelProvider.Descriptor;
    public static readonly LookupApi Api = Provider.Keys[0].Api;

    public static KlingTask Task(string body) => KlingAsk.Task(Api, LookupRequest.About(Id), body);

    public static string Wrapped(string status, string reason = "", string raw = "null", string more = "") =>
        $$$$"""
            {"code":"success","message":"","data":{"task_id":"{{{{Id}}}}","action":"textGenerate","status":"{{{{status}}}}",
            "fail_reason":"{{{{reason}}}}","submit_time":1768825835,"start_time":1768825837,"finish_time":1768826070,
            "progress":"30%","data":{{{{raw}}}}{{{{more}}}}}}
            """;

    public static string Raw(string status, string more = "") =>
        $$$$"""
            {"code":0,"message":"SUCCEED","request_id":"r","data":{"task_id":"1","task_status":"{{{{status}}}}",
            "created_at":1768825000000,"updated_at":1768826000000{{{{more}}}}}}
            """;

    public static string Made(params string[] videos) => $$$$""","task_result":{"videos":[{{{{string.Join(',', videos)}}}}]}""";
}
