using System.Net;
using System.Text.Json.Nodes;
using KlingMcp.Tests.Faults;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Secrets;

/// <summary>The provider repeats the key in every place of its answers, in many spellings. No answer may contain it.</summary>
public class EchoTests
{
    private static readonly Func<string, string>[] Disguises =
    [
        static key => key,
        static key => $"Invalid key {key}, Bearer {key}",
        static key => key.ToUpperInvariant(),
        static key => $"…{key.Substring(key.Length / 2 - 4, 8)}…",
        static key => string.Join('\u200B', key.ToCharArray()),
        static key => $"{new string('x', 290)} {key}",
        static key => $"{new string('y', 4090)} {key}",
        static key => $"https://media.example/out.mp4?token={key}",
        static key => $"https://media.example/{key[(key.LastIndexOf(':') + 1)..]}/out.mp4",
        static key => $"https://media.example/{string.Concat(key.Select(static c => $"%{(int)c:x2}"))}.mp4",
    ];

    public static TheoryData<string, int> Cells() =>
        [.. from provider in ProviderCase.All from status in new[] { 200, 400, 401 } select (provider.Name, status)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_key_that_the_provider_repeats_is_not_in_the_answer(string name, int status)
    {
        var provider = ProviderCase.All.Single(w => w.Name == name);
        Func<string, string> disguise = static key => key;
        Func<string, string> bodyWith = static text => text;
        var (chosen, sent) = (0, "");
        var environment = Environment(provider);
        var configured = Canaries.ByVariable.Where(v => environment.ContainsKey(v.Key)).Select(static v => v.Value).ToArray();
        using var offline = ServerHarness.Offline(environment, request =>
        {
            sent = request.Headers.NonValidated.TryGetValues("Authorization", out var values) ? values.ToString().Split(' ')[^1] : "";
            var secrets = configured.Append(sent).Where(static s => s.Length > 0).ToArray();
            return new((HttpStatusCode)status) { Content = new StringContent(bodyWith(disguise(secrets[chosen % secrets.Length]))) };
        });

        foreach (var body in Bodies(provider))
        {
            bodyWith = body;
            foreach (var form in Disguises)
            {
                // Take the secrets in turn, so that all of them are tried over all places and spellings.
                (disguise, chosen) = (form, chosen + 1);
                var answer = offline.Look(provider.Task);
                Canaries.AreNotIn($"{answer.Text()}\n{answer.StructuredContent!.Value.GetRawText()}", sent);
                Canaries.AreNotIn(Uri.UnescapeDataString(answer.Text()), sent);
            }
        }
    }

    [Fact]
    public void The_webhook_secret_in_a_succeeded_task_is_not_in_the_answer()
    {
        var provider = ProviderCase.All.Single(static p => p.Name == "piapi");
        const string Secret = Canaries.WebhookSecret;
        var body = provider.Body().Replace(
            "\"endpoint\":\"\",\"secret\":\"\"",
            $"\"endpoint\":\"https://hook.example/{Secret}.mp4\",\"secret\":\"{Secret}\"",
            StringComparison.Ordinal);
        Assert.Contains(Canaries.WebhookSecret, body, StringComparison.Ordinal);
        foreach (var text in new[] { body, body.Replace(ProviderCase.Url, "", StringComparison.Ordinal) })
        {
            using var offline = Answering(provider, text);
            var answer = offline.Look(provider.Task);

            Canaries.AreNotIn(answer.Text());
            Canaries.AreNotIn(answer.StructuredContent!.Value.GetRawText());
        }
    }

    [Theory]
    [InlineData(Canaries.WebhookSecret)]
    [InlineData("webhook-V4tDsN81")]
    public void A_webhook_secret_in_the_providers_text_is_replaced_by_asterisks(string secret)
    {
        var provider = ProviderCase.All.Single(static p => p.Name == "piapi");
        var body = provider.Body("failed").Replace("\"secret\":\"\"", $"\"secret\":\"{secret}\"", StringComparison.Ordinal)
            .Replace(
                "\"raw_message\":\"\"",
                $"\"raw_message\":\"cannot call the webhook with {secret} or {secret[4..12].ToUpperInvariant()}\"",
                StringComparison.Ordinal);
        using var offline = Answering(provider, body);

        var answer = offline.Look(provider.Task);

        Assert.Contains("\"cannot call the webhook with *** or ***\"", answer.Text(), StringComparison.Ordinal);
        Canaries.AreNotIn(answer.StructuredContent!.Value.GetRawText(), secret);
    }

    [Fact]
    public void A_webhook_secret_in_an_address_does_not_withhold_the_output()
    {
        var provider = ProviderCase.All.Single(static p => p.Name == "piapi");
        var body = provider.Body().Replace("\"secret\":\"\"", "\"secret\":\"media.example\"", StringComparison.Ordinal);
        using var offline = Answering(provider, body);

        Assert.Contains(ProviderCase.Url, offline.Look(provider.Task).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_with_a_key_in_its_address_is_withheld_and_the_answer_says_so()
    {
        var provider = ProviderCase.All.Single(static p => p.Name == "official (key pair)");
        var open = JsonNode.Parse(provider.Body())!;
        var outputs = open["data"]!["task_result"]!["videos"]!.AsArray();
        var url = $"https://media.example/{Canaries.ByVariable["KLING_ACCESS_KEY"]}.mp4";
        outputs.Add(new JsonObject { ["id"] = "2", ["url"] = url, ["duration"] = "5" });
        using var offline = Answering(provider, open.ToJsonString());

        var answer = offline.Look(provider.Task);

        Assert.Contains("1 address is withheld because it contains a key.", answer.Text(), StringComparison.Ordinal);
        Assert.Equal(1, answer.StructuredContent!.Value.GetProperty("outputs").GetArrayLength());
        Canaries.AreNotIn($"{answer.Text()}\n{answer.StructuredContent!.Value.GetRawText()}");
    }

    [Fact]
    public void An_address_that_only_resembles_a_key_is_unchanged()
    {
        var provider = ProviderCase.All.Single(static p => p.Name == "piapi");
        var url = $"https://media.example/12345678/{Canaries.ByVariable["PIAPI_API_KEY"][..7]}/mail.example/a%2Fb.mp4?x=%7E";
        using var offline = ServerHarness.Offline(
            Environment(provider).With("GOAPI_API_KEY", "0123456789-x"),
            _ => new(HttpStatusCode.OK) { Content = new StringContent(provider.Body(url: url)) });

        Assert.Contains(url, offline.Look(provider.Task).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_given_as_a_task_id_is_refused_without_a_request()
    {
        var asked = 0;
        using var offline = ServerHarness.Offline(Canaries.ByVariable.ToDictionary(static v => v.Key, static v => (string?)v.Value), _ =>
        {
            asked++;
            return new(HttpStatusCode.NotFound);
        });

        foreach (var key in Canaries.ByVariable.Values)
        {
            foreach (var id in new[] { key, $"official:{key}", $"cometapi:{key}", $" {key.ToUpperInvariant()}" })
            {
                var answer = offline.Look(id);

                Assert.StartsWith("invalid_input: ", answer.Text(), StringComparison.Ordinal);
                Canaries.AreNotIn(answer.Text());
            }
        }

        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task A_key_given_in_any_argument_or_address_is_not_repeated()
    {
        var key = Canaries.ByVariable["PIAPI_API_KEY"];
        Dictionary<string, string?> environment = new() { ["PIAPI_API_KEY"] = key, ["PIAPI_BASE_URL"] = $"https://host.invalid/{key}" };
        await using var session = await ServerHarness.StartAsync(environment, new ManualTime());
        (string Tool, string Arguments)[] calls =
        [
            ("get_kling_task", $$"""{"task_id":"{{key}}"}"""),
            ("get_kling_tasks", $$"""{"task_ids":["{{key}}","piapi:{{key[2..12]}}/"]}"""),
            ("wait_for_kling_tasks", $$"""{"task_ids":["{{key}}"]}"""),
            ("get_kling_task", $$"""{"task_id":"1","provider":"{{key}}"}"""),
            ("get_kling_task", $$"""{"task_id":"1","detail":"{{key}}"}"""),
            ("get_kling_task", $$"""{"task_id":"1","{{key}}":"1"}"""),
            ("list_kling_providers", "{}"),
        ];

        foreach (var (tool, arguments) in calls)
        {
            var answer = await session.CallAsync(tool, arguments, TestContext.Current.CancellationToken);
            Canaries.AreNotIn(answer.Text());
            Canaries.AreNotIn(answer.StructuredContent?.GetRawText());
        }
    }

    [Fact]
    public void An_unexpected_exception_shows_its_type_and_place_but_not_its_message()
    {
        var provider = ProviderCase.All.Single(static p => p.Name == "piapi");
        using var offline = ServerHarness.Offline(
            Environment(provider), static request => throw new NotSupportedException(request.Headers.NonValidated["x-api-key"].ToString()));

        var answer = offline.Look(provider.Task);

        Assert.StartsWith(
            "internal at piapi: an unexpected NotSupportedException inside kling-mcp (KlingMcp.", answer.Text(), StringComparison.Ordinal);
        Canaries.AreNotIn(answer.Text());
        Canaries.AreNotIn(answer.StructuredContent!.Value.GetRawText());
    }

    [Fact]
    public void An_address_with_a_name_from_the_e_mail_or_with_a_token_of_another_is_given()
    {
        foreach (var name in ProviderCase.All.Select(static p => p.Name))
        {
            var provider = ProviderCase.All.Single(p => p.Name == name);
            string[] urls =
            [
                "https://v1-kling.klingai.studio/download/a.mp4",
                "https://a.example/a.mp4?token=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjoxfQ.x",
            ];
            foreach (var url in urls)
            {
                using var offline = ServerHarness.Offline(
                    Environment(provider).With("USEAPI_EMAIL", "klingai.studio@download.example"),
                    _ => new(HttpStatusCode.OK) { Content = new StringContent(provider.Body(url: url)) });

                Assert.Contains(url, offline.Look(provider.Task).Text(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_part_of_a_key_given_as_a_task_id_is_refused_without_a_request()
    {
        var asked = 0;
        using var offline = ServerHarness.Offline(Canaries.ByVariable.ToDictionary(static v => v.Key, static v => (string?)v.Value), _ =>
        {
            asked++;
            return new(HttpStatusCode.NotFound);
        });
        foreach (var variable in (string[])["EZMODEL_API_KEY", "COMETAPI_API_KEY", "PIAPI_API_KEY"])
        {
            var part = Canaries.ByVariable[variable][3..];
            foreach (var id in new[] { part, part[..12], $"official:{part}", part.ToUpperInvariant() })
                Assert.StartsWith("invalid_input: this is a key", offline.Look(id).Text(), StringComparison.Ordinal);
        }

        Assert.Equal(0, asked);
    }

    private static ServerHarness Answering(ProviderCase provider, string body) =>
        ServerHarness.Offline(Environment(provider), _ => new(HttpStatusCode.OK) { Content = new StringContent(body) });

    /// <summary>Without these fields the body would not be about the task.</summary>
    private static bool MustStay(string name) => name is "id" or "task_id" or "status" or "task_status" or "status_name";

    private static Dictionary<string, string?> Environment(ProviderCase provider)
    {
        var environment = Canaries.ByVariable.ToDictionary(static v => v.Key, static v => (string?)v.Value);
        if (provider.Variables.Contains("KLING_SECRET_KEY")) environment.Remove("KLING_API_KEY");
        environment[provider.Descriptor.BaseVariable] = "https://host.invalid";
        return environment;
    }

    /// <summary>Documented bodies, each with one of its texts replaced, and the usual forms of an error.</summary>
    private static IEnumerable<Func<string, string>> Bodies(ProviderCase provider)
    {
        yield return static text => text;
        yield return static text => new JsonObject { ["code"] = text, ["message"] = text, ["error"] = text }.ToJsonString();
        yield return static text =>
            new JsonObject { ["error"] = new JsonObject { ["code"] = text, ["message"] = text, ["type"] = text } }.ToJsonString();
        foreach (var json in new[] { provider.Body(), provider.Body("failed"), provider.UnknownBody("reviewing") })
        {
            var places = Texts(JsonNode.Parse(json)!).Count();
            for (var i = 0; i < places; i++)
            {
                var place = i;
                yield return text =>
                {
                    var root = JsonNode.Parse(json)!;
                    Texts(root).ElementAt(place).ReplaceWith(text);
                    return root.ToJsonString();
                };
            }

            yield return text =>
            {
                var root = JsonNode.Parse(json)!;
                foreach (var place in Texts(root).Where(static p => !MustStay(p.GetPropertyName())).ToArray()) place.ReplaceWith(text);
                return root.ToJsonString();
            };
        }
    }

    private static IEnumerable<JsonValue> Texts(JsonNode node) => node switch
    {
        JsonObject members => members.Select(static m => m.Value).OfType<JsonNode>().SelectMany(Texts),
        JsonArray items => items.OfType<JsonNode>().SelectMany(Texts),
        JsonValue value when value.GetValueKind() is System.Text.Json.JsonValueKind.String => [value],
        _ => [],
    };
}
