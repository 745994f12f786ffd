using KlingMcp.Tests.Providers.EzModel;
using static KlingMcp.Tests.Faults.FaultTexts;
using static KlingMcp.Tests.Faults.Plays;

namespace KlingMcp.Tests.Faults;

/// <summary>Faults that a provider tells by a code of its own.</summary>
internal static class ProviderCodeFaults
{
    private const string ChangePrompt = "Change the prompt or the image.";

    public static IEnumerable<FaultCase> All => [.. Kling(), .. Gateways()];

    private static IEnumerable<FaultCase> Kling() =>
    [
        new("its own \"not found\"", OwnNotFound, NotFound("\"task not found\" (HTTP 404, code 404)", CheckId)) { Started = "piapi" },
        Kling(401, 1000, static facts => Once("auth", $"{{provider}} refused the key ({facts})", CheckKey)),
        Kling(401, 1001, static facts => Once("auth", $"{{provider}} refused the key ({facts})", CheckKey)),
        Kling(401, 1002, static facts => Once("auth", $"{{provider}} refused the key ({facts})", CheckKey)),
        Kling(401, 1003, static facts => Once("auth", $"{{provider}} refused the key ({facts})", CheckKey)),
        Kling(401, 1004, static facts => Once("auth", $"{{provider}} refused the key ({facts})", CheckKey)),
        Kling(403, 1103, static facts => Once("permission", $"{{provider}} does not permit it ({facts})", CheckRights)),
        Kling(400, 1200, static facts => Once("invalid_input", $"\"{Own}\" ({facts})", "Check the id.")),
        Kling(400, 1201, static facts => Once("invalid_input", $"\"{Own}\" ({facts})", "Check the id.")),
        Kling(404, 1202, static facts => Once("invalid_input", $"\"{Own}\" ({facts})", "Check the id.")),
        Kling(404, 1203, static facts => NotFound($"\"{Own}\" ({facts})", CheckId)),
        Kling(400, 1300, static facts => Once("moderation", $"\"{Own}\" ({facts})", ChangePrompt)),
        Kling(400, 1301, static facts => Once("moderation", $"\"{Own}\" ({facts})", ChangePrompt)) with { Started = "official" },
        Kling(429, 1302, static facts => Thrice("rate_limited", $"\"{Own}\" ({facts})", "Call again in a minute.")),
        Kling(429, 1303, static facts => Thrice("rate_limited", $"\"{Own}\" ({facts})", "Call again in a minute.")),
        Kling(500, 5000, static facts => Thrice("provider_unavailable", $"\"{Own}\" ({facts})", Later)),
        Kling(503, 5001, static facts => Thrice("provider_unavailable", $"\"{Own}\" ({facts})", Later)),
        Kling(504, 5002, static facts => Thrice("timeout", $"\"{Own}\" ({facts})", Again)),
    ];

    private static IEnumerable<FaultCase> Gateways() =>
    [
        new("401, quota of the key used up",
            Answer(401, """{"error":{"message":"[sk-abc***xyz] 该令牌额度已用尽","type":"new_api_error","code":""}}"""),
            Once("insufficient_credit", "{provider} says that the account has no credit or quota left (HTTP 401)",
                EzModelFaultExpectations.QuotaUsedUp))
        {
            Only = ["ezmodel"],
        },
        new("500 for a malformed request",
            Answer(500, $$$"""{"error":{"message":"{{{Own}}}","type":"comet_api_error","param":"","code":"invalid_request"}}"""),
            Once("invalid_input", $"\"{Own}\" (HTTP 500, code invalid_request)", "Check the id."))
        {
            Only = ["cometapi"],
        },
        new("503 for want of a channel",
            Answer(503, $$$"""{"error":{"message":"{{{Own}}}","type":"new_api_error","code":"model_not_found"}}"""),
            Thrice("provider_unavailable", $"\"{Own}\" (HTTP 503, code model_not_found)", Later))
        {
            Only = ["ezmodel", "cometapi"],
        },
        new("200 with the envelope's code 401",
            Answer(200, """{"code":401,"message":"invalid api key sk-0123456789","data":null}"""),
            Once("auth", "{provider} refused the key (HTTP 200, code 401)", CheckKey))
        {
            Only = ["goapi", "piapi", "kie", "wavespeed"],
        },
        new("200 with the envelope's code 503",
            Answer(200, $$"""{"code":503,"message":"{{Own}}","data":null}"""),
            Thrice("provider_unavailable", $"\"{Own}\" (HTTP 200, code 503)", Later))
        {
            Only = ["goapi", "piapi", "kie", "wavespeed"],
        },
    ];

    /// <summary>A code as the official API writes it.</summary>
    private static FaultCase Kling(int status, int code, Func<string, Expected> expected) => new(
        $"{status} with Kling's code {code}",
        Answer(status, $$"""{"code":{{code}},"message":"{{Own}}","request_id":"11111111-2222-4333-8444-555555555555"}"""),
        expected($"HTTP {status}, code {code}"))
    {
        Only = ["official", "official (key pair)"],
    };

    /// <summary>What each provider documents for an unknown id.</summary>
    private static Task OwnNotFound(Stage stage) => stage.Provider.Name switch
    {
        "official" => stage.SendAsync(
            200, """{"code":0,"message":"SUCCEED","request_id":"11111111-2222-4333-8444-555555555555","data":[]}"""),
        "official (key pair)" or "cometapi" => stage.SendAsync(
            400, $$"""{"code":1201,"message":"Task not found by id/external id: {{stage.Provider.Id}}","request_id":"1"}"""),
        "useapi" => stage.SendAsync(404, """{"error":"Task not found"}"""),
        "ezmodel" => stage.SendAsync(400, """{"code":"task_not_exist","message":"task_not_exist","data":null}"""),
        "fal" or "fal (key pair)" => stage.SendAsync(404, """{"detail":"Request not found"}"""),
        "replicate" => stage.SendAsync(404, """{"detail":"The requested resource could not be found.","status":404}"""),
        "kie" => stage.SendAsync(200, """{"code":422,"msg":"recordInfo is null","data":null}"""),
        "aimlapi" => stage.SendAsync(404, """{"requestId":"1","statusCode":404,"path":"/v2","message":"Generation not found"}"""),
        _ => stage.SendAsync(404, """{"code":404,"message":"task not found","data":null}"""),
    };
}
