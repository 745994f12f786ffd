using System.Collections.Concurrent;
using KlingMcp.Providers;
using KlingMcp.Tests.Faults;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Secrets;

/// <summary>The started program with a key for every provider, at log level Trace, with all requests recorded.</summary>
public class StartedSecretsTests
{
    /// <summary>A word of the provider's headers and bodies that is no key.</summary>
    private const string Marker = "marker7of7the7provider";

    private static readonly string[] ProxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

    [Theory]
    [InlineData("KLING_API_KEY")]
    [InlineData("KLING_SECRET_KEY")]
    public async Task Keys_go_only_to_their_own_provider_and_appear_in_no_answer_or_log_line(string official)
    {
        ConcurrentQueue<string> errors = new();
        await using var other = LoopbackServer.Answering(static _ => (200, "{}"));
        await using var proxy = LoopbackServer.Answering(static _ => (502, "{}"));
        var turn = 0;
        await using LoopbackServer server = new((request, exchange) =>
        {
            var echo = $"{Marker}; {string.Join("; ", request.Headers.Values.Append(request.Target)).Replace('"', '\'')}";
            return (Interlocked.Increment(ref turn) % 7) switch
            {
                0 => exchange.SendAsync(200, $$"""{"code":"{{echo}}","message":"{{echo}}","data":{"task_id":"1","status":"{{echo}}"} }"""),
                1 => exchange.SendAsync(307, echo, $"Location: {other.Address}/{Uri.EscapeDataString(echo)}"),
                2 => exchange.SendAsync(401, $$"""{"error":{"message":"{{echo}}","code":"{{echo}}"} }"""),
                3 => exchange.SendAsync(400, $$"""{"error":"{{echo}}"}"""),
                4 => SendAndCloseAsync(exchange, $"{echo}\r\n\r\n"),
                5 => exchange.SendAsync(500, $$"""{"code":1001,"message":"{{echo}}"}""", $"X-Echo: {echo}"),
                _ => exchange.SendAsync(200, $"<html>{echo}</html>", "Content-Type: text/html"),
            };
        });
        await using var client = await ProgramHarness.ConnectAsync(
            Environment(official, server.Address, proxy.Address), "2025-11-25", errors.Enqueue);

        List<string> answers = [];
        foreach (var provider in ProviderCase.All)
        {
            await AskAsync("get_kling_task", $$"""{"task_id":"{{provider.Provider}}:{{provider.Id}}","detail":"full"}""");
            await AskAsync("wait_for_kling_task", $$"""{"task_id":"{{provider.Provider}}:{{provider.Id}}","timeout_seconds":1}""");
        }

        await AskAsync(
            "get_kling_tasks", """{"task_ids":["842250903629086785","c16e5746-c46d-4287-9286-a06063c50a24","nonsense:1","../x"]}""");
        await AskAsync("get_kling_task", """{"task_id":5.5}""");
        foreach (var (variable, key) in Canaries.ByVariable)
        {
            if (official is "KLING_API_KEY" || variable is not "KLING_API_KEY")
                await AskAsync("get_kling_task", $$"""{"task_id":"{{key}}"}""");
        }

        await AskAsync("list_kling_providers", """{"verify":true}""");

        Assert.All(answers, static answer => Canaries.AreNotIn(answer));
        Assert.Contains(errors, static line => line.StartsWith("Trace", StringComparison.Ordinal));
        Assert.All(errors, static line => Canaries.AreNotIn(line));
        Assert.Contains(answers, static answer => answer.Contains(Marker, StringComparison.Ordinal));

        // The protocol's SDK logs the messages, so also the answers, which quote a provider.
        Assert.All(
            errors.Where(static line => line.Contains(Marker, StringComparison.Ordinal)),
            static line => Assert.StartsWith("Trace: ModelContextProtocol.", line, StringComparison.Ordinal));
        Assert.Empty(other.Requests);
        Assert.Empty(proxy.Requests);
        Assert.NotEmpty(server.Requests);
        Assert.All(server.Requests, static request => HasOnlyItsOwnKeys(request));

        async Task AskAsync(string tool, string arguments)
        {
            var result = await client.CallAsync(tool, arguments);
            answers.Add(result.Text());
            answers.Add(result.StructuredContent?.GetRawText() ?? "");
        }
    }

    [Theory]
    [InlineData(
        "get", "piapi:c16e5746-c46d-4287-9286-a06063c50a24", "official:842250903629086785", "useapi:1", "cometapi:842250903629086785",
        "--full")]
    [InlineData("wait", "ezmodel:842250903629086785", "--timeout", "1", "--json")]
    [InlineData("providers", "--verify")]
    [InlineData("doctor")]
    [InlineData("config")]
    public async Task No_command_prints_a_key(params string[] arguments)
    {
        await using LoopbackServer server = new((request, exchange) =>
        {
            var echo = string.Join("; ", request.Headers.Values.Append(request.Target)).Replace('"', '\'');
            var status = request.Target.Contains("piapi", StringComparison.Ordinal) ? 401 : 400;
            return exchange.SendAsync(status, $$"""{"code":"{{echo}}","message":"{{echo}}"}""");
        });

        var ran = await ProgramHarness.RunAsync(Environment("KLING_API_KEY", server.Address, "http://127.0.0.1:9"), arguments);

        Canaries.AreNotIn(ran.Output);
        Canaries.AreNotIn(ran.Error);
    }

    [Fact]
    public async Task A_proxy_gets_a_connect_request_without_keys()
    {
        await using var proxy = LoopbackServer.Answering(static _ => (502, "{}"));
        var environment = Environment("KLING_API_KEY", "https://kling.invalid", proxy.Address);
        await using var client = await ProgramHarness.ConnectAsync(environment, "2025-11-25");

        var result = await client.CallAsync("get_kling_task", """{"task_id":"useapi:123456789"}""");

        Assert.Equal("network", result.At("error.category"));
        Assert.NotEmpty(proxy.Requests);
        Assert.All(proxy.Requests, static request =>
        {
            Assert.Equal("CONNECT kling.invalid:443 HTTP/1.1", request.Line);
            Canaries.AreNotIn(string.Join(' ', request.Headers.Values));
        });
    }

    [Theory]
    [InlineData("KLING_API_KEY", "{0}é")]
    [InlineData("PIAPI_API_KEY", "{0} {0}")]
    [InlineData("USEAPI_EMAIL", "{0}\u200B")]
    [InlineData("PIAPI_BASE_URL", "https://user:{0}@host.example")]
    [InlineData("PIAPI_BASE_URL", "https://host.example/?key={0}")]
    [InlineData("PIAPI_BASE_URL", "http://host.example/{0}")]
    [InlineData("PIAPI_BASE_URL", "//\u202E/{0}")]
    [InlineData("KLING_MCP_DEFAULT_PROVIDER", "{0}")]
    [InlineData("KLING_MCP_LOG_LEVEL", "{0}")]
    [InlineData("KLING_MCP_WAIT_SECONDS", "{0}")]
    public void An_invalid_setting_is_named_without_its_value(string variable, string value)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, value, Canaries.ByVariable["PIAPI_API_KEY"]);

        var refused = Assert.Throws<SettingException>(() => Settings.Read(name => name == variable ? text : null, ProviderCatalog.All));

        Assert.Contains(variable, refused.Message, StringComparison.Ordinal);
        Canaries.AreNotIn(refused.ToString());
    }

    [Fact]
    public void Settings_do_not_print_keys()
    {
        var settings = Settings.Read(Canaries.ByVariable.GetValueOrDefault!, ProviderCatalog.All);

        Assert.All(ProviderCatalog.All, provider => Assert.True(
            settings.Accounts.Any(a => a.Provider == provider),
            $"Add a made-up key for {provider.Name} to tests/KlingMcp.Tests/Secrets/Canaries.cs."));
        Canaries.AreNotIn($"{settings} {string.Join(' ', settings.Accounts)}");
    }

    private static async Task SendAndCloseAsync(Exchange exchange, string text)
    {
        await exchange.RawAsync(System.Text.Encoding.UTF8.GetBytes(text));
        exchange.Close();
    }

    private static Dictionary<string, string?> Environment(string official, string address, string proxy)
    {
        var environment = Canaries.ByVariable.ToDictionary(static v => v.Key, static v => (string?)v.Value);
        if (official is "KLING_SECRET_KEY") environment.Remove("KLING_API_KEY");
        foreach (var provider in ProviderCatalog.All) environment[provider.BaseVariable] = $"{address}/{provider.Name}";
        foreach (var variable in ProxyVariables) environment[variable] = proxy;
        environment["NO_PROXY"] = environment["no_proxy"] = "";
        environment["KLING_MCP_LOG_LEVEL"] = "Trace";
        return environment;
    }

    /// <summary>The first segment of the path names the provider. The secret key itself is never sent.</summary>
    private static void HasOnlyItsOwnKeys(SeenRequest request)
    {
        var provider = ProviderCatalog.Find(request.Target.Split('/')[1])!;
        string[] own = [.. provider.Keys.SelectMany(static k => k.Variables), .. provider.OptionalVariables];
        var sent = $"{request.Line} {string.Join(' ', request.Headers.Values)}";
        Assert.All(Canaries.ByVariable.Where(v => !own.Contains(v.Key) || v.Key is "KLING_SECRET_KEY"), v =>
        {
            Assert.DoesNotContain(v.Value, sent, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Uri.EscapeDataString(v.Value), sent, StringComparison.OrdinalIgnoreCase);
        });
    }
}
