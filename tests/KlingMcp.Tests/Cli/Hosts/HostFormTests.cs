using System.Text;
using KlingMcp.Cli.Hosts;

namespace KlingMcp.Tests.Cli.Hosts;

/// <summary>The entry is added to a host's file as text: everything else stays byte for byte.</summary>
public class HostFormTests
{
    private const string Program = "/opt/kling mcp/kling-mcp";

    private static readonly ServerEntry Entry = new(Program, [], [new("PIAPI_API_KEY", null, IsSecret: true)]);

    public static TheoryData<string> Hosts => [.. HostCatalog.Names];

    public static TheoryData<string> JsonHosts => [.. HostCatalog.All.Where(static h => h.Form is JsonForm).Select(static h => h.Name)];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void The_entry_is_added_and_everything_else_is_kept(string host) =>
        Assert.Equal(HostSamples.Edited[host], Write(host, HostSamples.ByHost[host], Entry));

    [Theory]
    [MemberData(nameof(Hosts))]
    public void A_second_time_nothing_changes(string host) =>
        Assert.Equal(HostSamples.Edited[host], Write(host, HostSamples.Edited[host], Entry));

    [Theory]
    [MemberData(nameof(Hosts))]
    public void An_empty_file_gets_what_is_printed(string host)
    {
        var printed = HostCatalog.Find(host)!.Form.Print(Entry);

        Assert.Equal(printed, Write(host, "", Entry).TrimEnd());
        Assert.Equal(printed, Write(host, printed, Entry));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void The_written_entry_is_read_back(string host)
    {
        var found = HostCatalog.Find(host)!.Form.Read(Encoding.UTF8.GetBytes(HostSamples.Edited[host]));

        var own = Assert.Single(found, static s => s.IsOurs);
        Assert.Equal((ServerEntry.Name, Program), (own.Name, own.Command));
        Assert.Equal("PIAPI_API_KEY", Assert.Single(own.Variables.Keys.Concat(own.PassedOn)));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void An_existing_entry_gets_the_new_command_and_keeps_its_values(string host)
    {
        ServerEntry filled = new("/old/kling-mcp", ["--sandbox"], [new("PIAPI_API_KEY", "filled-in", IsSecret: true)]);
        var before = Write(host, HostSamples.ByHost[host], filled);

        var after = Write(host, before, Entry with { Variables = [.. Entry.Variables, new("KLING_MCP_WAIT_SECONDS", "30", false)] });

        var own = HostCatalog.Find(host)!.Form.Read(Encoding.UTF8.GetBytes(after)).Single(static s => s.IsOurs);
        Assert.Equal(Program, own.Command);
        Assert.Empty(own.Arguments);
        Assert.Equal(
            [("PIAPI_API_KEY", "filled-in"), ("KLING_MCP_WAIT_SECONDS", "30")], own.Variables.Select(static v => (v.Key, v.Value)));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void A_key_replaces_what_stands_there(string host)
    {
        ServerEntry with = new(Program, [], [new("PIAPI_API_KEY", "wXyZ\\93\"kf", IsSecret: true)]);

        var after = Write(host, HostSamples.Edited[host], with);

        var own = HostCatalog.Find(host)!.Form.Read(Encoding.UTF8.GetBytes(after)).Single(static s => s.IsOurs);
        Assert.Equal("wXyZ\\93\"kf", own.Variables["PIAPI_API_KEY"]);
    }

    [Theory]
    [InlineData("claude-desktop", "{ // a comment\n}")]
    [InlineData("claude-desktop", "{ \"a\": 1, }")]
    [InlineData("claude-code", "[]")]
    [InlineData("cursor", "{ \"mcpServers\": [] }")]
    [InlineData("cursor", "{ \"mcpServers\": {}, \"mcpServers\": {} }")]
    [InlineData("lmstudio", "{} {}")]
    [InlineData("windsurf", "{ \"mcpServers\": { \"kling\": { \"command\": \"other\" } } }")]
    [InlineData("vscode", "{ \"inputs\": {} }")]
    [InlineData("zed", "{")]
    [InlineData("codex", "{}")]
    [InlineData("codex", "mcp_servers = {}")]
    [InlineData("codex", "[mcp_servers.kling]\ncommand = \"other\"")]
    [InlineData("codex", "[mcp_servers]\nkling = { command = \"other\" }")]
    [InlineData("codex", "[a]\nb = 1\nb = 2")]
    public void What_cannot_be_edited_safely_is_refused(string host, string text) =>
        Assert.Throws<HostFileException>(() => Write(host, text, Entry));

    [Theory]
    [MemberData(nameof(JsonHosts))]
    public void A_byte_order_mark_is_kept(string host)
    {
        byte[] text = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(HostSamples.ByHost[host])];

        byte[] expected = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(HostSamples.Edited[host])];
        Assert.Equal(expected, HostCatalog.Find(host)!.Form.Write(text, Entry));
    }

    [Theory]
    [InlineData("[mcp_servers.kling]\ncommand = \"kling-mcp\" # mine\nenv = { A = \"1\" }\n[b]\nc = 1")]
    [InlineData("[mcp_servers.kling]\ncommand = \"kling-mcp\"\n\n[mcp_servers.kling.env]\nA = \"1\"")]
    [InlineData("[mcp_servers.\"kling\"]\r\ncommand = 'kling-mcp'\r\n# the end")]
    public void Codex_entries_in_other_layouts_are_updated(string text)
    {
        ServerEntry with = new(Program, ["--x"], [new("PIAPI_API_KEY", "k", IsSecret: true), new("GOAPI_API_KEY", null, IsSecret: true)]);

        var after = Write("codex", text, with);

        var own = Assert.Single(HostCatalog.Find("codex")!.Form.Read(Encoding.UTF8.GetBytes(after)));
        Assert.Equal((Program, "--x", "k"), (own.Command, Assert.Single(own.Arguments), own.Variables["PIAPI_API_KEY"]));
        Assert.Equal(["GOAPI_API_KEY"], own.PassedOn);
        Assert.Equal(text.Contains("A =", StringComparison.Ordinal), own.Variables.ContainsKey("A"));
        Assert.Equal(after, Write("codex", after, with));
    }

    [Theory]
    [InlineData(true, "/home/me/.dotnet/tools/kling-mcp")]
    [InlineData(true, @"C:\Users\me\.dotnet\tools\kling-mcp.exe")]
    [InlineData(true, "kling-mcp")]
    [InlineData(true, "dnx", "KlingMcp", "--yes")]
    [InlineData(true, "/usr/bin/dotnet", "dnx", "KlingMcp@0.1.0", "--yes")]
    [InlineData(true, "dotnet", "/src/artifacts/kling-mcp.dll")]
    [InlineData(false, "dotnet", "other.dll", "kling-mcp")]
    [InlineData(false, "npx", "kling-mcp")]
    [InlineData(false, "/home/me/kling-mcp/run.sh")]
    [InlineData(false, "dnx", "KlingMcpOther")]
    public void An_entry_is_ours_if_its_program_is(bool isOurs, string command, params string[] arguments) =>
        Assert.Equal(isOurs, new FoundServer("x", command, arguments, new Dictionary<string, string>(), []).IsOurs);

    private static string Write(string host, string text, ServerEntry entry) =>
        Encoding.UTF8.GetString(HostCatalog.Find(host)!.Form.Write(Encoding.UTF8.GetBytes(text), entry));
}
