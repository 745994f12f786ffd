using System.CommandLine;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp config</c>: prints the entry to paste into a host's configuration.</summary>
internal static class ConfigCommand
{
    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        Argument<string> host = new("HOST")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "vscode, or nothing for Claude Desktop, Claude Code, Cursor and most others",
        };
        Option<bool> withValues = new("--with-values") { Description = "Include the values, keys too, instead of placeholders" };
        host.AcceptOnlyFromAmong("vscode");
        Command command = new("config", "Print the entry to paste into a host's configuration") { host, withValues };
        command.SetAction(parsed =>
        {
            var isSandbox = parsed.GetValue(sandbox);
            var isForMostHosts = parsed.GetValue(host) is null;
            var set = context.Variables.Where(v => v.Value is not null && !(isSandbox && v.IsSecret)).ToArray();
            var hasKeys = isSandbox || set.Any(static v => v.IsSecret);
            Variable[] keysToFillIn = hasKeys ? [] : [.. context.Variables.Where(static v => v.IsSecret)];
            HostEntry entry = new(
                Installation.Own, isSandbox ? ["--sandbox"] : [], [.. keysToFillIn, .. set], parsed.GetValue(withValues));
            screen.Output.WriteLine(isForMostHosts ? entry.ForMostHosts() : entry.ForVsCode());
            if (keysToFillIn.Length > 0)
                screen.Error.WriteLine("No key is set here: fill in the keys you have and delete the others.");
            else if (isForMostHosts && !parsed.GetValue(withValues) && set.Length > 0)
                screen.Error.WriteLine("Replace each ${…} by its value, or run this with --with-values.");
            return ExitCode.Succeeded;
        });
        return command;
    }
}
