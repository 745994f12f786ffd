using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Saving;

/// <summary>Saving in the sandbox: tiny samples, and only to a folder that is named.</summary>
public sealed class SandboxSaveTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kling-mcp-sandbox-").FullName;

    public static TheoryData<string> Providers => new(ProviderCatalog.All.Select(static p => p.Name));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Each_provider_gives_a_sample(string provider)
    {
        await using var server = Start(folder);

        var answer = await server.SaveAsync($"{provider}:sandbox-ok-0");

        Assert.Equal("True", answer.At("sandbox"));
        Assert.EndsWith(".mp4", answer.At("saved.0.path"), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(answer.At("saved.0.path")!).Length, 100, 5000);
    }

    [Fact]
    public async Task Without_a_folder_that_is_named_nothing_is_written()
    {
        await using var server = Start("");

        var answer = await server.SaveAsync("piapi:sandbox-ok-0");

        Assert.Equal((true, "not_configured"), (answer.IsError, answer.At("error.category")));
    }

    [Fact]
    public async Task The_command_saves_there_too_and_says_what_is_running()
    {
        Dictionary<string, string?> none = [];
        var saved = await ProgramHarness.RunAsync(none, "save", "piapi:sandbox-ok-0", "useapi:sandbox-ok-0", "--sandbox", "-o", folder);
        var again = await ProgramHarness.RunAsync(none, "save", "piapi:sandbox-ok-0", "--sandbox", "-o", folder, "--json");
        var running = await ProgramHarness.RunAsync(none, "save", "piapi:sandbox-ok-900", "--sandbox", "-o", folder);
        var failed = await ProgramHarness.RunAsync(none, "save", "piapi:sandbox-fail-0", "--sandbox", "-o", folder);
        var nowhere = await ProgramHarness.RunAsync(none, "save", "piapi:sandbox-ok-0", "--sandbox");

        Assert.Equal((0, 0, 4, 1, 3), (saved.ExitCode, again.ExitCode, running.ExitCode, failed.ExitCode, nowhere.ExitCode));
        Assert.Contains($"video 1.6 kB: {folder}", saved.Output, StringComparison.Ordinal);
        Assert.Contains("\"already_there\":true", again.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing to save yet", running.Output, StringComparison.Ordinal);
        Assert.Contains("-o DIR", nowhere.Error, StringComparison.Ordinal);
        Assert.Equal(2, Directory.EnumerateFiles(folder, "*.mp4").Count());
    }

    private static ServerHarness Start(string folder) =>
        new(new Dictionary<string, string?> { ["KLING_MCP_SANDBOX"] = "1", ["KLING_MCP_SAVE_DIR"] = folder });
}
