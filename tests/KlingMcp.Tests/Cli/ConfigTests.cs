using System.Text.Json;
using System.Text.Json.Nodes;
using KlingMcp.Cli;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary><c>config</c>: prints an entry that can be pasted.</summary>
public class ConfigTests
{
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["PIAPI_API_KEY"] = "canary-0123456789",
        ["KLING_MCP_WAIT_SECONDS"] = "30",
        ["USEAPI_API_TOKEN"] = "${USEAPI_API_TOKEN}",
    };

    [Fact]
    public async Task The_entry_for_most_hosts_has_this_program_and_the_names_of_the_variables_that_are_set()
    {
        var ran = await ProgramHarness.RunAsync(Environment, "config");

        var server = JsonElement.Parse(ran.Output).GetProperty("mcpServers").GetProperty("kling");
        Assert.Equal(ProgramHarness.Path, server.GetProperty("command").GetString());
        Assert.Empty(server.GetProperty("args").EnumerateArray());
        Assert.Equal(
            [("PIAPI_API_KEY", "${PIAPI_API_KEY}"), ("KLING_MCP_WAIT_SECONDS", "${KLING_MCP_WAIT_SECONDS}")],
            server.GetProperty("env").EnumerateObject().Select(static v => (v.Name, v.Value.GetString())));
        Assert.DoesNotContain("canary", ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_are_included_only_on_request()
    {
        var ran = await ProgramHarness.RunAsync(Environment, "config", "--with-values");

        var variables = JsonElement.Parse(ran.Output).GetProperty("mcpServers").GetProperty("kling").GetProperty("env");
        Assert.Equal(["canary-0123456789", "30"], variables.EnumerateObject().Select(static v => v.Value.GetString()));
    }

    [Fact]
    public async Task The_entry_for_vs_code_prompts_for_the_values_and_hides_keys()
    {
        var ran = await ProgramHarness.RunAsync(Environment, "config", "vscode");

        var entry = JsonElement.Parse(ran.Output);
        var server = entry.GetProperty("servers").GetProperty("kling");
        Assert.Equal(("stdio", ProgramHarness.Path), (server.GetProperty("type").GetString(), server.GetProperty("command").GetString()));
        Assert.Equal(
            ["${input:piapi-api-key}", "${input:kling-mcp-wait-seconds}"],
            server.GetProperty("env").EnumerateObject().Select(static v => v.Value.GetString()));
        Assert.Equal(
            [("piapi-api-key", "promptString", true), ("kling-mcp-wait-seconds", "promptString", false)],
            entry.GetProperty("inputs").EnumerateArray().Select(static i =>
                (i.GetProperty("id").GetString(), i.GetProperty("type").GetString(), i.GetProperty("password").GetBoolean())));
        Assert.DoesNotContain("canary", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_printed_entry_starts_the_server()
    {
        var printed = await ProgramHarness.RunAsync(new Dictionary<string, string?>(), "config", "--sandbox");
        var server = JsonElement.Parse(printed.Output).GetProperty("mcpServers").GetProperty("kling");
        var arguments = server.GetProperty("args").EnumerateArray().Select(static a => a.GetString()!).ToArray();

        Assert.Equal(["--sandbox"], arguments);
        Assert.Empty(server.GetProperty("env").EnumerateObject());
        Assert.Equal(0, (await ProgramHarness.RunAsync(new Dictionary<string, string?>(), arguments)).ExitCode);
    }

    [Fact]
    public async Task Printed_placeholders_that_stay_count_as_not_set()
    {
        var printed = await ProgramHarness.RunAsync(new Dictionary<string, string?>(), "config");
        var variables = JsonNode.Parse(printed.Output)!["mcpServers"]!["kling"]!["env"]!.AsObject();

        var environment = variables.ToDictionary(static v => v.Key, static v => (string?)v.Value);
        var ran = await ProgramHarness.RunAsync(environment, "providers", "--json");

        Assert.NotEmpty(variables);
        Assert.DoesNotContain("\"configured\":true", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr/bin/dotnet", "/usr/bin/dotnet", "/opt/kling/kling-mcp.dll")]
    [InlineData("/opt/kling/kling-mcp", "/opt/kling/kling-mcp")]
    public void An_assembly_is_started_with_dotnet(string process, string command, params string[] arguments)
    {
        var own = Installation.Of(process, "/opt/kling");

        Assert.Equal(command, own.Command);
        Assert.Equal(arguments, own.Arguments);
    }
}
