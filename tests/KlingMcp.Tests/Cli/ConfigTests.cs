using System.Runtime.Versioning;
using System.Text.Json;
using KlingMcp.Cli;
using KlingMcp.Cli.Hosts;
using KlingMcp.Tests.Cli.Hosts;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary><c>config</c> through the started program: what is printed, and what is written where.</summary>
public sealed class ConfigTests : IDisposable
{
    private const string Key = "canary-0123456789";
    private const string ClaudeCode = ".claude.json";

    private readonly TemporaryFolder home = new();

    public static TheoryData<string> Hosts => [.. HostCatalog.Names];

    public void Dispose() => home.Dispose();

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task The_printed_entry_has_this_program_and_no_key(string host)
    {
        var ran = await RunAsync("config", host);

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains(ProgramHarness.Path, ran.Output, StringComparison.Ordinal);
        Assert.Contains("PIAPI_API_KEY", ran.Output, StringComparison.Ordinal);
        Assert.Contains("KLING_MCP_WAIT_SECONDS", ran.Output, StringComparison.Ordinal);
        Assert.Contains($"This belongs in {home.Root}", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("USEAPI", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task The_entry_is_written_into_the_hosts_file_and_the_old_file_is_kept(string host)
    {
        var path = HostCatalog.Find(host)!.FileOn(new(HostSystem.Current.Kind, home.Root, static _ => null));
        home.File(path, HostSamples.ByHost[host]);

        var first = await RunAsync("config", host, "--write");
        var written = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var second = await RunAsync("config", host, "--write");

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Contains(path, first.Output, StringComparison.Ordinal);
        Assert.Contains(ProgramHarness.Path, written, StringComparison.Ordinal);
        Assert.Equal(HostSamples.ByHost[host], await File.ReadAllTextAsync($"{path}.bak", TestContext.Current.CancellationToken));
        Assert.Contains("has the entry already", second.Output, StringComparison.Ordinal);
        Assert.Equal(written, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(Key, written + first.Output + first.Error, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Keys_are_written_only_on_request_and_only_the_user_can_read_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no mode there");
        var path = home.File(ClaudeCode, "{}");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        var ran = await RunAsync("config", "claude-code", "--write", "--with-keys");

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains(Key, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, ran.Output + ran.Error, StringComparison.Ordinal);
        foreach (var file in (string[])[path, $"{path}.bak"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Keys_are_not_written_into_a_git_work_tree()
    {
        home.File(".git", "gitdir: elsewhere");
        var path = home.File(ClaudeCode, "{}");

        var ran = await RunAsync("config", "claude-code", "--write", "--with-keys");
        var without = await RunAsync("config", "claude-code", "--write");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains("Git work tree", ran.Error, StringComparison.Ordinal);
        Assert.Equal(0, without.ExitCode);
        Assert.DoesNotContain(Key, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_link_is_followed_and_the_mode_is_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        var target = home.File("dotfiles/claude.json", "{}");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(target, Mode);
        File.CreateSymbolicLink(Path.Combine(home.Root, ClaudeCode), "dotfiles/claude.json");

        var ran = await RunAsync("config", "claude-code", "--write");

        Assert.Equal(0, ran.ExitCode);
        Assert.Equal("dotfiles/claude.json", new FileInfo(Path.Combine(home.Root, ClaudeCode)).LinkTarget);
        Assert.Contains("kling", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(Mode, File.GetUnixFileMode(target));
        var files = Directory.GetFiles(Path.GetDirectoryName(target)!).Select(Path.GetFileName);
        Assert.Equal(["claude.json", "claude.json.bak"], files.Order());
    }

    [Fact]
    public async Task A_file_that_does_not_parse_is_left_alone()
    {
        var path = home.File(ClaudeCode, "{ \"a\": }");

        var ran = await RunAsync("config", "claude-code", "--write");

        Assert.Equal((1, ""), (ran.ExitCode, ran.Output));
        Assert.Contains("line 1 is not JSON", ran.Error, StringComparison.Ordinal);
        Assert.Equal("{ \"a\": }", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(home.Root));
    }

    [Fact]
    public async Task Without_any_key_the_entry_has_a_place_for_that_of_the_named_provider()
    {
        var ran = await ProgramHarness.RunAsync(Environment.With("PIAPI_API_KEY", null), "config", "zed", "--provider", "fal");

        var server = JsonElement.Parse(ran.Output).GetProperty("context_servers").GetProperty("kling");
        Assert.Equal("your key", server.GetProperty("env").GetProperty("FAL_KEY").GetString());
        Assert.Contains("has a place for FAL_KEY", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_printed_entry_starts_the_server()
    {
        var printed = await RunAsync("config", "claude-desktop", "--sandbox");
        var server = JsonElement.Parse(printed.Output).GetProperty("mcpServers").GetProperty("kling");
        var arguments = server.GetProperty("args").EnumerateArray().Select(static a => a.GetString()!).ToArray();

        Assert.Equal(["--sandbox"], arguments);
        Assert.Equal(0, (await ProgramHarness.RunAsync(new Dictionary<string, string?>(), arguments)).ExitCode);
    }

    [Theory]
    [InlineData("cursr", "Did you mean cursor?")]
    [InlineData("emacs", "Known: claude-desktop, claude-code, cursor")]
    public async Task An_unknown_host_is_refused_with_the_known_ones(string host, string message)
    {
        var ran = await RunAsync("config", host);

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
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

    private Dictionary<string, string?> Environment => new()
    {
        ["HOME"] = home.Root,
        ["USERPROFILE"] = home.Root,
        ["APPDATA"] = Path.Combine(home.Root, "AppData", "Roaming"),
        ["XDG_CONFIG_HOME"] = null,
        ["CODEX_HOME"] = null,
        ["CLAUDE_CONFIG_DIR"] = null,
        ["PIAPI_API_KEY"] = Key,
        ["KLING_MCP_WAIT_SECONDS"] = "30",
        ["USEAPI_API_TOKEN"] = "${USEAPI_API_TOKEN}",
    };

    private Task<Ran> RunAsync(params string[] arguments) => ProgramHarness.RunAsync(Environment, arguments);
}
