using System.IO.Compression;
using System.Text;
using static KlingMcp.Tests.Faults.FaultTexts;
using static KlingMcp.Tests.Faults.Plays;

namespace KlingMcp.Tests.Faults;

/// <summary>Bodies that are no answer about a task: web pages, other JSON, too much of it, and redirects.</summary>
internal static class BodyFaults
{
    private const string NoJson = "a body that is not JSON";
    private const string NoTask = "JSON of a shape that holds no task";
    private const string TooLarge = "a body over 4 MiB";
    private const string Broken = "a compressed body that cannot be read";
    private const string Redirected = "redirect to another address, not followed";

    /// <summary>16 MiB of zeros under gzip. Several of these after another are a valid stream, too.</summary>
    private static readonly Lazy<byte[]> Zeros = new(static () =>
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest)) gzip.Write(new byte[16 << 20]);
        return packed.ToArray();
    });

    public static IEnumerable<FaultCase> All => [.. Pages(), .. Shapes(), .. Sizes(), .. Encodings(), .. Others()];

    private static IEnumerable<FaultCase> Pages() =>
    [
        new("HTML with 200", Html(200, "<!doctype html><title>Welcome</title>"), Astray("a web page instead of JSON"))
        {
            Started = "useapi",
        },
        new("HTML with 404", Html(404, "<html>Not found</html>"), NotFound("{provider} knows no such task (HTTP 404)", CheckBase)),
        new("HTML with 502", Html(502, "<html>Bad gateway</html>"),
            Thrice("provider_unavailable", "{provider} is not available (HTTP 502)", Later)),
        new("HTML with 524", Html(524, "<html>A timeout occurred</html>"),
            Thrice("timeout", "{provider} took too long (HTTP 524)", Again)),
    ];

    private static IEnumerable<FaultCase> Shapes() =>
    [
        new("an empty body", Answer(200, ""), Bad("an empty body")),
        new("cut JSON", static stage => stage.SendAsync(200, stage.Provider.Body()[..^20]), Bad(NoJson)),
        new("JSON of another shape", Answer(200, """{"hello":["world"],"data":{"list":{}}}"""), Bad(NoTask)),
        new("a list instead of an object", Answer(200, """[{"a":1},[2]]"""), Bad(NoTask)),
        new("a bare string", Answer(200, "\"succeeded\""), Bad(NoTask)),
        new("nulls everywhere", Changed(static _ => null), Bad(NoTask)),
        new("bad UTF-8",
            static stage => stage.SendAsync(
                200, [.. "{\"note\":\""u8, 0xC3, 0x28, .. Encoding.UTF8.GetBytes($"\",{stage.Provider.Body()[1..]}")]),
            Bad(NoJson)),
    ];

    private static IEnumerable<FaultCase> Sizes() =>
    [
        new("5 MiB, announced", static stage => stage.SendAsync(200, new byte[5 << 20]), Bad(TooLarge)),
        new("5 MiB in chunks",
            static stage => SendInChunksAsync(stage.Exchange, "", Enumerable.Repeat(new byte[1 << 16], 80)),
            Bad(TooLarge)),
        new("1 GiB under gzip",
            static stage => SendInChunksAsync(stage.Exchange, "Content-Encoding: gzip\r\n", Enumerable.Repeat(Zeros.Value, 64)),
            Bad(TooLarge)),
    ];

    private static IEnumerable<FaultCase> Encodings() =>
    [
        new("gzip that is none", Answer(200, "{}", "Content-Encoding: gzip"), Bad(Broken, facts: "")),
        new("Brotli that is none", Answer(200, "<html>", "Content-Encoding: br"), Bad(Broken, facts: "")),
        new("503 with gzip that is none", Answer(503, "{}", "Content-Encoding: gzip"),
            Thrice("provider_unavailable", "{provider} is not available (HTTP 503)", Later)),
    ];

    private static IEnumerable<FaultCase> Others() =>
    [
        new("401 with 5 MiB", static stage => stage.SendAsync(401, new byte[5 << 20]),
            Once("auth", "{provider} refused the key (HTTP 401)", CheckKey)),
        new("429 with a body shorter than its length",
            SendAndClose("HTTP/1.1 429 Status\r\nRetry-After: 7\r\nContent-Length: 9\r\n\r\n{"),
            Thrice("rate_limited", "{provider} wants fewer requests (HTTP 429)", "Call again in 7 s.")),
        new("not HTTP", SendAndClose("SSH-2.0-OpenSSH_9.6\r\n"), Bad("an answer that is not HTTP", facts: "")),
        new("redirect to another host (301)", Redirect(301), Astray(Redirected, "HTTP 301")),
        new("redirect to another host (307)", Redirect(307), Astray(Redirected, "HTTP 307")),
    ];

    private static Func<Stage, Task> Html(int status, string body) => Answer(status, body, "Content-Type: text/html");
}
