using System.CommandLine;
using KlingMcp.Domain;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp demo</c>: what an agent would see, without a key and without a network.</summary>
internal static class DemoCommand
{
    /// <summary>A second between polls, so that there is something to see.</summary>
    private const string PollVariable = "KLING_MCP_POLL_SECONDS";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(35);

    public static Command Create(CliContext context, Screen screen)
    {
        Command command = new("demo", "Show what an agent sees: starts the server with the sandbox and talks MCP to it");
        command.SetAction((_, cancellationToken) => RunAsync(context, screen, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, Screen screen, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(Limit, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await using var child = McpChild.Start(Installation.Own, context.Variables.Select(static v => (v.Name, v.Name == PollVariable ? "1" : null)));
            await new Demo(child, screen, context.Time).RunAsync(either.Token);
            return ExitCode.Succeeded;
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
        {
            screen.Error.WriteLine($"kling-mcp: the demo broke off, {VisibleText.Clean(e.Message)}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            screen.Error.WriteLine($"kling-mcp: the demo took longer than {Limit.TotalSeconds} s and was ended.");
            return ExitCode.Failed;
        }
    }
}
