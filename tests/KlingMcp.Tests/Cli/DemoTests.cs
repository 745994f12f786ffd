using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary><c>demo</c>, as the README's first command runs it.</summary>
public class DemoTests
{
    [Fact]
    public async Task It_shows_every_scene_and_ends_in_time()
    {
        // the user's own keys and settings must not affect the demo
        Dictionary<string, string?> environment = new() { ["PIAPI_API_KEY"] = "canary-0123456789", ["KLING_MCP_WAIT_SECONDS"] = "odd" };
        var run = ProgramHarness.RunAsync(environment, "demo");
        var ran = await run.WaitAsync(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);

        Assert.True(ran.ExitCode == 0, ran.Output + ran.Error);
        Assert.Equal(
            [
                "The tools that an agent gets", "A lookup at each provider", "A task that failed, and why",
                "A wait for a task that takes 4 seconds", "Ten tasks at once", "How is my last video? What failed today?",
                "What each answer costs, in bytes",
            ],
            ran.Output.Split('\n').Where(static l => l.StartsWith("== ", StringComparison.Ordinal)).Select(static l => l.Trim('=', ' ')));
        Assert.Contains("wait_for_kling_tasks: ", ran.Output, StringComparison.Ordinal);
        Assert.All(ProviderCatalog.All, p => Assert.Contains(
            $"> get_kling_task {p.Name}:sandbox-ok-0\n  sandbox: simulated, no provider was asked\n  succeeded {p.Name}:",
            ran.Output,
            StringComparison.Ordinal));
        Assert.Contains("  … processing, ", ran.Output, StringComparison.Ordinal);
        Assert.Contains("moderation, \"Failure to pass the risk control system\"", ran.Output, StringComparison.Ordinal);
        Assert.Contains("  6 succeeded, 2 failed, 1 running, 1 not looked up.", ran.Output, StringComparison.Ordinal);
        Assert.Matches(@"\| get_kling_tasks, 10 tasks +\| +[\d,]{5,} \| +[\d,]{5,} \| +[\d,]{5,} \|", ran.Output);
        Assert.Contains("  failed official:sandbox-fail-20-crowd 1", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', ran.Output);
        Assert.DoesNotContain("canary", ran.Output + ran.Error, StringComparison.Ordinal);
    }
}
