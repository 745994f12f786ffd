using System.CommandLine;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp providers</c>: which have a key, what each can do.</summary>
internal static class ProvidersCommand
{
    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        Option<bool> verify = new("--verify") { Description = "Also try each key" };
        Option<bool> json = new("--json") { Description = "The structured answer of the tool" };
        Command command = new("providers", "List the providers: which have a key, which variable to set") { verify, json };
        command.SetAction((parsed, cancellationToken) => CommandLine.WithServicesAsync(context, screen, parsed.GetValue(sandbox), async services =>
        {
            var answer = services.Composer.Finish(services.Composer.Providers(await services.Providers.RunAsync(parsed.GetValue(verify), cancellationToken)));
            screen.Output.WriteLine(parsed.GetValue(json) ? answer.Structured.GetRawText() : answer.Text);
            return ExitCode.Succeeded;
        }));
        return command;
    }
}
