using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Faults;

/// <summary>
/// What providers do to their callers, and what must come of it: written from the design, not recorded from the program. <c>docs/errors.md</c> is made of it.
/// </summary>
internal static class FaultTable
{
    private const string Own = "The provider's own words";
    private const string OwnJson = $$"""{"message":"{{Own}}"}""";

    private const string Official = "official";
    private const string KeyPair = "official (key pair)";
    private const string GoApi = "goapi";
    private const string PiApi = "piapi";
    private const string UseApi = "useapi";
    private const string EzModel = "ezmodel";
    private const string CometApi = "cometapi";

    private const string CheckKey = "Check {variables} in the MCP host's configuration and restart it.";
    private const string CheckId = "Check the id, and that it was made with the account of {variables}.";
    private const string CheckRights = "The account of {variables} may not do this; check its rights at {provider}.";
    private const string AddCredit = "Add credit or quota to the account of {variables} at {provider}.";
    private const string Later = "{provider} is having problems; call again later. The task itself is not affected.";
    private const string Again = "Call again; the task itself is not affected.";
    private const string LookThere = "The answer of {provider} could not be used; look at the task on its own site.";
    private const string CheckNetwork = "Check the network and the base address of {provider}, then call again; the task itself is not affected.";
    private const string CheckBase = "Check {base}: what answers there is not the API.";
    private const string OtherCauses = "At useapi this may be a wrong id, but also a task that was deleted, failed at moderation, found no credits, "
        + "or belongs to another Kling account (USEAPI_EMAIL says which one is asked).";
    private const string NewApi = "Check the id and the kind; tasks made on the new API need KLING_API_KEY instead of an access and a secret key.";
    private const string Elements = "Check the id; an element is found as ezmodel:general/advanced-custom-elements/ID only.";
    private const string QuotaUsedUp = "The quota of EZMODEL_API_KEY is used up, and ezmodel then refuses lookups, too: raise it.";
    private const string Subscription = "The useapi.net subscription has ended: renew it.";

    /// <summary>16 MiB of zeros, compressed; a stream may be many of these.</summary>
    private static readonly Lazy<byte[]> Zeros = new(static () =>
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest)) gzip.Write(new byte[16 << 20]);
        return packed.ToArray();
    });

    public static IReadOnlyList<Fault> All { get; } = [.. Statuses(), .. TooManyRequests(), .. ProviderCodes(), .. OtherBodies(), .. OddTasks(), .. Connections()];

    private static IEnumerable<Fault> Statuses() =>
    [
        new("400", Status(400), Once("invalid_input", $"\"{Own}\" (HTTP 400)", "Check the id.")) { Started = CometApi },
        new("401", Status(401), Once("auth", "{provider} refused the key (HTTP 401)", CheckKey)) { Started = PiApi },
        new("402", Status(402), Once("insufficient_credit", $"\"{Own}\" (HTTP 402)", AddCredit))
        {
            Except = new Dictionary<string, Expected>
            {
                [EzModel] = Once("insufficient_credit", $"\"{Own}\" (HTTP 402)", QuotaUsedUp),
                [UseApi] = Once("insufficient_credit", $"\"{Own}\" (HTTP 402)", Subscription),
            },
            Started = UseApi,
        },
        new("403", Status(403), Once("permission", "{provider} does not permit it (HTTP 403)", CheckRights)) { Started = EzModel },
        new("404", Status(404), NotFound($"\"{Own}\" (HTTP 404)", CheckId)) { Except = NotFoundElsewhere($"\"{Own}\" (HTTP 404)") },
        new("408", Status(408), Thrice("timeout", $"\"{Own}\" (HTTP 408)", Again)),
        new("425", Status(425), Thrice("provider_unavailable", $"\"{Own}\" (HTTP 425)", Later)),
        new("500", Status(500), Thrice("provider_unavailable", $"\"{Own}\" (HTTP 500)", Later)) { Started = GoApi },
        new("502", Status(502), Thrice("provider_unavailable", $"\"{Own}\" (HTTP 502)", Later)),
        new("503", Status(503), Thrice("provider_unavailable", $"\"{Own}\" (HTTP 503)", Later)),
        new("504", Status(504), Thrice("timeout", $"\"{Own}\" (HTTP 504)", Again)) { Started = KeyPair },
        new("524", Status(524), Thrice("timeout", $"\"{Own}\" (HTTP 524)", Again)),
    ];

    private static IEnumerable<Fault> TooManyRequests() =>
    [
        new("429 without Retry-After", Status(429), Thrice("rate_limited", $"\"{Own}\" (HTTP 429)", "Call again in a minute.")),
        new("429, Retry-After in seconds", Status(429, "Retry-After: 7"), Thrice("rate_limited", $"\"{Own}\" (HTTP 429)", "Call again in 7 s.")),
        new("429, Retry-After as a date", Status(429, "Date: Sun, 22 Nov 2026 12:59:53 GMT", "Retry-After: Sun, 22 Nov 2026 13:00:00 GMT"),
            Thrice("rate_limited", $"\"{Own}\" (HTTP 429)", "Call again in 7 s.")),
        new("429, Retry-After longer than the call has", Status(429, "Retry-After: 41"), Once("rate_limited", $"\"{Own}\" (HTTP 429)", "Call again in 41 s.")),
        new("429, Retry-After absurdly long", Status(429, "Retry-After: 99999999999999999999"), Once("rate_limited", $"\"{Own}\" (HTTP 429)", "Call again in 86400 s."))
        {
            Started = PiApi,
        },
        new("429, Retry-After that is no time", Status(429, "Retry-After: soon"), Thrice("rate_limited", $"\"{Own}\" (HTTP 429)", "Call again in a minute.")),
        Permanent(1100, "permission", CheckRights),
        Permanent(1101, "insufficient_credit", AddCredit),
        Permanent(1102, "insufficient_credit", AddCredit),
        Permanent(1304, "permission", CheckRights),
    ];

    private static IEnumerable<Fault> ProviderCodes() =>
    [
        new("its own \"not found\"", OwnNotFound, NotFound("\"task not found\" (HTTP 404, code 404)", CheckId))
        {
            Except = new Dictionary<string, Expected>
            {
                [Official] = new("not_found", 2, "not_found at {provider}: {provider} knows no such task (HTTP 200). " + CheckId),
                [KeyPair] = Once("not_found", "\"Task not found by id/external id: 842250903629086785\" (HTTP 400, code 1201)", NewApi),
                [UseApi] = Once("not_found", "\"Task not found\" (HTTP 404)", OtherCauses),
                [EzModel] = Once("not_found", "\"task_not_exist\" (HTTP 400, code task_not_exist)", Elements),
                [CometApi] = Once("not_found", "\"Task not found by id/external id: 842250903629086785\" (HTTP 400, code 1201)", CheckId),
            },
            Started = PiApi,
        },
        Kling(401, 1000, Once("auth", "{provider} refused the key (HTTP 401, code 1000)", CheckKey)),
        Kling(401, 1001, Once("auth", "{provider} refused the key (HTTP 401, code 1001)", CheckKey)),
        Kling(401, 1002, Once("auth", "{provider} refused the key (HTTP 401, code 1002)", CheckKey)) with
        {
            Except = new Dictionary<string, Expected>
            {
                [Official] = Once("auth", "{provider} refused the key (HTTP 401, code 1002)",
                    "Check KLING_API_KEY: it takes an API key; an access key and a secret key go into KLING_ACCESS_KEY and KLING_SECRET_KEY."),
            },
        },
        SignedAnew(1003),
        SignedAnew(1004),
        Kling(403, 1103, Once("permission", "{provider} does not permit it (HTTP 403, code 1103)", CheckRights)),
        Kling(400, 1200, Once("invalid_input", $"\"{Own}\" (HTTP 400, code 1200)", "Check the id.")),
        Kling(400, 1201, Once("invalid_input", $"\"{Own}\" (HTTP 400, code 1201)", "Check the id.")),
        Kling(404, 1202, Once("invalid_input", $"\"{Own}\" (HTTP 404, code 1202)", "Check the id.")),
        Kling(404, 1203, NotFound($"\"{Own}\" (HTTP 404, code 1203)", CheckId) with { Asked = 2 }) with
        {
            Except = new Dictionary<string, Expected> { [KeyPair] = NotFound($"\"{Own}\" (HTTP 404, code 1203)", NewApi) },
        },
        Kling(400, 1300, Once("moderation", $"\"{Own}\" (HTTP 400, code 1300)", "Change the prompt or the image.")),
        Kling(400, 1301, Once("moderation", $"\"{Own}\" (HTTP 400, code 1301)", "Change the prompt or the image.")) with { Started = Official },
        Kling(429, 1302, Thrice("rate_limited", $"\"{Own}\" (HTTP 429, code 1302)", "Call again in a minute.")),
        Kling(429, 1303, Thrice("rate_limited", $"\"{Own}\" (HTTP 429, code 1303)", "Call again in a minute.")),
        Kling(500, 5000, Thrice("provider_unavailable", $"\"{Own}\" (HTTP 500, code 5000)", Later)),
        Kling(503, 5001, Thrice("provider_unavailable", $"\"{Own}\" (HTTP 503, code 5001)", Later)),
        Kling(504, 5002, Thrice("timeout", $"\"{Own}\" (HTTP 504, code 5002)", Again)),
        new("401, quota of the key used up", Answer(401, """{"error":{"message":"[sk-abc***xyz] 该令牌额度已用尽","type":"new_api_error","code":""}}"""),
            Once("insufficient_credit", "{provider} says that the account has no credit or quota left (HTTP 401)", QuotaUsedUp)) { Only = [EzModel] },
        new("500 for a malformed request", Answer(500, $$$"""{"error":{"message":"{{{Own}}}","type":"comet_api_error","param":"","code":"invalid_request"}}"""),
            Once("invalid_input", $"\"{Own}\" (HTTP 500, code invalid_request)", "Check the id.")) { Only = [CometApi] },
        new("503 for want of a channel", Answer(503, $$$"""{"error":{"message":"{{{Own}}}","type":"new_api_error","code":"model_not_found"}}"""),
            Thrice("provider_unavailable", $"\"{Own}\" (HTTP 503, code model_not_found)", Later)) { Only = [EzModel, CometApi] },
        new("200 with the envelope's code 401", Answer(200, """{"code":401,"message":"invalid api key sk-0123456789","data":null}"""),
            Once("auth", "{provider} refused the key (HTTP 200, code 401)", CheckKey)) { Only = [GoApi, PiApi] },
        new("200 with the envelope's code 503", Answer(200, $$"""{"code":503,"message":"{{Own}}","data":null}"""),
            Thrice("provider_unavailable", $"\"{Own}\" (HTTP 200, code 503)", Later)) { Only = [GoApi, PiApi] },
    ];

    private static IEnumerable<Fault> OtherBodies() =>
    [
        new("HTML with 200", Answer(200, "<!doctype html><title>Welcome</title>", "Content-Type: text/html"), Astray("a web page instead of JSON"))
        {
            Started = UseApi,
        },
        new("HTML with 404", Answer(404, "<html>Not found</html>", "Content-Type: text/html"), NotFound("{provider} knows no such task (HTTP 404)", CheckBase))
        {
            Except = new Dictionary<string, Expected> { [Official] = NotFound("{provider} knows no such task (HTTP 404)", CheckBase) with { Asked = 2 } },
        },
        new("HTML with 502", Answer(502, "<html>Bad gateway</html>", "Content-Type: text/html"),
            Thrice("provider_unavailable", "{provider} is not available (HTTP 502)", Later)),
        new("HTML with 524", Answer(524, "<html>A timeout occurred</html>", "Content-Type: text/html"), Thrice("timeout", "{provider} took too long (HTTP 524)", Again)),
        new("an empty body", Answer(200, ""), Bad("an empty body")),
        new("cut JSON", static stage => stage.SendAsync(200, stage.ProviderCase.Body()[..^20]), Bad("a body that is not JSON")),
        new("JSON of another shape", Answer(200, """{"hello":["world"],"data":{"list":{}}}"""), Bad("JSON of a shape that holds no task")),
        new("a list instead of an object", Answer(200, """[{"a":1},[2]]"""), Bad("JSON of a shape that holds no task")),
        new("a bare string", Answer(200, "\"succeeded\""), Bad("JSON of a shape that holds no task")),
        new("nulls everywhere", static stage => stage.SendAsync(200, Changed(stage.ProviderCase.Body(), static _ => null)), Bad("JSON of a shape that holds no task")),
        new("bad UTF-8", static stage => stage.SendAsync(200, [.. "{\"note\":\""u8, 0xC3, 0x28, .. Encoding.UTF8.GetBytes($"\",{stage.ProviderCase.Body()[1..]}")]),
            Bad("a body that is not JSON")),
        new("5 MiB, announced", static stage => stage.SendAsync(200, new byte[5 << 20]), Bad("a body over 4 MiB")),
        new("5 MiB in chunks", static stage => ChunksAsync(stage.Exchange, "", Enumerable.Repeat(new byte[1 << 16], 80)), Bad("a body over 4 MiB")),
        new("1 GiB under gzip", static stage => ChunksAsync(stage.Exchange, "Content-Encoding: gzip\r\n", Enumerable.Repeat(Zeros.Value, 64)), Bad("a body over 4 MiB")),
        new("gzip that is none", Answer(200, "{}", "Content-Encoding: gzip"), Bad("a compressed body that cannot be read", facts: "")),
        new("Brotli that is none", Answer(200, "<html>", "Content-Encoding: br"), Bad("a compressed body that cannot be read", facts: "")),
        new("503 with gzip that is none", Answer(503, "{}", "Content-Encoding: gzip"), Thrice("provider_unavailable", "{provider} is not available (HTTP 503)", Later)),
        new("401 with 5 MiB", static stage => stage.SendAsync(401, new byte[5 << 20]), Once("auth", "{provider} refused the key (HTTP 401)", CheckKey)),
        new("429 with a body shorter than its length", static stage => ClosingAsync(stage.Exchange, "HTTP/1.1 429 Status\r\nRetry-After: 7\r\nContent-Length: 9\r\n\r\n{"),
            Thrice("rate_limited", "{provider} wants fewer requests (HTTP 429)", "Call again in 7 s.")),
        new("not HTTP", static stage => ClosingAsync(stage.Exchange, "SSH-2.0-OpenSSH_9.6\r\n"), Bad("an answer that is not HTTP", facts: "")),
        new("redirect to another host (301)", Redirect(301), Astray("redirect to another address, not followed", "HTTP 301")),
        new("redirect to another host (307)", Redirect(307), Astray("redirect to another address, not followed", "HTTP 307")),
    ];

    private static IEnumerable<Fault> OddTasks() =>
    [
        new("numbers as strings", static stage => stage.SendAsync(200, Changed(stage.ProviderCase.Body(), NumberAsText)), Success),
        new("strings as numbers", static stage => stage.SendAsync(200, Changed(stage.ProviderCase.Body(), TextAsNumber)), Success),
        new("a task under 500", static stage => stage.SendAsync(500, stage.ProviderCase.Body()), Success),
        new("another content type", static stage => stage.SendAsync(200, stage.ProviderCase.Body(), "Content-Type: text/html"), Success),
        new("no content type", static stage => stage.SendAsync(200, stage.ProviderCase.Body(), "Content-Type:"), Success),
        new("a byte order mark", static stage => stage.SendAsync(200, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(stage.ProviderCase.Body())]), Success),
        new("a state that is new", static stage => stage.SendAsync(200, stage.ProviderCase.UnknownBody("reviewing")), Unknown),
        new("another task's id", static stage => stage.SendAsync(200, stage.ProviderCase.Body(id: stage.ProviderCase.Id[..^1] + "0")), Bad("the answer is about another task")),
        new("success without an address", static stage => stage.SendAsync(200, stage.ProviderCase.Body(url: "")), NoOutput),
        new("an address with javascript:", static stage => stage.SendAsync(200, stage.ProviderCase.Body(url: "javascript:alert(1)//a.mp4")), NoOutput),
        new("an address with file:", static stage => stage.SendAsync(200, stage.ProviderCase.Body(url: "file:///etc/passwd.mp4")), NoOutput),
        new("an address with data:", static stage => stage.SendAsync(200, stage.ProviderCase.Body(url: "data:video/mp4;base64,AAAA")), NoOutput),
    ];

    private static IEnumerable<Fault> Connections() =>
    [
        new("connection refused", static _ => Task.CompletedTask, Thrice("network", "the connection was refused or failed", CheckNetwork)) { Refused = true, Started = CometApi },
        new("reset in the body", static async stage =>
        {
            await stage.Exchange.RawAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{stage.ProviderCase.Body()[..40]}"));
            stage.Exchange.Reset();
        }, Thrice("network", "the connection broke before the answer was whole", CheckNetwork)),
        new("a body shorter than its length", static stage => ClosingAsync(stage.Exchange, $"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{stage.ProviderCase.Body()}"),
            Thrice("network", "the connection broke before the answer was whole", CheckNetwork)),
        new("closed without an answer", static stage => ClosingAsync(stage.Exchange, ""), Thrice("network", "the connection broke before the answer was whole", CheckNetwork)),
        new("one byte a second", DripAsync, new("timeout", 3, "timeout at {provider}: no answer in the time there was. " + Again)) { Slow = true },
    ];

    private static Expected Success => new("succeeded", 1, "{success}");

    private static Expected Unknown => new("unknown", 1, "{unknown}");

    private static Expected NoOutput => Bad("the task is called finished, but no output address could be found in the answer");

    private static Expected Once(string category, string said, string advice) => new(category, 1, $"{category} at {{provider}}: {said}. {advice}");

    private static Expected Thrice(string category, string said, string advice) => Once(category, said, advice) with { Asked = 3 };

    private static Expected Bad(string said, string facts = "HTTP 200") => Once("bad_response", facts.Length == 0 ? said : $"{said} ({facts})", LookThere);

    private static Expected NotFound(string said, string advice) => Once("not_found", said, advice);

    /// <summary>At the official API an id that is not found is asked once more as an external one.</summary>
    private static Dictionary<string, Expected> NotFoundElsewhere(string said) => new()
    {
        [Official] = NotFound(said, CheckId) with { Asked = 2 },
        [KeyPair] = NotFound(said, NewApi),
        [UseApi] = NotFound(said, OtherCauses),
        [EzModel] = NotFound(said, Elements),
    };

    private static Expected Astray(string said, string facts = "HTTP 200") => Once("bad_response", $"{said} ({facts})", CheckBase);

    /// <summary>Kling's own code, as Kling itself writes it.</summary>
    private static Fault Kling(int status, int code, Expected expected) =>
        new($"{status} with Kling's code {code}", Answer(status, $$"""{"code":{{code}},"message":"{{Own}}","request_id":"11111111-2222-4333-8444-555555555555"}"""), expected)
        {
            Only = [Official, KeyPair],
        };

    /// <summary>A signature whose time was wrong is made anew, once; an API key is not signed.</summary>
    private static Fault SignedAnew(int code)
    {
        var expected = Once("auth", $"{{provider}} refused the key (HTTP 401, code {code})", CheckKey);
        return Kling(401, code, expected) with { Except = new Dictionary<string, Expected> { [KeyPair] = expected with { Asked = 2 } } };
    }

    /// <summary>A 429 that no waiting mends; the code is Kling's, so it says nothing at providers that have their own.</summary>
    private static Fault Permanent(int code, string category, string advice)
    {
        var said = $"\"{Own}\" (HTTP 429, code {code})";
        var foreign = Thrice("rate_limited", said, "Call again in a minute.");
        Dictionary<string, Expected> except = new() { [GoApi] = foreign, [PiApi] = foreign, [UseApi] = foreign };
        if (category is "insufficient_credit") except[EzModel] = Once(category, said, QuotaUsedUp);
        return new($"429 with Kling's code {code}", Answer(429, $$"""{"code":{{code}},"message":"{{Own}}"}"""), Once(category, said, advice)) { Except = except };
    }

    private static Task OwnNotFound(Stage stage) => stage.ProviderCase.Name switch
    {
        Official => stage.SendAsync(200, """{"code":0,"message":"SUCCEED","request_id":"11111111-2222-4333-8444-555555555555","data":[]}"""),
        KeyPair or CometApi => stage.SendAsync(400, $$"""{"code":1201,"message":"Task not found by id/external id: {{stage.ProviderCase.Id}}","request_id":"1"}"""),
        UseApi => stage.SendAsync(404, """{"error":"Task not found"}"""),
        EzModel => stage.SendAsync(400, """{"code":"task_not_exist","message":"task_not_exist","data":null}"""),
        _ => stage.SendAsync(404, """{"code":404,"message":"task not found","data":null}"""),
    };

    private static Func<Stage, Task> Status(int status, params string[] headers) => Answer(status, OwnJson, headers);

    private static Func<Stage, Task> Answer(int status, string body, params string[] headers) => stage => stage.SendAsync(status, body, headers);

    private static Func<Stage, Task> Redirect(int status) => stage => stage.SendAsync(status, "", $"Location: {stage.OtherHost}/stolen");

    private static async Task ClosingAsync(Exchange exchange, string text)
    {
        await exchange.RawAsync(Encoding.UTF8.GetBytes(text));
        exchange.Close();
    }

    private static async Task ChunksAsync(Exchange exchange, string header, IEnumerable<byte[]> chunks)
    {
        await exchange.RawAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{header}Transfer-Encoding: chunked\r\n\r\n"));
        foreach (var chunk in chunks)
        {
            await exchange.RawAsync(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"));
            await exchange.RawAsync(chunk);
            await exchange.RawAsync("\r\n"u8.ToArray());
        }

        await exchange.RawAsync("0\r\n\r\n"u8.ToArray());
    }

    /// <summary>A byte whenever the caller's clock has moved by a second.</summary>
    private static async Task DripAsync(Stage stage)
    {
        var body = Encoding.UTF8.GetBytes(stage.ProviderCase.Body());
        await stage.Exchange.RawAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n"));
        foreach (var letter in body)
        {
            await stage.Exchange.RawAsync(new[] { letter });
            await Task.Delay(TimeSpan.FromSeconds(1), stage.Time, stage.Exchange.Stopped);
        }
    }

    /// <summary>The same JSON with every value changed that is neither an object nor a list.</summary>
    private static string Changed(string json, Func<JsonValue, JsonNode?> change)
    {
        return Walk(JsonNode.Parse(json))!.ToJsonString();

        JsonNode? Walk(JsonNode? node) => node switch
        {
            JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Walk(m.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Walk)]),
            JsonValue value => change(value),
            _ => null,
        };
    }

    private static JsonNode NumberAsText(JsonValue value) =>
        value.GetValueKind() is System.Text.Json.JsonValueKind.Number ? JsonValue.Create(value.ToJsonString()) : value.DeepClone();

    private static JsonNode TextAsNumber(JsonValue value) =>
        value.GetValueKind() is System.Text.Json.JsonValueKind.String && decimal.TryParse(value.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : value.DeepClone();
}
