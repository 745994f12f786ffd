using System.Globalization;
using System.Text.Json;
using KlingMcp.Cli;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary><c>doctor</c>: what it finds, and the line that it says to change.</summary>
public class DoctorTests
{
    [Fact]
    public async Task All_is_well_when_the_key_is_accepted()
    {
        await using var world = new ProviderWorld();

        var ran = await ProgramHarness.RunAsync(world.Environment("piapi"), "doctor");

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains(
            $"piapi: key from PIAPI_API_KEY accepted; {world.AddressOf("piapi")} answers (HTTP 404); balance 12.34 USD\n",
            ran.Output,
            StringComparison.Ordinal);
        Assert.Contains("goapi: no key in GOAPI_API_KEY\n", ran.Output, StringComparison.Ordinal);
        Assert.EndsWith("all is well\n", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_balance_is_shown_where_the_provider_tells_it()
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue(static (request, exchange) => request.Target.EndsWith("/account/info", StringComparison.Ordinal)
            ? exchange.SendAsync(200, """{"code":200,"data":{"name":"secret name","equivalent_in_usd":12.34},"message":"success"}""")
            : null);

        var text = await ProgramHarness.RunAsync(world.Environment("piapi"), "doctor");
        var json = await ProgramHarness.RunAsync(world.Environment("piapi"), "doctor", "--json");

        // The status is that of the trial, not that of the balance.
        Assert.Contains(" answers (HTTP 404); balance 12.34 USD\n", text.Output, StringComparison.Ordinal);
        Assert.EndsWith("all is well\n", text.Output, StringComparison.Ordinal);
        var piapi = ConfiguredIn(json.Output);
        Assert.Equal(("12.34 USD", 404), (piapi.GetProperty("balance").GetString(), piapi.GetProperty("http_status").GetInt32()));
        Assert.EndsWith("Z", piapi.GetProperty("as_of").GetString(), StringComparison.Ordinal);
        Assert.Equal((0, 0), (text.ExitCode, json.ExitCode));
        Assert.DoesNotContain("secret name", text.Output + json.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, """{"code":401,"message":"secret name"}""")]
    [InlineData(500, """{"code":500,"message":"secret name"}""")]
    [InlineData(200, "<html>secret name</html>")]
    public async Task A_balance_that_cannot_be_read_changes_neither_the_findings_nor_the_exit_code(int status, string body)
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue((request, exchange) => request.Target.EndsWith("/account/info", StringComparison.Ordinal)
            ? exchange.SendAsync(status, body)
            : null);

        var ran = await ProgramHarness.RunAsync(world.Environment("piapi"), "doctor", "--json");

        var piapi = ConfiguredIn(ran.Output);
        Assert.Equal(0, ran.ExitCode);
        Assert.Equal(("accepted", 404), (piapi.GetProperty("key").GetString(), piapi.GetProperty("http_status").GetInt32()));
        Assert.False(piapi.TryGetProperty("balance", out _));
        Assert.Contains(world.Requests, static r => r.Target.EndsWith("/account/info", StringComparison.Ordinal));
        Assert.DoesNotContain("secret name", ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_sandbox_all_is_well_and_the_last_line_names_the_sandbox()
    {
        var ran = await ProgramHarness.RunAsync(new Dictionary<string, string?> { ["KLING_MCP_SANDBOX"] = "1" }, "doctor");

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("this machine's clock is within a second of the provider's", ran.Output, StringComparison.Ordinal);
        Assert.EndsWith("in the sandbox: no provider was asked\n", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "piapi: auth, ", "PIAPI_API_KEY=…")]
    [InlineData(402, "piapi: insufficient_credit, ", "PIAPI_API_KEY at piapi")]
    [InlineData(302, "piapi: bad_response, ", "PIAPI_BASE_URL=https://api.piapi.ai")]
    public async Task A_refusal_of_a_provider_is_reported_with_the_line_to_change(int status, string what, string change)
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue((_, exchange) => exchange.SendAsync(status, "{}"));

        var ran = await ProgramHarness.RunAsync(world.Environment("piapi"), "doctor");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains($"! {what}", ran.Output, StringComparison.Ordinal);
        var line = Assert.Single(ran.Output.Split('\n'), static l => l.StartsWith("  change: ", StringComparison.Ordinal));
        Assert.Contains(change, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_clock_is_reported()
    {
        await using var world = new ProviderWorld();
        var theirs = TimeProvider.System.GetUtcNow().AddMinutes(10).ToString("r", CultureInfo.InvariantCulture);
        const string Body = """{"code":404,"message":"task not found"}""";
        world.Overrides.Enqueue((_, exchange) => exchange.SendAsync(404, Body, $"Date: {theirs}"));

        var ran = await ProgramHarness.RunAsync(world.Environment("piapi"), "doctor");

        Assert.Equal(1, ran.ExitCode);
        Assert.Matches("! this machine's clock is (5[0-9][0-9]|600) s behind that of piapi", ran.Output);
        Assert.Contains("change: set the clock", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PIAPI_BASE_URL", "http://127.0.0.1:9", "does not answer", "change: PIAPI_BASE_URL=https://api.piapi.ai")]
    [InlineData("KLING_ACCESS_KEY", "ak-0123456789", "KLING_SECRET_KEY is missing", "change: KLING_SECRET_KEY=…")]
    [InlineData("KLING_MCP_WAIT_SECONDS", "long", "! KLING_MCP_WAIT_SECONDS must be", "change: KLING_MCP_WAIT_SECONDS=…")]
    [InlineData("GOAPI_API_KEY", "${GOAPI_API_KEY}", "! GOAPI_API_KEY holds", "change: GOAPI_API_KEY=…")]
    [InlineData("GOAPI_BASE_URL", "<address>", "! GOAPI_BASE_URL holds the placeholder \"<address>\"", "change: GOAPI_BASE_URL=…")]
    [InlineData("GOAPI_API_KEY", "<canary-0123456789>", "! GOAPI_API_KEY holds a placeholder, so", "change: GOAPI_API_KEY=…")]
    [InlineData(
        "KLING_MCP_POLL_SECONDS", "'5'", "! KLING_MCP_POLL_SECONDS is in quotes", "change: KLING_MCP_POLL_SECONDS=… without quotes")]
    [InlineData("GOAPI_KEY", "x", "! GOAPI_KEY is set, but kling-mcp does not read it", "change: GOAPI_API_KEY=…")]
    [InlineData("KLING_MCP_WAIT_SECOND", "9", "! KLING_MCP_WAIT_SECOND is set", "change: KLING_MCP_WAIT_SECONDS=…")]
    [InlineData("KLINGAI_API_KEY", "x", "! KLINGAI_API_KEY is set", "change: KLING_API_KEY=…")]
    [InlineData("KLING_MCP_SANDBOX", "1", "PIAPI_API_KEY is set too", "change: KLING_MCP_SANDBOX=…, or remove it")]
    public async Task A_wrong_variable_is_reported_with_the_line_to_change(string variable, string value, string what, string change)
    {
        await using var world = new ProviderWorld();

        var ran = await ProgramHarness.RunAsync(world.Environment("piapi").With(variable, value), "doctor");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains(what, ran.Output, StringComparison.Ordinal);
        Assert.Contains(change, ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PIAPI_BASE_URL", "https://host.invalid/?key=KEY")]
    [InlineData("PIAPI_BASE_URL", "https://127.0.0.1:9/KEY")]
    [InlineData("PIAPI_BASE_URL", "https://user:KEY@host.invalid")]
    [InlineData("KLING_MCP_DEFAULT_PROVIDER", "KEY")]
    public async Task A_key_in_the_wrong_variable_is_not_shown(string variable, string value)
    {
        const string Key = "wXyZ93kfPq7Zx5tWbV";
        Dictionary<string, string?> environment = new()
        {
            ["PIAPI_API_KEY"] = Key,
            [variable] = value.Replace("KEY", Key, StringComparison.Ordinal),
        };

        var ran = await ProgramHarness.RunAsync(environment, "doctor");

        Assert.Contains(variable, ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[4..12], ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_resembles_its_own_words_removes_none_of_them()
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue((_, exchange) => exchange.SendAsync(404, """{"code":404,"message":"task not found"}"""));

        var ran = await ProgramHarness.RunAsync(
            world.Environment("piapi").With("PIAPI_API_KEY", "PIAPI_API_KEY-accepted-answers"), "doctor");

        Assert.Contains("piapi: key from PIAPI_API_KEY accepted; ", ran.Output, StringComparison.Ordinal);
        Assert.Contains(" answers (HTTP 404)\n", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_is_also_json()
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue((_, exchange) => exchange.SendAsync(401, "{}"));

        var ran = await ProgramHarness.RunAsync(world.Environment("piapi"), "doctor", "--json");

        var report = JsonElement.Parse(ran.Output);
        Assert.Equal(1, ran.ExitCode);
        Assert.False(report.GetProperty("ok").GetBoolean());
        Assert.Contains("PIAPI_API_KEY=…", report.GetProperty("findings")[0].GetProperty("change").GetString(), StringComparison.Ordinal);
        var piapi = ConfiguredIn(ran.Output);
        Assert.Equal(("refused", 401), (piapi.GetProperty("key").GetString(), piapi.GetProperty("http_status").GetInt32()));
        Assert.Contains(report.GetProperty("variables").EnumerateArray(), static v =>
            v.GetProperty("name").GetString() is "PIAPI_API_KEY" && !v.TryGetProperty("value", out _));
    }

    [Fact]
    public async Task Without_any_key_it_names_the_variables_to_set()
    {
        var ran = await ProgramHarness.RunAsync(new Dictionary<string, string?>(), "doctor");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("PIAPI_API_KEY=…", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.4, "within a second of")]
    [InlineData(-1, "within a second of")]
    [InlineData(90, "90 s behind")]
    [InlineData(-90, "90 s ahead of")]
    public void The_clock_is_described_from_this_machines_side(double theirsAhead, string text) =>
        Assert.Equal(text, ConfigurationCheck.Clock(TimeSpan.FromSeconds(theirsAhead)));

    [Theory]
    [InlineData("KLING_MCP_WAIT_SECONDS_EXTRA_LONG_NAME_OF_SOMETHING_ELSE")]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("DEFAULT_PROVIDER")]
    public void Variables_of_other_programs_are_not_reported(string name) =>
        Assert.Empty(ConfigurationCheck.OfMisspelled([name], [new("PIAPI_API_KEY", null), new("KLING_API_KEY", null)]));

    [Theory]
    [InlineData("REPLICATE_API_KEY", "REPLICATE_API_TOKEN")]
    [InlineData("FAL_API_KEY", "FAL_KEY")]
    [InlineData("PIAPI_KEY", "PIAPI_API_KEY")]
    [InlineData("KLING_MCP_WAIT_SECOND", "KLING_MCP_WAIT_SECONDS")]
    [InlineData("FALAI_API_KEY", "FAL_KEY")]
    [InlineData("KIEAI_API_KEY", "KIE_API_KEY")]
    [InlineData("AIMLAPI_KEY", "AIML_API_KEY")]
    public void Other_spellings_that_people_use_lead_to_the_variable_that_is_read(string set, string read)
    {
        Variable[] variables = [.. Settings.VariablesOf(ProviderCatalog.All).Select(static name => new Variable(name, null))];

        Assert.StartsWith($"{read}=", Assert.Single(ConfigurationCheck.OfMisspelled([set], variables)).Change, StringComparison.Ordinal);
    }

    private static JsonElement ConfiguredIn(string json) => JsonElement.Parse(json).GetProperty("providers").EnumerateArray()
        .Single(static p => p.GetProperty("configured").GetBoolean());
}
