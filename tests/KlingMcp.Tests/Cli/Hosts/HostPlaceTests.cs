using KlingMcp.Cli;
using KlingMcp.Cli.Hosts;

namespace KlingMcp.Tests.Cli.Hosts;

/// <summary>Where each host keeps its user-level file, and how it starts the program.</summary>
public class HostPlaceTests
{
    [Theory]
    [InlineData("claude-desktop", "Linux", "/home/me/.config/Claude/claude_desktop_config.json")]
    [InlineData("claude-desktop", "MacOs", "/home/me/Library/Application Support/Claude/claude_desktop_config.json")]
    [InlineData("claude-desktop", "Windows", "/roaming/Claude/claude_desktop_config.json")]
    [InlineData("claude-code", "Linux", "/home/me/.claude.json")]
    [InlineData("cursor", "MacOs", "/home/me/.cursor/mcp.json")]
    [InlineData("vscode", "Linux", "/home/me/.config/Code/User/mcp.json")]
    [InlineData("vscode", "MacOs", "/home/me/Library/Application Support/Code/User/mcp.json")]
    [InlineData("vscode", "Windows", "/roaming/Code/User/mcp.json")]
    [InlineData("windsurf", "Windows", "/home/me/.codeium/windsurf/mcp_config.json")]
    [InlineData("codex", "Linux", "/home/me/.codex/config.toml")]
    [InlineData("zed", "Linux", "/home/me/.config/zed/settings.json")]
    [InlineData("zed", "MacOs", "/home/me/.config/zed/settings.json")]
    [InlineData("zed", "Windows", "/roaming/Zed/settings.json")]
    [InlineData("lmstudio", "MacOs", "/home/me/.lmstudio/mcp.json")]
    public void The_file_is_where_the_host_keeps_it(string host, string system, string path)
    {
        var kind = Enum.Parse<SystemKind>(system);
        HostSystem on = new(kind, "/home/me", name => name is "APPDATA" && kind is SystemKind.Windows ? "/roaming" : null);

        Assert.Equal(path, HostCatalog.Find(host)!.FileOn(on).Replace('\\', '/'));
    }

    [Theory]
    [InlineData("codex", "CODEX_HOME", "/other/config.toml")]
    [InlineData("claude-code", "CLAUDE_CONFIG_DIR", "/other/.claude.json")]
    [InlineData("vscode", "XDG_CONFIG_HOME", "/other/Code/User/mcp.json")]
    public void The_variables_that_move_it_are_followed(string host, string variable, string path)
    {
        HostSystem on = new(SystemKind.Linux, "/home/me", name => name == variable ? "/other" : null);

        Assert.Equal(path, HostCatalog.Find(host)!.FileOn(on).Replace('\\', '/'));
    }

    [Fact]
    public void An_installed_tool_is_started_by_its_command()
    {
        using TemporaryFolder folder = new();
        var shim = folder.File("tools/kling-mcp");
        var program = folder.File("tools/.store/klingmcp/0.1.0/klingmcp.linux-x64/0.1.0/tools/any/linux-x64/kling-mcp");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the command has another name there");

        Assert.Equal(shim, Installation.Lasting(new(program, []), Path.GetDirectoryName(program)!, static _ => null).Command);
    }

    [Fact]
    public void A_package_that_was_run_without_being_installed_is_started_by_dnx()
    {
        using TemporaryFolder folder = new();
        folder.File("packages/klingmcp.any/0.1.0/klingmcp.any.nuspec");
        var dotnet = folder.File(OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var program = folder.File("packages/klingmcp.any/0.1.0/tools/net10.0/any/kling-mcp.dll");

        var lasting = Installation.Lasting(
            new("/x/dotnet", [program]), Path.GetDirectoryName(program)! + Path.DirectorySeparatorChar, static _ => null);
        var native = Installation.Lasting(
            new(program, []), Path.GetDirectoryName(program)!, name => name is "PATH" ? Path.GetDirectoryName(dotnet) : null);

        Assert.Equal(("/x/dotnet", "dnx KlingMcp --yes"), (lasting.Command, string.Join(' ', lasting.Arguments)));
        Assert.Equal((dotnet, "dnx KlingMcp --yes"), (native.Command, string.Join(' ', native.Arguments)));
    }
}
