using System.Runtime.CompilerServices;
using System.Text.Json;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers;

/// <summary>
/// Bodies of fal, Replicate, kie, WaveSpeed and AIMLAPI from a collection that lies beside some checkouts, over real HTTP. Where the
/// collection is missing, these tests are skipped.
/// </summary>
public class GatewayPayloadTests
{
    /// <summary>The file, the HTTP status it comes with, and the status or the category of the answer.</summary>
    public static TheoryData<string, int, string> Files() => new()
    {
        { "fal__submit", 200, "queued" },
        { "fal__status_in_progress", 202, "processing" },
        { "others__fal_status", 200, "processing" },
        { "fal__status_completed_failed", 200, "failed" },
        { "fal__result_video", 200, "succeeded" },
        { "fal__result_422_validation", 422, "failed" },
        { "fal__result_not_ready", 400, "processing" },
        { "fal__404_unknown", 404, "not_found" },
        { "fal__401_unknown_key", 401, "auth" },
        { "fal__401_bad_header", 401, "auth" },
        { "replicate__starting", 200, "queued" },
        { "replicate__processing", 200, "processing" },
        { "replicate__succeeded", 200, "succeeded" },
        { "replicate__failed", 200, "failed" },
        { "replicate__canceled", 200, "cancelled" },
        { "replicate__401", 401, "auth" },
        { "replicate__402", 402, "insufficient_credit" },
        { "replicate__404", 404, "not_found" },
        { "replicate__429", 429, "rate_limited" },
        { "kie__waiting", 200, "queued" },
        { "kie__generating", 200, "processing" },
        { "kie__success_video", 200, "succeeded" },
        { "others__kie_success", 200, "succeeded" },
        { "kie__fail", 200, "failed" },
        { "kie__408_upstream", 200, "failed" },
        { "others__kie_failed_in_envelope", 200, "failed" },
        { "kie__422_record_null", 200, "not_found" },
        { "others__kie_record_null", 200, "not_found" },
        { "kie__404", 200, "not_found" },
        { "kie__404", 404, "not_found" },
        { "kie__429", 429, "rate_limited" },
        { "wavespeed__created", 200, "queued" },
        { "wavespeed__processing", 200, "processing" },
        { "wavespeed__completed_video", 200, "succeeded" },
        { "others__wavespeed_completed", 200, "succeeded" },
        { "wavespeed__failed_execution", 200, "failed" },
        { "wavespeed__cancelled", 200, "cancelled" },
        { "wavespeed__401", 401, "auth" },
        { "wavespeed__404", 404, "not_found" },
        { "aimlapi__queued", 200, "queued" },
        { "aimlapi__generating", 200, "processing" },
        { "aimlapi__completed_v3", 200, "succeeded" },
        { "others__aimlapi_completed", 200, "succeeded" },
        { "aimlapi__401", 401, "auth" },
        { "aimlapi__429", 429, "rate_limited" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Each_body_is_read_as_its_documentation_says(string name, int status, string told)
    {
        var path = Path.Combine(Folder(), $"{name}.json");
        Assert.SkipUnless(File.Exists(path), "the collection of bodies is not beside this checkout");

        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var provider = ProviderCatalog.Find(name.Split("__")[name.StartsWith("others", StringComparison.Ordinal) ? 1 : 0].Split('_')[0])!;
        var isResult = name.StartsWith("fal__result", StringComparison.Ordinal);
        await using var server = LoopbackServer.Answering(request => isResult && request.Target.EndsWith("status", StringComparison.Ordinal)
            ? (200, $$"""{"status":"COMPLETED","request_id":"{{FalId}}"}""")
            : (status, text));
        Dictionary<string, string?> environment = new()
        {
            [provider.Keys[0].Variables[0]] = "canary-of-the-collection",
            [provider.BaseVariable] = server.Address,
        };
        await using ServerHarness session = new(environment, new PauseSkippingTime());

        var result = await session.LookAsync($"{provider.Name}:{IdIn(text) ?? FalId}");

        Assert.Equal(told, result.At("status") ?? result.At("error.category"));
        if (told is "succeeded") Assert.Contains(result.At("outputs.0.url")!, text, StringComparison.Ordinal);
    }

    private const string FalId = "019e8887-0000-7f31-88fc-1ed35f2bc8bb";

    private static string? IdIn(string text)
    {
        var body = JsonElement.Parse(text);
        var place = body.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Object ? data : body;
        foreach (var member in new[] { "request_id", "taskId", "id" })
            if (place.TryGetProperty(member, out var id)) return id.GetString();

        return null;
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "../../../../../shared/providers/payloads"));
}
