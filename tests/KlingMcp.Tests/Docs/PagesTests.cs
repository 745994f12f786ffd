using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Lookups;
using KlingMcp.Providers;
using Microsoft.Extensions.Logging;

namespace KlingMcp.Tests.Docs;

/// <summary>
/// The pages name the program's tools, providers, variables with their defaults, kinds and version, and no others. Links have a target, and
/// JSON is valid. The names come from the code.
/// </summary>
public partial class PagesTests
{
    /// <summary>Variables that the settings do not read, but the tests or the program before it reads the settings.</summary>
    private static readonly IReadOnlyList<string> ReadElsewhere =
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(Pages.Root, "tests"), "*.cs", SearchOption.AllDirectories)
           where Path.GetFileName(Path.GetDirectoryName(file)) != "Docs"
           from literal in Literal().Matches(File.ReadAllText(file))
           select literal.Groups[1].Value,
    ];

    public static TheoryData<string> ProviderNames => [.. Pages.Providers.Select(static p => p.Name)];

    public static TheoryData<string> PageNames => [.. Pages.All];

    [Fact]
    public void Tools_variables_and_pages_are_found()
    {
        Assert.NotEmpty(Pages.Tools);
        Assert.Contains("KLING_MCP_WAIT_SECONDS", Pages.Variables);
        Assert.Subset(Pages.Variables.ToHashSet(), Pages.Providers.SelectMany(Pages.VariablesOf).ToHashSet());
        Assert.Contains("README.md", Pages.All);
        Assert.Contains("docs/providers/piapi.md", Pages.All);
    }

    [Fact]
    public void Every_test_that_the_page_about_security_names_is_there()
    {
        var named = TestInTable().Matches(Pages.Text("SECURITY.md")).Select(static m => m.Groups[1].Value).ToArray();

        Assert.True(named.Length > 30, $"only {named.Length} tests are named");
        Assert.All(named, static name => Assert.True(
            Directory.EnumerateDirectories(Path.Combine(Pages.Root, "tests"))
                .Select(project => Path.Combine(project, name))
                .Any(static path => File.Exists($"{path}.cs") || (path.EndsWith('/') && Directory.Exists(path))),
            $"{name} is not in tests/"));
    }

    [Fact]
    public void The_readme_names_every_tool_provider_and_variable() => Assert.All(
        [.. Pages.Tools, .. Pages.Providers.Select(static p => p.Name), .. Pages.Variables],
        static name => Assert.True(Pages.Readme.Contains($"`{name}`", StringComparison.Ordinal), $"Add `{name}` to a table in README.md."));

    [Theory]
    [MemberData(nameof(ProviderNames))]
    public void The_readme_has_a_row_for_each_provider_with_its_variables_and_address(string name)
    {
        var provider = ProviderCatalog.Find(name)!;

        var row = RowOf(name);

        Assert.All(Pages.VariablesOf(provider), variable => Assert.Contains($"`{variable}`", row, StringComparison.Ordinal));
        Assert.Contains($" {provider.DefaultAddress} ", row, StringComparison.Ordinal);
        Assert.Contains($"(docs/providers/{name}.md)", row, StringComparison.Ordinal);
    }

    [Fact]
    public void The_readme_states_the_programs_defaults()
    {
        States("KLING_MCP_WAIT_SECONDS", new WaitOptions().DefaultWait);
        States("KLING_MCP_MAX_WAIT_SECONDS", new WaitOptions().LongestWait);
        States("KLING_MCP_HTTP_TIMEOUT_SECONDS", new HttpOptions().AttemptTimeout);
        Assert.Contains("| `Warning` |", RowOf("KLING_MCP_LOG_LEVEL"), StringComparison.Ordinal);

        static void States(string variable, TimeSpan value) =>
            Assert.Contains($"| {value.TotalSeconds}, ", RowOf(variable), StringComparison.Ordinal);
    }

    [Fact]
    public void The_readme_explains_every_category_and_status() => Assert.All(
        [.. Enum.GetValues<FaultCategory>().Select(static c => c.Word), .. Enum.GetValues<KlingTaskStatus>().Select(static s => s.Word)],
        static word => Assert.Contains($"`{word}`", Pages.Readme, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(PageNames))]
    public void A_page_names_only_variables_that_are_read(string page) => Assert.Empty(
        VariablesIn(Pages.Text(page)).Except(Pages.Variables).Except(ReadElsewhere));

    [Fact]
    public void The_example_lists_every_variable_and_no_other()
    {
        var example = Example();

        string[] missing = [.. Pages.Variables.Except(example.Keys).Select(static v => $"\"{v}\": \"{DefaultOf(v)}\"")];
        string[] unknown = [.. example.Keys.Except(Pages.Variables)];

        Assert.True(missing is [], $"Add to \"env\" in mcp.json.example: {string.Join(", ", missing)}");
        Assert.True(unknown is [], $"Remove from \"env\" in mcp.json.example, the program does not read it: {string.Join(", ", unknown)}");
    }

    [Fact]
    public void The_example_is_valid_as_it_is_and_changes_no_default()
    {
        var example = Example();

        var settings = Settings.Read(name => example.GetValueOrDefault(name), ProviderCatalog.All);

        Assert.Empty(settings.Accounts);
        Assert.Equal(new WaitOptions(), settings.Waiting);
        Assert.Equal(new HttpOptions(), settings.Http);
        Assert.Equal(LogLevel.Warning, settings.LogLevel);
        Assert.All(ProviderCatalog.All, provider => Assert.True(
            example.GetValueOrDefault(provider.BaseVariable) == provider.DefaultAddress,
            $"Write \"{provider.BaseVariable}\": \"{provider.DefaultAddress}\" into \"env\" in mcp.json.example"));
    }

    [Theory]
    [MemberData(nameof(ProviderNames))]
    public void Each_provider_has_a_page_with_its_variables_address_and_kinds(string name)
    {
        var provider = ProviderCatalog.Find(name)!;
        var path = $"docs/providers/{name}.md";
        Assert.True(
            File.Exists(Path.Combine(Pages.Root, path)), $"Write {path}: key, address, ids, what is special, links, typical errors.");

        var page = Pages.Text(path);
        Assert.Contains($"# {name}: ", page, StringComparison.Ordinal);
        Assert.Contains($"{provider.DefaultAddress}", page, StringComparison.Ordinal);
        Assert.All(Pages.VariablesOf(provider), variable => Assert.Contains($"`{variable}`", page, StringComparison.Ordinal));
        var kinds = page + (page.Contains("(official.md)", StringComparison.Ordinal) ? Pages.Text("docs/providers/official.md") : "");
        Assert.All(
            provider.Keys.SelectMany(static k => k.Api.Kinds),
            kind => Assert.Contains($"`{kind}`", kinds, StringComparison.Ordinal));
    }

    [Fact]
    public void The_changelog_has_the_current_version() =>
        Assert.Matches($@"(?m)^## {Regex.Escape(ProductName.Version)}\b", Pages.Text("CHANGELOG.md"));

    [Theory]
    [MemberData(nameof(PageNames))]
    public void Every_link_within_the_repository_has_a_target(string page) => Assert.Empty(
        from link in Link().Matches(WithoutBlocks(Pages.Text(page))).Select(static match => match.Groups["to"].Value)
        where !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal)
        where !LeadsSomewhere(page, link)
        select link);

    [Theory]
    [MemberData(nameof(PageNames))]
    public void Every_json_example_is_valid(string page) => Assert.All(
        JsonBlock().Matches(Pages.Text(page)).Select(static match => match.Groups[1].Value),
        static shown => JsonNode.Parse(shown.TrimStart().StartsWith('"') ? $"{{{shown}}}" : shown));

    /// <summary>The table row whose first cell is this name.</summary>
    private static string RowOf(string name)
    {
        string[] rows =
        [
            .. from line in Pages.Readme.Split('\n')
               where line.StartsWith($"| `{name}` |", StringComparison.Ordinal)
                   || line.StartsWith($"| [`{name}`]", StringComparison.Ordinal)
               select line,
        ];
        Assert.True(rows.Length == 1, $"Write one row for `{name}` in the tables of README.md; there are {rows.Length}.");
        return rows[0];
    }

    /// <summary>What the example should hold for a variable: the base address of a provider, otherwise a blank value.</summary>
    private static string DefaultOf(string variable) =>
        ProviderCatalog.All.FirstOrDefault(p => p.BaseVariable == variable)?.DefaultAddress ?? "";

    private static Dictionary<string, string> Example()
    {
        using var example = JsonDocument.Parse(Pages.Text("mcp.json.example"));
        var server = Assert.Single(example.RootElement.GetProperty("mcpServers").EnumerateObject()).Value;
        return server.GetProperty("env").EnumerateObject().ToDictionary(static v => v.Name, static v => v.Value.GetString()!);
    }

    private static bool LeadsSomewhere(string page, string link)
    {
        var parts = link.Split('#', 2);
        var target = parts[0].Length == 0
            ? page
            : Path.GetRelativePath(Pages.Root, Path.Combine(Pages.Root, Path.GetDirectoryName(page)!, parts[0]));
        if (!Path.Exists(Path.Combine(Pages.Root, target))) return false;

        return parts is [_] || Heading().Matches(Pages.Text(target)).Any(heading => Anchor(heading.Groups[1].Value) == parts[1]);
    }

    /// <summary>The anchor that a heading gets.</summary>
    private static string Anchor(string heading) => NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutBlocks(string page) => Block().Replace(page, "");

    /// <summary>The words that look like variables of the server or of a provider.</summary>
    private static IEnumerable<string> VariablesIn(string text)
    {
        var prefixes = Pages.Providers.SelectMany(Pages.VariablesOf).Select(static v => v.Split('_')[0] + "_").Append("KLING_").ToHashSet();
        return Variable().Matches(text).Select(static m => m.Value).Where(
            v => prefixes.Any(p => v.StartsWith(p, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\b[A-Z]+_[A-Z_]*[A-Z]\b")]
    private static partial Regex Variable();

    [GeneratedRegex(@"""(KLING_MCP_[A-Z_]+)""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\]\((?<to>[^()\s]+)\)|(?:src|href)=""(?<to>[^""]+)""")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"^```json\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>A folder and a class of tests, or a folder.</summary>
    [GeneratedRegex("`([A-Z]\\w+/[\\w/]*|ServerSettingsTests)`")]
    private static partial Regex TestInTable();
}
