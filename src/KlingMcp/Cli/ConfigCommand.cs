using System.CommandLine;
using System.CommandLine.Completions;
using KlingMcp.Cli.Hosts;
using KlingMcp.Lookups;
using KlingMcp.Providers;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp config HOST</c>: prints the entry for a host, or writes it into the host's file.</summary>
internal sealed class ConfigCommand(CliContext context, Screen screen)
{
    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        Argument<string> host = new("HOST")
        {
            HelpName = "HOST",
            Arity = ArgumentArity.ZeroOrOne,
            Description = string.Join(", ", HostCatalog.Names),
        };
        host.CompletionSources.Add(_ => HostCatalog.Names.Select(static n => new CompletionItem(n)));
        Option<string> provider = new("--provider")
        {
            HelpName = "NAME",
            Description = "The provider whose key the entry has a place for (without: the keys that are set in this shell)",
        };
        provider.AcceptOnlyFromAmong([.. ProviderCatalog.All.Select(static p => p.Name)]);
        Option<bool> write = new("--write") { Description = "Write the entry into the host's file, and leave a copy of the old file" };
        Option<bool> withKeys = new("--with-keys") { Description = "Take over the keys that are set in this shell" };
        Command command = new("config", "Print the entry for a host, or write it into the host's file") { host, provider, write, withKeys };
        command.Validators.Add(result =>
        {
            if (result.GetValue(host) is not { } name) result.AddError($"Which host? One of: {string.Join(", ", HostCatalog.Names)}.");
            else if (HostCatalog.Find(name) is null)
                result.AddError($"Unknown host '{name}'.{DidYouMean(name)} Known: {string.Join(", ", HostCatalog.Names)}.");
        });
        command.SetAction(parsed =>
        {
            // A key in the wrong variable is not taken over.
            var variables = context.Variables.Where(
                v => v.IsSecret || v.Value is null || context.WithoutKeys(v.Value) == v.Value).ToArray();
            EntryPlan plan = new(variables, parsed.GetValue(provider), parsed.GetValue(withKeys), parsed.GetValue(sandbox));
            ConfigCommand config = new(context, screen);
            var to = HostCatalog.Find(parsed.GetValue(host)!)!;
            return parsed.GetValue(write) ? config.Write(to, plan) : config.Print(to, plan);
        });
        return command;
    }

    private static string DidYouMean(string name) =>
        NearestWord.To(name, [.. HostCatalog.Names]) is { } nearest ? $" Did you mean {nearest}?" : "";

    private int Print(Host host, EntryPlan plan)
    {
        screen.Output.WriteLine(host.Form.Print(plan.Entry(Installation.ForHosts)));
        screen.Error.WriteLine($"\nThis belongs in {host.FileOn(HostSystem.Current)}");
        screen.Error.WriteLine($"To write it there: kling-mcp config {host.Name} --write");
        Advise(plan);
        return ExitCode.Succeeded;
    }

    private int Write(Host host, EntryPlan plan)
    {
        HostFile file = new(host.FileOn(HostSystem.Current));
        if (plan.HasKeys && file.WorkTree is { } tree)
        {
            screen.Error.WriteLine(
                $"kling-mcp: {file.Target} is inside the Git work tree {tree}, where keys could be committed. Leave out --with-keys.");
            return ExitCode.WrongUse;
        }

        try
        {
            var text = file.Read();
            var edited = host.Form.Write(text, plan.Entry(Installation.ForHosts));
            if (edited.AsSpan().SequenceEqual(text))
            {
                screen.Output.WriteLine($"{file.Target} has the entry already.");
                return ExitCode.Succeeded;
            }

            var hadFile = file.Exists;
            file.Write(edited, plan.HasKeys);
            screen.Output.WriteLine($"written to {file.Target}{(hadFile ? $" (the old file is {file.Backup})" : "")}");
            Advise(plan);
            screen.Error.WriteLine($"Restart {host.Title}. To check it: kling-mcp doctor --host {host.Name}");
            return ExitCode.Succeeded;
        }
        catch (HostFileException e)
        {
            screen.Error.WriteLine($"kling-mcp: {file.Target} was not changed: {e.Message}");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            screen.Error.WriteLine($"kling-mcp: {file.Target} cannot be read or written: {context.WithoutKeys(e.Message)}");
            return ExitCode.Failed;
        }
    }

    private void Advise(EntryPlan plan)
    {
        if (plan.Missing is [var first, ..])
        {
            screen.Error.WriteLine(
                $"No key is set in this shell, so the entry has a place for {first}. For another provider: --provider NAME");
        }

        else if (plan.Missing is [] && !plan.HasKeys && plan.Names.Count > 0)
            screen.Error.WriteLine("The keys themselves are not in it. To take them over from this shell: --with-keys");
    }
}
