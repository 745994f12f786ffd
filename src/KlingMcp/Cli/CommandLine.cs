using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Sandbox;

namespace KlingMcp.Cli;

/// <summary>Parses and runs the commands.</summary>
internal static class CommandLine
{
    /// <summary>How long a command stays, after its answer, to store what is to be remembered.</summary>
    private static readonly TimeSpan LastFlush = TimeSpan.FromSeconds(2);

    /// <returns>The exit code: <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, Screen screen, CliContext context)
    {
        var parsed = Root(context, screen).Parse(arguments, new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in UsageError.Word(parsed))
                screen.Error.WriteLine($"kling-mcp: {VisibleText.Clean(error)}");
            screen.Error.WriteLine("Run kling-mcp --help for usage.");
            return ExitCode.WrongUse;
        }

        try
        {
            return await parsed.InvokeAsync(new() { Output = screen.Output, Error = screen.Error, EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            screen.Error.WriteLine("kling-mcp: the output cannot be written.");
            return ExitCode.LookupFailed;
        }
        catch (Exception e)
        {
            screen.Error.WriteLine($"kling-mcp: {Fault.Unexpected(e).Message}; please report it.");
            return ExitCode.LookupFailed;
        }
    }

    private static RootCommand Root(CliContext context, Screen screen)
    {
        Option<bool> sandbox = new("--sandbox")
        {
            Description = "Simulate all providers, without network; keys that are set are ignored. The id tells the outcome: "
                + $"piapi:sandbox-ok-20 succeeds after 20 s; others are {string.Join(", ", SandboxId.Words.Skip(1))}",
            Recursive = true,
        };
        var providers = string.Join(", ", ProviderCatalog.All.Select(static p => p.Name));
        RootCommand root = new(
            $"Looks up Kling AI generation tasks at these providers: {providers}. " +
            "Without a command it serves MCP over standard input and output.")
        {
            sandbox,
            GetCommand.Create(context, screen, sandbox),
            WaitCommand.Create(context, screen, sandbox),
            SaveCommand.Create(context, screen, sandbox),
            ListCommand.Create(context, screen, sandbox),
            ProvidersCommand.Create(context, screen, sandbox),
            MemoryCommand.Create(context, screen, sandbox),
            DoctorCommand.Create(context, screen, sandbox),
            ConfigCommand.Create(context, screen, sandbox),
            DemoCommand.Create(context, screen),
        };
        var version = root.Options.OfType<VersionOption>().Single();
        version.Action = new Version(screen);
        version.Aliases.Add("-v");
        root.Subcommands.Add(new Command("version", "Print the version number") { Action = new Version(screen) });
        root.Subcommands.Add(HelpCommand.Create(root));
        root.Subcommands.Add(CompletionCommand.Create(screen));
        var suggest = root.Directives.OfType<SuggestDirective>().Single();
        suggest.Action = new CompletionAction(root, suggest, screen);
        return root;
    }

    /// <summary>Runs a command with the program's services, or prints why the settings are invalid.</summary>
    public static async Task<int> WithServicesAsync(CliContext context, Screen screen, bool sandbox, Func<CliServices, Task<int>> run)
    {
        // Until this returns, the parser does not know the task, and a signal would force its own exit code.
        await Task.Yield();
        var (services, problem) = context.Open(sandbox);
        if (services is not null)
        {
            var code = await run(services);
            await services.Memory.FlushAsync(LastFlush);
            return code;
        }

        screen.Error.WriteLine($"kling-mcp: {problem!.Message}");
        return ExitCode.WrongUse;
    }

    /// <summary>Prints the bare version number, for scripts.</summary>
    private sealed class Version(Screen screen) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            screen.Output.WriteLine(ProductName.Version);
            return ExitCode.Succeeded;
        }
    }
}
