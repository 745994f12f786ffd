using System.CommandLine;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp providers</c>: lists the providers, which of them have a key, and what each can do.</summary>
internal static class ProvidersCommand
{
    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        Option<bool> verify = new("--verify") { Description = "Also verify each key" };
        Option<bool> json = new("--json") { Description = "Print the answer as JSON" };
        Command command = new(
            "providers",
            "List the providers and the variable of each key. Exit code with --verify: 1 a key is refused, 3 a key could not be tried")
        { verify, json };
        command.SetAction((parsed, cancellationToken) => CommandLine.WithServicesAsync(
            context, screen, parsed.GetValue(sandbox), services => ListAsync(services, parsed, cancellationToken)));
        return command;

        async Task<int> ListAsync(CliServices services, ParseResult parsed, CancellationToken cancellationToken)
        {
            var states = await screen.WhileAsync(
                "asking the providers",
                services.Providers.RunAsync(parsed.GetValue(verify), cancellationToken),
                context.Time,
                !parsed.GetValue(json));
            var answer = services.Composer.Finish(services.Composer.Providers(states));
            if (parsed.GetValue(json)) screen.WriteJson(answer.Structured);
            else screen.Output.WriteLine(answer.Text);
            return ExitCode.Of(states);
        }
    }
}
