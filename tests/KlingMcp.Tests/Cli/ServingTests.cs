using System.Text.Json;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary>Serving MCP costs nothing of what is there for people.</summary>
[Trait("Runs", "program")]
public class ServingTests
{
    [Theory]
    [InlineData]
    [InlineData("--sandbox")]
    public async Task The_server_loads_no_library_of_the_command_line(params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        using var process = ProgramHarness.StartProcess(new Dictionary<string, string?>(), arguments);
        await process.StandardInput.WriteLineAsync(
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""");
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"get_kling_task","arguments":{"task_id":"piapi:sandbox-ok-0"}}}""");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && JsonElement.Parse(line).GetProperty("id").GetInt32() != 2)
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
    public async Task A_host_that_starts_it_reads_nothing_on_standard_error()
    {
        var ran = await ProgramHarness.RunAsync(new Dictionary<string, string?>());

        Assert.Equal((0, "", ""), (ran.ExitCode, ran.Output, ran.Error));
    }
}
