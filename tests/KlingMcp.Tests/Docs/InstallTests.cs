using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KlingMcp.Cli.Hosts;

namespace KlingMcp.Tests.Docs;

/// <summary>The entries that people copy, and the links that install one, are entries of this program in the host's own form.</summary>
public partial class InstallTests
{
    private static readonly string[] Dnx = ["KlingMcp", "--yes"];

    [Theory]
    [InlineData(
        "Claude Desktop, Claude Code, Cursor, Windsurf, LM Studio", "claude-desktop", "claude-code", "cursor", "windsurf", "lmstudio")]
    [InlineData("VS Code", "vscode")]
    [InlineData("Codex", "codex")]
    [InlineData("Zed", "zed")]
    public void The_entry_to_copy_has_the_hosts_form(string heading, params string[] hosts)
    {
        var section = Pages.Text("docs/hosts.md").Split($"\n## {heading}\n")[1].Split("\n## ")[0];
        var entry = Block().Match(section).Groups[1].Value;

        Assert.All(hosts, host =>
        {
            var server = Assert.Single(HostCatalog.Find(host)!.Form.Read(Encoding.UTF8.GetBytes(entry)));
            Assert.True(server.IsOurs);
            Assert.Equal(("kling", "dnx", "PIAPI_API_KEY"), (server.Name, server.Command, Assert.Single(server.Variables.Keys)));
            Assert.Equal(Dnx, server.Arguments);
        });
    }

    [Fact]
    public void Every_host_has_a_row_with_its_file() => Assert.All(
        HostCatalog.All, static host => Assert.Contains($"| {host.Title} | ", Pages.Text("docs/hosts.md"), StringComparison.Ordinal));

    [Fact]
    public void The_link_for_vs_code_installs_the_entry_that_config_prints()
    {
        var query = QueryOf("vscode");
        var printed = Printed("vscode");

        AssertSame(printed["servers"]!["kling"], query["config"]);
        AssertSame(printed["inputs"], query["inputs"]);
    }

    [Fact]
    public void The_link_for_cursor_installs_the_entry_that_config_prints() => AssertSame(
        Printed("cursor")["mcpServers"]!["kling"], Encoding.UTF8.GetString(Convert.FromBase64String(QueryOf("cursor")["config"])));

    [Fact]
    public void The_public_address_stands_in_one_place() => Assert.Single(
        from page in Pages.All
        from line in Pages.Text(page).Split('\n')
        where line.Contains("OWNER/", StringComparison.Ordinal) && !page.EndsWith("CONTRIBUTING.md", StringComparison.Ordinal)
        select line);

    [Fact]
    public void The_readme_stays_short() => Assert.True(Pages.Readme.Split('\n').Length <= 172, "README.md has more than 170 lines");

    /// <summary>What <c>config HOST</c> prints for a program that <c>dnx</c> starts, with a place for one key.</summary>
    private static JsonNode Printed(string host) => JsonNode.Parse(HostCatalog.Find(host)!.Form.Print(
        new("dnx", Dnx, [new EntryVariable("PIAPI_API_KEY", Value: null, IsSecret: true)])))!;

    private static void AssertSame(JsonNode? expected, string json) =>
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(json)), $"{expected?.ToJsonString()}\n{json}");

    /// <summary>The query of a link at the end of the README.</summary>
    private static Dictionary<string, string> QueryOf(string link)
    {
        var address = Pages.Readme.Split('\n').Single(l => l.StartsWith($"[{link}]: ", StringComparison.Ordinal)).Split(' ')[1];
        var query = new Uri(address).Query.TrimStart('?').Split('&').Select(static p => p.Split('=', 2))
            .ToDictionary(static p => p[0], static p => Uri.UnescapeDataString(p[1]));
        Assert.Equal("kling", query["name"]);
        return query;
    }

    [GeneratedRegex(@"^```\w+\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
