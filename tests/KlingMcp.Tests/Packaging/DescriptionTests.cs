using System.Runtime.CompilerServices;
using System.Text.Json;
using KlingMcp.Tools;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Packaging;

/// <summary>What the packages tell a host of the settings and the tools is what the program reads and offers.</summary>
public class DescriptionTests
{
    private static readonly IReadOnlySet<string> Secrets =
        ProviderCatalog.All.SelectMany(static p => p.Keys.SelectMany(static k => k.Variables).Concat(p.OptionalVariables)).ToHashSet();

    private static readonly IReadOnlySet<string> Variables = VariablesRead();

    [Fact]
    public void The_tool_package_lists_every_setting_and_marks_the_keys_as_secret()
    {
        var package = Read("tool/server.json").GetProperty("packages")[0];
        var listed = package.GetProperty("environmentVariables").EnumerateArray().ToArray();

        Assert.Equal(Variables.Order(), listed.Select(NameOf).Order());
        Assert.Equal(Secrets.Order(), listed.Where(static v => v.GetProperty("isSecret").GetBoolean()).Select(NameOf).Order());
        Assert.All(listed, static v => Assert.False(v.GetProperty("isRequired").GetBoolean()));
        Assert.All(listed, static v => Assert.NotEmpty(v.GetProperty("description").GetString()!));
    }

    [Fact]
    public void The_bundle_asks_for_every_setting_and_hides_the_keys()
    {
        var manifest = Read("mcpb/manifest.json");
        var passedOn = manifest.GetProperty("server").GetProperty("mcp_config").GetProperty("env").EnumerateObject().ToArray();
        var asked = manifest.GetProperty("user_config").EnumerateObject().ToArray();

        Assert.Equal(Variables.Order(), passedOn.Select(static v => v.Name).Order());
        Assert.All(passedOn, static v => Assert.Equal($"${{user_config.{v.Name.ToLowerInvariant()}}}", v.Value.GetString()));
        Assert.Equal(Variables.Select(static v => v.ToLowerInvariant()).Order(), asked.Select(static a => a.Name).Order());
        Assert.Equal(Secrets.Select(static s => s.ToLowerInvariant()).Order(), asked.Where(static a => a.Value.GetProperty("sensitive").GetBoolean()).Select(static a => a.Name).Order());
        Assert.All(asked, static a => Assert.False(a.Value.GetProperty("required").GetBoolean()));
    }

    [Fact]
    public void The_bundle_lists_the_tools() => Assert.Equal(
        ToolDefinitions.All.Select(static t => t.Name),
        Read("mcpb/manifest.json").GetProperty("tools").EnumerateArray().Select(NameOf));

    [Theory]
    [InlineData("tool/server.json")]
    [InlineData("mcpb/manifest.json")]
    public void The_version_stands_in_one_place_only(string file) => Assert.Equal("__VERSION__", Read(file).GetProperty("version").GetString());

    private static string? NameOf(JsonElement named) => named.GetProperty("name").GetString();

    /// <summary>An optional variable is only read beside a key, so the keys' own are listed by the catalog.</summary>
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

    private static JsonElement Read(string file, [CallerFilePath] string here = "") =>
        JsonElement.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "packaging", file)));
}
