using System.CommandLine;
using System.CommandLine.Completions;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp help [COMMAND]</c>: the same as <c>COMMAND --help</c>.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        Argument<string?> about = new("COMMAND")
        {
            HelpName = "COMMAND",
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The command to explain",
        };
        Command command = new("help", "Explain the program or one of its commands") { about };
        about.CompletionSources.Add(_ => root.Subcommands.Select(static c => new CompletionItem(c.Name)));
        command.Validators.Add(result =>
        {
            if (result.GetValue(about) is { } name && root.Subcommands.All(c => c.Name != name))
                result.AddError($"There is no command {name}.");
        });
        command.SetAction((parsed, cancellationToken) => root.Parse(parsed.GetValue(about) is { } name ? [name, "--help"] : ["--help"])
            .InvokeAsync(parsed.InvocationConfiguration, cancellationToken));
        return command;
    }
}
