using System.CommandLine;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp config</c>: the entry to paste into a host's configuration.</summary>
internal static class ConfigCommand
{
    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        Argument<string> host = new("HOST") { Arity = ArgumentArity.ZeroOrOne, Description = "vscode, or nothing for Claude Desktop, Claude Code, Cursor and most others" };
        Option<bool> withValues = new("--with-values") { Description = "Put the values in, keys included, instead of placeholders" };
        host.AcceptOnlyFromAmong("vscode");
        Command command = new("config", "Print the entry to paste into a host's configuration") { host, withValues };
        command.SetAction(parsed =>
        {
            var isSandbox = parsed.GetValue(sandbox);
            var set = context.Variables.Where(static v => v.Value is not null).ToArray();
            var keys = set.Any(static v => v.IsSecret) || isSandbox ? [] : context.Variables.Where(static v => v.IsSecret).ToArray();
            HostEntry entry = new(Installation.Own, isSandbox ? ["--sandbox"] : [], isSandbox ? [.. set.Where(static v => !v.IsSecret)] : [.. keys, .. set], parsed.GetValue(withValues));
            screen.Output.WriteLine(parsed.GetValue(host) is null ? entry.ForMostHosts() : entry.ForVsCode());
            if (keys.Length > 0) screen.Error.WriteLine("No key is set here: fill in those you have and delete the others.");
            else if (parsed.GetValue(host) is null && !parsed.GetValue(withValues) && set.Length > 0) screen.Error.WriteLine("Put the values where ${…} stands, or run this with --with-values.");
            return ExitCode.Succeeded;
        });
        return command;
    }
}
