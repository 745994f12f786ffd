using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using KlingMcp.Tests.Faults;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Properties;

/// <summary>Properties of the requests for any text given as an id: each is for one id, at a lookup path of the provider.</summary>
public partial class RequestProperties
{
    private static readonly string[] Pieces =
    [
        "842250903629086785", "c16e5746-c46d-4287-9286-a06063c50a24", "123456789", "CjMT7WdSwWcAAAAAALvB3g", "task_abc", "shot-09",
        "a+b=c", "~x", "*", "@", "=", "..", ".", "%2e%2e", "%2F", "%252f", "/", "//",
        "\\", "?", "#", "&", ",", ";", ":", "://", " ", "\t", "\n", "\r\n", "\0", "'", "\"", "<", "id", "?task_ids=1", "&task_ids=2",
        "#x", "é", "漢字", "١٢٣", "𝒳", "\u202E", "\u200B", "\uD800",
        "official:", "piapi:", "goapi:", "useapi:", "ezmodel:", "cometapi:", "OFFICIAL:", "nobody:", "videos/image2video/",
        "videos/text2video/", "general/advanced-custom-elements/", "../account/", "videos/../../account/",
        "https://host.invalid/piapi/api/v1/task/", "https://api.piapi.ai/api/v1/task/",
        "https://host.invalid/official/tasks?task_ids=", "https://host.invalid/useapi/v1/kling/tasks/",
        "https://evil.example/api/v1/task/",
        "https://api.piapi.ai@evil.example/api/v1/task/", "https://api.cometapi.com/kling/v1/videos/image2video/",
        "HTTP/1.1\r\nHost: evil.example\r\n\r\n", "//\u202E/",
    ];

    private static readonly string[] Places =
    [
        "", "", "official:", "official:videos/text2video/", "piapi:", "goapi:", "useapi:", "ezmodel:",
        "ezmodel:general/advanced-custom-elements/", "cometapi:images/generations/",
    ];

    private static Gen<string> Asked { get; } = Gen.Frequency(
        (8, from place in Gen.Elements(Places)
            from id in Gen.Elements(Pieces[..13])
            from tail in Gen.Frequency((2, Gen.Constant("")), (1, Gen.Elements(Pieces)))
            select $"{place}{id}{tail}"),
        (8, from pieces in Gen.Elements(Pieces).NonEmptyListOf() select string.Concat(pieces.Take(5))),
        (1, Bodies.Text),
        (1, from letter in Gen.Elements("a", "é", "𝒳", "%", ".")
            from times in Gen.Choose(1, 400)
            select string.Concat(Enumerable.Repeat(letter, times))));

    private static Gen<string?> Provider { get; } = Gen.Frequency<string?>(
        (4, Gen.Constant<string?>(null)), (3, Gen.Elements<string?>("official", "piapi", "goapi", "useapi", "ezmodel", "cometapi")));

    [Theory]
    [InlineData("official")]
    [InlineData("official (key pair)")]
    public void Whatever_a_model_gives_each_request_is_a_lookup_of_exactly_one_id(string official)
    {
        Dictionary<string, string?> environment = new() { ["USEAPI_EMAIL"] = "somebody+kling@mail.example" };
        foreach (var provider in ProviderCase.All.Where(w => w.Provider != "official" || w.Name == official))
            foreach (var (name, value) in provider.Environment("https://host.invalid", Bodies.Canary)) environment[name] = value;
        List<Uri> sent = [];
        var requests = 0;
        using var offline = ServerHarness.Offline(environment, request =>
        {
            sent.Add(request.RequestUri!);
            Assert.Equal(HttpMethod.Get, request.Method);
            return new(HttpStatusCode.NotFound) { Content = new StringContent("{}") };
        });

        PropertyCheck.ForAll(from asked in Asked from provider in Provider select (asked, provider), call =>
        {
            sent.Clear();
            var answer = offline.Look(call.asked, call.provider);

            Assert.True(answer.IsError);
            Assert.NotEqual("internal", answer.StructuredContent!.Value.GetProperty("error").GetProperty("category").GetString());
            foreach (var address in sent) Assert.True(AsksForOneId(address, call.asked), $"{call} asks {address.PathAndQuery}");
            requests += sent.Count;
        });
        Assert.True(requests > PropertyCheck.Cases / 4, $"only {requests} requests");
    }

    private static bool AsksForOneId(Uri address, string asked)
    {
        if (address is not { Scheme: "https", Authority: "host.invalid", Fragment: "", UserInfo: "" }) return false;
        if (LookupPath().Match(address.PathAndQuery) is not { Success: true } match) return false;

        var id = Uri.UnescapeDataString(match.Groups["id"].Value);
        Rune[] letters = [.. id.EnumerateRunes()];
        return letters.Length is > 0 and <= 128 && letters.Any(Rune.IsLetterOrDigit)
            && letters.All(static l => Rune.IsLetterOrDigit(l) || "-_.~@+=*".Contains(l.ToString(), StringComparison.Ordinal))
            && (Bare(asked).Contains(Bare(id), StringComparison.Ordinal)
                || Bare(Uri.UnescapeDataString(asked)).Contains(Bare(id), StringComparison.Ordinal));
    }

    /// <summary>Without invisible characters, which are removed from an id, and without dashes, which a UUID may lack.</summary>
    private static string Bare(string text) =>
        string.Concat(text.Where(static c => c is not ('-' or '\u034F' or '\u115F' or '\u1160' or '\u2800' or '\u3164' or '\uFFA0')
            && c is not (>= '\uFE00' and <= '\uFE0F')
            && char.GetUnicodeCategory(c) is not System.Globalization.UnicodeCategory.Format));

    /// <summary>Every path and query that may be requested, from the providers' pages.</summary>
    [GeneratedRegex(
        "^/((official/v1|cometapi/kling/v1)/(videos|images|audio|general)/[a-z0-9-]+(/image2video|/expand)?/"
            + "|official/(tasks|solutions)\\?(external_)?task_ids="
            + "|(goapi|piapi)/api/v1/task/"
            + "|fal/([A-Za-z0-9_-]+/){2}requests/|replicate/v1/predictions/|kie/api/v1/jobs/recordInfo\\?taskId="
            + "|wavespeed/api/v3/predictions/|aimlapi/v2/video/generations\\?generation_id="
            + "|ezmodel/kling/v1/(videos/text2video|general/advanced-custom-elements)/"
            + "|(?<useapi>useapi/v1/kling/tasks/))"
            + "(?<id>(?!\\.{1,2}$)[A-Za-z0-9._~%-]+)((?<=requests/[^/]+)/status|(?<=wavespeed/[^?]+)/result)?"
            + "(?(useapi)\\?email=somebody%2Bkling%40mail\\.example)$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex LookupPath();
}
