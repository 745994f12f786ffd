using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Tools;

/// <summary>
/// The tool definitions as a client receives them. Each has a snapshot beside this file, so that a change shows in review; the other tests
/// are rules that make a definition usable for every host.
/// </summary>
public class ToolListTests
{
    private const string Accept = "KLING_MCP_ACCEPT_SNAPSHOTS";

    private static readonly string[] InOrder =
    [
        "get_kling_task", "wait_for_kling_task", "get_kling_tasks", "wait_for_kling_tasks", "list_kling_tasks",
        "save_kling_outputs", "list_kling_providers",
    ];

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> Names => [.. InOrder];

    public static TheoryData<string> Versions => ["2024-11-05", "2025-11-25", "2026-07-28"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_definition_equals_its_snapshot(string name)
    {
        var told = (await ToolsAsync()).Single(tool => (string?)tool["name"] == name).ToJsonString(Pretty) + "\n";
        var file = Path.Combine(Snapshots(), $"{name}.json");
        if (Environment.GetEnvironmentVariable(Accept) is "1")
            await File.WriteAllTextAsync(file, told, TestContext.Current.CancellationToken);

        var accepted = File.Exists(file) ? await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) : "";
        Assert.True(
            told == accepted,
            $"{name} differs from its snapshot. To accept it, run the tests with {Accept}=1 and commit the file. It is now:\n{told}");
    }

    [Fact]
    public void Each_snapshot_belongs_to_a_tool() =>
        Assert.Equal(
            InOrder.Order(), Directory.EnumerateFiles(Snapshots()).Select(static file => Path.GetFileNameWithoutExtension(file)).Order());

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_tools_are_the_same_in_every_version_of_the_protocol(string version)
    {
        var (newest, tools) = (await ToolsAsync(), await ToolsAsync(version));

        Assert.Equal(InOrder, tools.Select(static tool => (string?)tool["name"]));
        Assert.Equal(newest.Select(static tool => tool.ToJsonString()), tools.Select(static tool => tool.ToJsonString()));
    }

    [Fact]
    public async Task Every_tool_has_a_title_and_all_four_hints() => Assert.All(await ToolsAsync(), static tool =>
    {
        Assert.NotEmpty((string)tool["title"]!);
        Assert.NotEmpty((string)tool["description"]!);
        JsonObject hints = new()
        {
            ["readOnlyHint"] = (string?)tool["name"] != "save_kling_outputs",
            ["destructiveHint"] = false,
            ["idempotentHint"] = true,
            ["openWorldHint"] = true,
        };
        Assert.True(JsonNode.DeepEquals(hints, tool["annotations"]), $"{tool["name"]}: {tool["annotations"]?.ToJsonString()}");
    });

    [Fact]
    public async Task Inputs_forbid_unknown_arguments_and_outputs_require_no_field() => Assert.All(await ToolsAsync(), static tool =>
    {
        Assert.Equal("false", tool["inputSchema"]!["additionalProperties"]!.ToJsonString());
        Assert.Equal("object", (string?)tool["outputSchema"]!["type"]);
        Assert.Null(tool["outputSchema"]!["required"]);
        Assert.NotNull(tool["outputSchema"]!["properties"]!["error"]);
    });

    [Fact]
    public async Task No_schema_uses_keywords_that_some_hosts_do_not_understand() => Assert.All(await ToolsAsync(), static tool =>
        Assert.All(Objects(tool), static schema =>
        {
            Assert.DoesNotContain(schema, static member => member.Key is "anyOf" or "oneOf" or "allOf" or "$ref" or "$defs");
            Assert.False(schema["type"] is JsonArray, schema.ToJsonString());
        }));

    [Fact]
    public async Task The_provider_argument_allows_every_provider()
    {
        var tools = await ToolsAsync();

        Assert.Equal(
            ProviderCatalog.All.Select(static provider => provider.Name),
            tools[0]["inputSchema"]!["properties"]!["provider"]!["enum"]!.AsArray().Select(static name => (string)name!));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_list_may_be_cached_for_an_hour_by_anyone(string version)
    {
        await using var session = await ServerHarness.StartAsync(new Dictionary<string, string?>(), protocol: version);

        var list = await session.Client.ListToolsAsync(new ListToolsRequestParams(), TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromHours(1), list.TimeToLive);
        Assert.Equal(CacheScope.Public, list.CacheScope);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_instructions_say_to_wait_to_keep_the_reference_and_never_to_resubmit(string version)
    {
        await using var session = await ServerHarness.StartAsync(new Dictionary<string, string?>(), protocol: version);

        var instructions = session.Client.ServerInstructions;

        Assert.Contains("call wait_for_kling_task", instructions, StringComparison.Ordinal);
        Assert.Contains("Keep the returned task reference", instructions, StringComparison.Ordinal);
        Assert.Contains("never resubmit", instructions, StringComparison.Ordinal);
    }

    /// <summary>The definitions as JSON.</summary>
    private static async Task<IReadOnlyList<JsonObject>> ToolsAsync(string? version = null)
    {
        await using var session = await ServerHarness.StartAsync(new Dictionary<string, string?>(), protocol: version);
        var response = await session.Client.SendRequestAsync(
            new JsonRpcRequest { Method = RequestMethods.ToolsList, Params = new JsonObject() }, TestContext.Current.CancellationToken);
        return [.. response.Result!["tools"]!.AsArray().Select(static tool => tool!.AsObject())];
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject found => [found, .. found.SelectMany(static member => Objects(member.Value))],
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static string Snapshots([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Snapshots");
}
