using System.Text.Json;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary>Serving MCP does not load what only the command line needs.</summary>
public class ServingTests
{
    [Theory]
    [InlineData]
    [InlineData("--sandbox")]
    public async Task The_server_does_not_load_the_libraries_of_the_command_line(params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        using var process = ProgramHarness.StartProcess(new Dictionary<string, string?>(), arguments);
        await process.StandardInput.WriteLineAsync(Message.Initialize(1));
        await process.StandardInput.WriteLineAsync(Message.Call(2, "get_kling_task", """{"task_id":"piapi:sandbox-ok-0"}"""));
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line
            && JsonElement.Parse(line).GetProperty("id").GetInt32() != 2)
        {
        }

        var loaded = await File.ReadAllTextAsync($"/proc/{process.Id}/maps", TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.SkipUnless(loaded.Contains("ModelContextProtocol.Core.dll", StringComparison.Ordinal), "the program is a single file");
        Assert.DoesNotContain("System.CommandLine", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("Spectre", loaded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serving_writes_nothing_to_standard_error()
    {
        var ran = await ProgramHarness.RunAsync(new Dictionary<string, string?>());

        Assert.Equal((0, "", ""), (ran.ExitCode, ran.Output, ran.Error));
    }
}
