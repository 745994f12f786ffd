using System.Text.Json;
using KlingMcp.Tests.Saving;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary><c>save</c>: what a person and a script see while files arrive, and afterwards.</summary>
public sealed class SaveCommandTests : IAsyncDisposable
{
    /// <summary>What arrives before the server pauses, in bytes.</summary>
    private const int PartLength = 600_000;

    private readonly SaveWorld world = new();

    public SaveCommandTests() => world.File.PauseAfter = PartLength;

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task In_a_terminal_a_bar_shows_how_far_a_file_is_and_gives_way_to_the_answer()
    {
        await using var terminal = TerminalHarness.Start(world.Environment, "save", SaveWorld.Task);
        await terminal.UntilAsync("600 kB/1 MB");
        await terminal.UntilAsync("/s, ");
        var drawn = terminal.Shown;
        world.File.Gate.SetResult();

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains($"{SaveWorld.Task} 1 ", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("saved 1 of 1", drawn, StringComparison.Ordinal);
        Assert.Contains("\e[", drawn, StringComparison.Ordinal);
        Assert.Contains($"video 1 MB: {world.Path}", terminal.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_pipe_progress_is_plain_lines_on_standard_error()
    {
        using var process = ProgramHarness.StartProcess(world.Environment, "save", SaveWorld.Task);

        // While a busy machine starts the program, it is still "looking up".
        List<string?> lines = [];
        while (lines is not [.., "0 of 1 files, 600 kB of 1 MB"]) lines.Add(await process.StandardError.ReadLineAsync(Cancel));
        world.File.Gate.SetResult();
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);

        Assert.All(lines, static line => Assert.Matches("^(looking up|0 of 1 files, [^\\e]*)$", line));
        Assert.Equal($"saved 1 of 1 outputs of {SaveWorld.Task}\nvideo 1 MB: {world.Path}\n", output);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task For_a_script_there_is_only_the_answer()
    {
        world.File.Gate.SetResult();

        var one = await ProgramHarness.RunAsync(world.Environment, "save", SaveWorld.Task, "--json");
        var two = await ProgramHarness.RunAsync(
            world.Environment, "save", SaveWorld.Task, "piapi:00000000-0000-4000-8000-000000000001", "--json");

        Assert.Equal((0, "", 3), (one.ExitCode, one.Error, two.ExitCode));
        Assert.Equal(world.Path, JsonElement.Parse(one.Output).GetProperty("saved")[0].GetProperty("path").GetString());
        var tasks = JsonElement.Parse(two.Output).GetProperty("tasks");
        Assert.True(tasks[0].GetProperty("saved")[0].GetProperty("already_there").GetBoolean());
        Assert.Equal("not_found", tasks[1].GetProperty("error").GetProperty("category").GetString());
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_part_and_the_next_command_goes_on()
    {
        await using (var terminal = TerminalHarness.Start(world.Environment, "save", SaveWorld.Task))
        {
            await terminal.UntilAsync("600 kB/1 MB");
            await terminal.InterruptAsync();
            Assert.Equal(130, await terminal.EndAsync());
        }

        Assert.Equal([$"{SaveWorld.Stem}.part", $"{SaveWorld.Stem}.part.json"], world.Names);
        world.File.Gate.SetResult();

        Assert.Equal(0, (await ProgramHarness.RunAsync(world.Environment, "save", SaveWorld.Task)).ExitCode);
        Assert.Equal("bytes=600000-", world.Fetches[^1].Headers["Range"]);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
