using System.Runtime.CompilerServices;
using System.Text.Json;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers;

/// <summary>
/// Serves each body of a collection that lies beside some checkouts, and looks it up by its id over the protocol. Where the
/// collection is missing, these tests are skipped.
/// </summary>
public class SharedPayloadTests
{
    private static readonly string[] NotLookups =
    [
        "callback", "list", "account", "download", "sync", "duplicate_external", "base64", "o1_duration", "legacy_body",
        "too_many", "create", "cancelled", "schema_docs", "openai_shape",
        "text2video_submitted_create", "history", "active_tasks", "task_self",
    ];

    /// <summary>Every file that is the answer to a lookup.</summary>
    public static TheoryData<string> Files()
    {
        TheoryData<string> files = [];
        if (Folder() is not { } folder)
        {
            files.Add("absent");
            return files;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (IsKnown(name) && !NotLookups.Any(n => name.Contains(n, StringComparison.Ordinal))) files.Add(name);
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Each_collected_body_is_read_as_its_file_name_says(string name)
    {
        if (Folder() is not { } folder)
        {
            Assert.Skip("the collection of bodies is not beside this checkout");
            return;
        }

        var text = await File.ReadAllTextAsync(Path.Combine(folder, $"{name}.json"), TestContext.Current.CancellationToken);
        var provider = name.Split("__")[0] is "newapi" ? "ezmodel" : name.Split("__")[0];
        await using var server = LoopbackServer.Answering(_ => (StatusOf(name), text));
        Dictionary<string, string?> environment = KeysOf(name, provider, server.Address);
        await using var session = await ServerHarness.StartAsync(environment);

        var kind = name.Contains("legacy", StringComparison.Ordinal) ? "videos/image2video/"
            : provider is "cometapi" ? "videos/text2video/" : "";
        var result = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{provider}}:{{kind}}{{IdIn(text)}}"}""");

        var told = result.At("status") ?? $"{result.At("error.category")}";
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {result.Text()}");
        Assert.Contains(told, Expected(name));
        foreach (var url in result.StructuredContent!.Value.TryGetProperty("outputs", out var outputs) ? outputs.EnumerateArray() : [])
            if (url.TryGetProperty("url", out var address)) Assert.Contains(
                JsonEncodedText.Encode(address.GetString()!, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value,
                text,
                StringComparison.Ordinal);
    }

    /// <summary>The collection also holds bodies of gateways that have no adapter.</summary>
    private static bool IsKnown(string name) =>
        name.StartsWith("newapi__", StringComparison.Ordinal)
        || (KlingMcp.Providers.ProviderCatalog.Find(name.Split("__")[0]) is { } provider
            && provider.Name is not ("fal" or "replicate" or "kie" or "wavespeed" or "aimlapi"));

    private static string[] Expected(string name) =>
        name.Contains("insufficient_credit", StringComparison.Ordinal) ? ["failed"]
        : name.Contains("succe", StringComparison.Ordinal) || name.Contains("completed", StringComparison.Ordinal) ? ["succeeded"]
        : name.StartsWith("newapi", StringComparison.Ordinal) ? ["succeeded"]
        : name.Contains("not_found", StringComparison.Ordinal) || name.Contains("unknown_id", StringComparison.Ordinal) ? ["not_found"]
        : name.Contains(
            "invalid_task_id", StringComparison.Ordinal) || name.Contains("invalid_request", StringComparison.Ordinal) ? ["invalid_input"]
        : name.Contains("quota", StringComparison.Ordinal) || name.Contains("1102", StringComparison.Ordinal) ? ["insufficient_credit"]
        : name.Contains("401", StringComparison.Ordinal) || name.Contains("unauthor", StringComparison.Ordinal) ? ["auth"]
        : name.Contains("403", StringComparison.Ordinal) ? ["permission"]
        : name.Contains("429", StringComparison.Ordinal) ? ["rate_limited"]
        : name.Contains("1301", StringComparison.Ordinal) ? ["moderation"]
        : name.Contains("50", StringComparison.Ordinal) || name.Contains("no_channel", StringComparison.Ordinal) ? ["provider_unavailable"]
        : name.Contains("fail", StringComparison.Ordinal) ? ["failed"]
        : name.Contains("submitted", StringComparison.Ordinal) || name.Contains("pending", StringComparison.Ordinal) ? ["queued"]
        : ["processing"];

    private static int StatusOf(string name) =>
        name.Contains("__4", StringComparison.Ordinal) || name.Contains("__5", StringComparison.Ordinal) ? int.Parse(
            name.Split("__")[1][..3], System.Globalization.CultureInfo.InvariantCulture)
        : name.Contains("unauthor", StringComparison.Ordinal) ? 401
        : name.Contains(
            "invalid_request_500", StringComparison.Ordinal) || name.Contains("insufficient_credit", StringComparison.Ordinal) ? 500
        : name.Contains("service_unavailable", StringComparison.Ordinal) ? 503
        : name is "useapi__not_found" or "piapi__not_found" ? 404
        : name.Contains("not_found", StringComparison.Ordinal) || name.Contains("invalid_task_id", StringComparison.Ordinal) ? 400
        : 200;

    private static Dictionary<string, string?> KeysOf(string name, string provider, string address)
    {
        var descriptor = KlingMcp.Providers.ProviderCatalog.Find(provider)!;
        var keys = name.Contains("legacy", StringComparison.Ordinal) ? descriptor.Keys[^1] : descriptor.Keys[0];
        Dictionary<string, string?> environment = keys.Variables.ToDictionary(
            static v => v, static _ => (string?)"canary-of-the-collection");
        environment[descriptor.BaseVariable] = address;
        return environment;
    }

    /// <summary>The id in the body.</summary>
    private static string IdIn(string text)
    {
        foreach (var part in new[] { "\"task_id\":", "\"task\":{\"id\":", "\"id\":" })
        {
            var dense = text.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
            var at = dense.IndexOf(part, StringComparison.Ordinal);
            if (at >= 0) return new([.. dense[(at + part.Length)..].TrimStart('"').TakeWhile(static c => c is not ('"' or ',' or '}'))]);
        }

        return "842250903629086785";
    }

    private static string? Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(
            Path.Combine(here, "../../../../../shared/providers/payloads")) is var folder && Directory.Exists(folder) ? folder : null;
}
