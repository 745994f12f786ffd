using System.Runtime.Versioning;
using System.Text.Json;
using KlingMcp.Cli.Hosts;
using KlingMcp.Tests.Cli.Hosts;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary><c>doctor --host</c>: reads the host's file and starts the entry with the entry's own variables.</summary>
public sealed class HostDoctorTests : IDisposable
{
    private const string Key = "canary-0123456789";

    private readonly TemporaryFolder home = new();

    public static TheoryData<string> Hosts => [.. HostCatalog.Names];

    public void Dispose() => home.Dispose();

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task The_entry_that_config_wrote_is_found_and_its_key_is_tried(string host)
    {
        await using var world = new ProviderWorld();
        var environment = world.Environment("piapi").Concat(Home).ToDictionary();
        await ProgramHarness.RunAsync(environment, "config", host, "--write", "--with-keys");

        // the shell's own key must not be used
        var ran = await ProgramHarness.RunAsync(Home.With("PIAPI_API_KEY", "another"), "doctor", "--host", host);

        Assert.True(ran.ExitCode == 0, ran.Output + ran.Error);
        Assert.Contains("entry \"kling\"", ran.Output, StringComparison.Ordinal);
        Assert.Contains($"started as {ProgramHarness.Path}\n", ran.Output, StringComparison.Ordinal);
        Assert.Contains("piapi: key from PIAPI_API_KEY accepted; balance 12.34 USD\n", ran.Output, StringComparison.Ordinal);
        Assert.EndsWith("all is well\n", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", ran.Output + ran.Error, StringComparison.Ordinal);
        Assert.All(world.Requests, r => Assert.Equal(world.Environment("piapi")["PIAPI_API_KEY"], r.Headers["x-api-key"]));
    }

    [Fact]
    public async Task A_refused_key_is_a_finding()
    {
        await using var world = new ProviderWorld();
        world.Overrides.Enqueue((_, exchange) => exchange.SendAsync(401, "{}"));
        Write("", $$"""{"PIAPI_API_KEY": "{{Key}}", "PIAPI_BASE_URL": "{{world.AddressOf("piapi")}}"}""");

        var ran = await RunAsync();

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("! piapi: the key of PIAPI_API_KEY is refused\n  change: ", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"PIAPI_API_KEY": "your key"}""", "PIAPI_API_KEY holds the placeholder \"your key\"", "no provider has a key")]
    [InlineData("""{"PIAPI_KEY": "x"}""", "PIAPI_KEY is set, but kling-mcp does not read it", "PIAPI_API_KEY=…")]
    [InlineData("""{"KLING_MCP_WAIT_SECOND": "9"}""", "KLING_MCP_WAIT_SECOND is set", "change: KLING_MCP_WAIT_SECONDS=…")]
    [InlineData("""{"KLING_MCP_WAIT_SECONDS": "soon"}""", "Claude Desktop cannot start the entry", "KLING_MCP_WAIT_SECONDS must be")]
    public async Task What_is_wrong_in_the_entry_is_reported(string variables, string what, string more)
    {
        Write("", variables);

        var ran = await RunAsync();

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains(what, ran.Output, StringComparison.Ordinal);
        Assert.Contains(more, ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData("""{"mcpServers": {"kling": {"command": "SCRIPT"}}}""", "no entry of it starts kling-mcp")]
    [InlineData("""{"mcpServers": {"kling": {"command": "SCRIPT", "args": ["kling-mcp"]}}}""", "no entry of it starts kling-mcp")]
    [InlineData("""{"mcpServers": """, "line 1 is not JSON")]
    [InlineData(null, "does not exist")]
    public async Task A_file_without_our_entry_is_reported_and_no_other_program_is_started(string? text, string what)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the program that must not start is a shell script");
        var script = home.File("other", $"#!/bin/sh\ntouch {home.Root}/started\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        if (text is not null) home.File(Path, text.Replace("SCRIPT", script, StringComparison.Ordinal));

        var ran = await RunAsync();

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains(what, ran.Output, StringComparison.Ordinal);
        Assert.False(File.Exists($"{home.Root}/started"));
    }

    [Fact]
    public async Task A_key_on_the_command_line_is_struck_out()
    {
        Write($"\"--token={Key}\", \"{Key}\"", $$"""{"PIAPI_API_KEY": "{{Key}}", "PIAPI_BASE_URL": "http://127.0.0.1:9"}""");

        var ran = await RunAsync();

        Assert.Contains("--token=…", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_is_also_json()
    {
        Write("\"--sandbox\"", "{}");

        var ran = await ProgramHarness.RunAsync(Home, "doctor", "--host", "claude-desktop", "--json");

        var report = JsonElement.Parse(ran.Output);
        Assert.Equal(0, ran.ExitCode);
        Assert.True(report.GetProperty("ok").GetBoolean());
        Assert.True(report.GetProperty("sandbox").GetBoolean());
        Assert.Equal("kling", report.GetProperty("entry").GetString());
        Assert.All(
            report.GetProperty("providers").EnumerateArray(), static p => Assert.Equal("accepted", p.GetProperty("key").GetString()));
    }

    private static string Path { get; } = HostCatalog.Find("claude-desktop")!
        .FileOn(new(HostSystem.Current.Kind, "/", static _ => null)).TrimStart('/');

    private Dictionary<string, string?> Home => new()
    {
        ["HOME"] = home.Root,
        ["USERPROFILE"] = home.Root,
        ["APPDATA"] = System.IO.Path.Combine(home.Root, "AppData", "Roaming"),
        ["XDG_CONFIG_HOME"] = null,
        ["CODEX_HOME"] = null,
        ["CLAUDE_CONFIG_DIR"] = null,
    };

    private void Write(string arguments, string variables) => home.File(Path, $$"""
        {"mcpServers": {"kling": { "command": "{{ProgramHarness.Path}}", "args": [ {{arguments}} ], "env": {{variables}} } } }
        """);

    private Task<Ran> RunAsync() => ProgramHarness.RunAsync(Home, "doctor", "--host", "claude-desktop");
}
