using KlingMcp.Domain;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Memory;

/// <summary>What one process found, the next one does not search for.</summary>
public sealed class RecallTests : IAsyncDisposable
{
    private const string Number = "842250903629086785";
    private const string Uuid = "c16e5746-c46d-4287-9286-a06063c50a24";

    private readonly ProviderWorld world = new();
    private readonly DataFolder folder = new();

    [Fact]
    public async Task A_new_session_finds_an_id_of_an_earlier_one_in_one_request()
    {
        world.Add("cometapi", Number, KlingTaskStatus.Succeeded, static t => t with { Kind = "images/generations" });
        await GetAsync(Number, "cometapi");
        var searched = world.CountOf("cometapi");

        var again = await GetAsync(Number, "cometapi");

        Assert.True(searched > 1);
        Assert.Equal(searched + 1, world.CountOf("cometapi"));
        Assert.Equal($"cometapi:images/generations/{Number}", again.At("tasks.0.task"));
    }

    [Fact]
    public async Task So_does_a_new_process()
    {
        var environment = folder.In(world.Environment("cometapi"));
        world.Add("cometapi", Number, KlingTaskStatus.Succeeded, static t => t with { Kind = "images/generations" });
        await using (var earlier = await ProgramHarness.ConnectAsync(environment))
        {
            await earlier.CallAsync("get_kling_task", $$"""{"task_id":"{{Number}}"}""");
            await ListedAsync(earlier);
        }

        await using var client = await ProgramHarness.ConnectAsync(environment);
        await ListedAsync(client);
        var searched = world.CountOf("cometapi");

        var again = await client.CallAsync("get_kling_task", $$"""{"task_id":"{{Number}}"}""");

        Assert.Equal($"cometapi:images/generations/{Number}", again.At("task"));
        Assert.Equal(searched + 1, world.CountOf("cometapi"));
    }

    [Fact]
    public async Task An_id_that_fits_several_providers_goes_to_the_one_that_had_it()
    {
        world.Add("goapi", Uuid, KlingTaskStatus.Processing);
        await GetAsync(Uuid, "piapi", "goapi", "fal");

        await GetAsync(Uuid, "piapi", "goapi", "fal");

        Assert.Equal((1, 2), (world.CountOf("piapi"), world.CountOf("goapi")));
    }

    [Fact]
    public async Task What_is_remembered_and_gone_is_looked_for_elsewhere()
    {
        world.Add("goapi", Uuid, KlingTaskStatus.Processing);
        await GetAsync(Uuid, "piapi", "goapi");
        world.Tasks.Clear();
        world.Add("piapi", Uuid, KlingTaskStatus.Processing);

        var moved = await GetAsync(Uuid, "piapi", "goapi");

        Assert.Equal($"piapi:{Uuid}", moved.At("tasks.0.task"));
    }

    [Fact]
    public async Task Another_key_is_another_account()
    {
        world.Add("cometapi", Number, KlingTaskStatus.Succeeded, static t => t with { Kind = "images/generations" });
        await GetAsync(Number, "cometapi");
        var searched = world.CountOf("cometapi");

        await using ServerHarness other = new(
            folder.In(world.Environment("cometapi")).With("COMETAPI_API_KEY", "another-key-of-the-tests"), new ManualTime());
        await other.GetAsync(Number);

        Assert.True(world.CountOf("cometapi") > searched + 1, "The other account's find was used.");
    }

    [Fact]
    public async Task A_batch_of_remembered_ids_still_shares_requests()
    {
        string[] ids = [.. Enumerable.Range(10, 20).Select(static i => $"8422509036290867{i}")];
        foreach (var id in ids) world.Add("official", id, KlingTaskStatus.Processing);
        await GetAsync(ids, "official", "ezmodel");
        var before = world.CountOf("official");

        await GetAsync(ids, "official", "ezmodel");

        Assert.Equal(before + 1, world.CountOf("official"));
        Assert.Equal(ids.Length, world.CountOf("ezmodel"));
    }

    [Theory]
    [InlineData("KLING_MCP_MEMORY", "off")]
    [InlineData("KLING_MCP_MEMORY", " \"OFF\" ")]
    public async Task Switched_off_it_leaves_no_file(string variable, string value)
    {
        world.Add("piapi", Uuid, KlingTaskStatus.Processing);

        await ProgramHarness.RunAsync(folder.In(world.Environment("piapi")).With(variable, value), "get", Uuid);

        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public async Task Neither_a_list_of_the_tools_nor_the_sandbox_opens_it()
    {
        await using (var program = await ProgramHarness.StartInitializedAsync(folder.In(world.Environment("piapi"))))
        {
            await program.SendAsync(
                """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}""", Message.Call(2, "list_kling_providers", "{}"));
            await program.AnswerAsync(2);
            program.EndInput();
            await program.EndAsync();
        }

        await ProgramHarness.RunAsync(folder.In(new Dictionary<string, string?>()), "get", "piapi:sandbox-ok-0", "--sandbox");

        Assert.False(Directory.Exists(folder.Path));
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>The memory has the time that it needs, however busy the machine is.</summary>
    private static async Task ListedAsync(McpClient client)
    {
        while ((await client.CallAsync("list_kling_tasks", "{}")).List("tasks").Count == 0)
        {
        }
    }

    private Task<CallToolResult> GetAsync(string id, params string[] providers) => GetAsync([id], providers);

    /// <summary>Looks tasks up in a session of its own. Its clock stands, so that the memory has the time that it needs.</summary>
    private async Task<CallToolResult> GetAsync(string[] ids, params string[] providers)
    {
        await using ServerHarness server = new(folder.In(world.Environment(providers)), new ManualTime());
        return await server.GetAsync(ids);
    }
}
