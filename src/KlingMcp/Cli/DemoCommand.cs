using System.CommandLine;
using KlingMcp.Domain;
using ModelContextProtocol;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp demo</c>: shows what an agent sees, without a key or a network.</summary>
internal static class DemoCommand
{
    /// <summary>Set to one second, so that the wait shows several progress messages.</summary>
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
            // the user's own keys and settings must not affect the demo
            var environment = context.Variables.ToDictionary(static v => v.Name, static v => v.Name == PollVariable ? "1" : null);
            var program = Installation.Own with { Arguments = [.. Installation.Own.Arguments, "--sandbox"] };
            await using var server = await StartedServer.StartAsync(program, environment, screen.Error.WriteLine, either.Token);
            await new Demo(server, screen, context.Time).RunAsync(either.Token);
            return ExitCode.Succeeded;
        }
        catch (Exception e) when (e is IOException or McpException or System.ComponentModel.Win32Exception)
        {
            screen.Error.WriteLine($"kling-mcp: the demo stopped: {VisibleText.Clean(e.Message)}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            screen.Error.WriteLine($"kling-mcp: the demo took longer than {Limit.TotalSeconds} s and was stopped.");
            return ExitCode.Failed;
        }
    }
}
