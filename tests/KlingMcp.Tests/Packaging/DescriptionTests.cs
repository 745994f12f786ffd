using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Packaging;

/// <summary>The descriptions in the packages list the variables, providers and tools that the program has.</summary>
public partial class DescriptionTests
{
    private const string ServerJson = "tool/server.json";
    private const string Manifest = "mcpb/manifest.json";
    private const string ToolReadme = "tool/README.md";

    /// <summary>Set for the program on Windows, which runs on the .NET runtime: no port for debuggers.</summary>
    private const string Diagnostics = "DOTNET_EnableDiagnostics";

    private static readonly IReadOnlySet<string> Secrets = ProviderCatalog.All.SelectMany(SecretsOf).ToHashSet();

    private static readonly IReadOnlySet<string> Variables = VariablesRead();

    public static TheoryData<string> Providers => [.. ProviderCatalog.All.Select(static p => p.Name)];

    [Fact]
    public void The_tool_package_lists_every_variable_and_marks_the_keys_as_secret()
    {
        var listed = Read(ServerJson).GetProperty("packages")[0].GetProperty("environmentVariables").EnumerateArray().ToArray();

        AssertSame(Variables, listed.Select(NameOf), ServerJson, "environmentVariables");
        AssertSame(Secrets, listed.Where(static v => IsTrue(v, "isSecret")).Select(NameOf), ServerJson, "the variables with isSecret true");
        Assert.All(listed, static v => Assert.False(IsTrue(v, "isRequired")));
        Assert.All(listed, static v => Assert.NotEmpty(v.GetProperty("description").GetString()!));
    }

    /// <summary>The first dialog has the keys, and the folder where files are saved; all else has a default that serves.</summary>
    [Fact]
    public void The_bundle_asks_only_for_the_keys_and_the_folder_and_hides_the_keys()
    {
        var set = Read(Manifest).GetProperty("server").GetProperty("mcp_config").GetProperty("env").EnumerateObject().ToArray();
        var passedOn = set.Where(static v => v.Name != Diagnostics).ToArray();
        var asked = Read(Manifest).GetProperty("user_config").EnumerateObject().ToArray();
        var hidden = asked.Where(static a => IsTrue(a.Value, "sensitive")).Select(static a => a.Name);
        string[] wanted = [.. Secrets, .. Variables.Where(static v => v is "KLING_MCP_SAVE_DIR")];

        Assert.Single(set, static v => v.Name == Diagnostics && v.Value.GetString() == "0");
        AssertSame(wanted, passedOn.Select(static v => v.Name), Manifest, "server.mcp_config.env");
        AssertSame(wanted.Select(Lower), asked.Select(static a => a.Name), Manifest, "user_config");
        AssertSame(Secrets.Select(Lower), hidden, Manifest, "the entries of user_config with sensitive true");
        Assert.All(passedOn, static v => Assert.Equal($"${{user_config.{Lower(v.Name)}}}", v.Value.GetString()));
        Assert.All(asked, static a => Assert.False(IsTrue(a.Value, "required")));
    }

    [Fact]
    public void The_bundle_lists_the_tools()
    {
        var listed = Read(Manifest).GetProperty("tools").EnumerateArray().ToArray();

        AssertSame(ToolList.Names, listed.Select(NameOf), Manifest, "tools");
        Assert.All(listed, static t => Assert.NotEmpty(t.GetProperty("description").GetString()!));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void The_readme_of_the_tool_package_has_a_row_with_the_keys_of_a_provider(string name)
    {
        var provider = ProviderCatalog.Find(name)!;
        var keys = provider.Keys.SelectMany(static k => k.Variables).ToArray();
        var rows = ReadText(ToolReadme).Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal));

        Assert.True(
            rows.Any(row => keys.All(key => row.Contains($"`{key}`", StringComparison.Ordinal))),
            $"Add a row for {name} to the table in packaging/{ToolReadme}, with {string.Join(", ", keys)} in backticks.");
    }

    [Fact]
    public void The_readme_of_the_tool_package_names_every_tool() => Assert.All(
        ToolList.Names,
        static tool => Assert.True(
            ReadText(ToolReadme).Contains($"`{tool}`", StringComparison.Ordinal),
            $"Add `{tool}` to the list of tools in packaging/{ToolReadme}."));

    [Theory]
    [InlineData("packaging/tool/server.json")]
    [InlineData("packaging/mcpb/manifest.json")]
    [InlineData("packaging/tool/README.md")]
    [InlineData("src/KlingMcp/KlingMcp.csproj")]
    public void No_description_counts_the_providers(string file)
    {
        var counted = CountOfProviders().Match(File.ReadAllText(Path.Combine(Root(), file)));

        Assert.False(counted.Success, $"{file} says \"{counted.Value}\", which a new provider makes wrong: leave the number out.");
    }

    [Theory]
    [InlineData(ServerJson)]
    [InlineData(Manifest)]
    public void The_version_is_filled_in_by_the_build(string file) =>
        Assert.Equal("__VERSION__", Read(file).GetProperty("version").GetString());

    private static void AssertSame(IEnumerable<string?> expected, IEnumerable<string?> actual, string file, string place)
    {
        string?[] missing = [.. expected.Except(actual)];
        string?[] unknown = [.. actual.Except(expected)];

        Assert.True(missing is [], $"Add {string.Join(", ", missing)} to packaging/{file}, in {place}.");
        Assert.True(unknown is [], $"Remove {string.Join(", ", unknown)} from packaging/{file}, in {place}.");
    }

    private static IEnumerable<string> SecretsOf(ProviderDescriptor provider) =>
        provider.Keys.SelectMany(static k => k.Variables).Concat(provider.OptionalVariables);

    /// <summary>Every variable that the settings read. Optional ones are only read beside a key, so they come from the catalog.</summary>
    private static HashSet<string> VariablesRead()
    {
        HashSet<string> names = [.. Secrets];
        Settings.Read(
            name =>
            {
                names.Add(name);
                return null;
            },
            ProviderCatalog.All);
        return names;
    }

    private static string? NameOf(JsonElement named) => named.GetProperty("name").GetString();

    private static bool IsTrue(JsonElement element, string member) => element.GetProperty(member).GetBoolean();

    private static string Lower(string variable) => variable.ToLowerInvariant();

    private static JsonElement Read(string file) => JsonElement.Parse(ReadText(file));

    private static string ReadText(string file) => File.ReadAllText(Path.Combine(Root(), "packaging", file));

    private static string Root([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..");

    [GeneratedRegex(@"\b(\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen) providers\b", RegexOptions.IgnoreCase)]
    private static partial Regex CountOfProviders();
}
