using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary><c>kling-mcp memory</c> and <c>memory clear</c>.</summary>
public sealed class MemoryCommandTests : IAsyncDisposable
{
    private readonly ProviderWorld world = new();
    private readonly DataFolder folder = new();

    [Fact]
    public async Task It_shows_where_the_memory_is_and_how_much_it_holds()
    {
        var environment = folder.In(world.Environment("piapi", "ezmodel"));
        await SeeAsync(environment);

        var shown = await ProgramHarness.RunAsync(environment, "memory");

        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Assert.StartsWith($"memory on: {folder.Database}, ", shown.Output, StringComparison.Ordinal);
        Assert.Contains("1 task (ezmodel 1)", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clear_deletes_all_of_it()
    {
        var environment = folder.In(world.Environment("ezmodel"));
        await SeeAsync(environment);

        var cleared = await ProgramHarness.RunAsync(environment, "memory", "clear");

        Assert.Equal((0, "deleted: 1 task (ezmodel 1)\n"), (cleared.ExitCode, cleared.Output));
        Assert.Contains("no tasks", (await ProgramHarness.RunAsync(environment, "memory")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KLING_MCP_MEMORY", "off", "memory off: KLING_MCP_MEMORY is off")]
    [InlineData("KLING_MCP_SANDBOX", "1", "memory off: the sandbox remembers nothing")]
    public async Task Where_nothing_is_remembered_it_says_why(string variable, string value, string why)
    {
        var shown = await ProgramHarness.RunAsync(folder.In(new Dictionary<string, string?> { [variable] = value }), "memory");

        Assert.Equal((0, $"{why}\n"), (shown.ExitCode, shown.Output));
        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public async Task What_is_wrong_with_it_is_one_line_and_an_exit_code()
    {
        await File.WriteAllTextAsync(folder.Path, "a file", TestContext.Current.CancellationToken);

        var shown = await ProgramHarness.RunAsync(folder.In(new Dictionary<string, string?>()), "memory");

        Assert.Equal((1, ""), (shown.ExitCode, shown.Output));
        Assert.Equal($"kling-mcp: memory off: the folder or the file cannot be used ({folder.Path})\n", shown.Error);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("/")]
    [InlineData("./data")]
    public async Task A_folder_that_is_not_an_absolute_path_is_refused(string path)
    {
        var refused = await ProgramHarness.RunAsync(new Dictionary<string, string?> { ["KLING_MCP_DATA_DIR"] = path }, "memory");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("KLING_MCP_DATA_DIR", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>Looks a task up, again if the machine was too busy to store it before the command's end.</summary>
    private async Task SeeAsync(IReadOnlyDictionary<string, string?> environment)
    {
        world.Add("ezmodel", "842250903629086785", KlingTaskStatus.Succeeded);
        do await ProgramHarness.RunAsync(environment, "get", "ezmodel:842250903629086785");
        while (!File.Exists(folder.Database) || Count() == 0);
    }

    private long Count() => folder.Execute("SELECT count(*) FROM sqlite_schema WHERE name = 'task'") is 0L ? 0
        : (long)folder.Execute("SELECT count(*) FROM task")!;

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        folder.Dispose();
    }
}
