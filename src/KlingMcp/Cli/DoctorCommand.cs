using System.CommandLine;
using System.Runtime.InteropServices;
using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp doctor</c>: shows the configuration, checks it, and names the line to change where something is wrong.</summary>
internal static class DoctorCommand
{
    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        Command command = new("doctor", "Check keys, addresses and the clock; exit code 0 only if nothing is found");
        command.SetAction((parsed, cancellationToken) => RunAsync(context, screen, parsed.GetValue(sandbox), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, Screen screen, bool sandbox, CancellationToken cancellationToken)
    {
        screen.Output.WriteLine(string.Join(", ",
            $"{ProductName.Name} {ProductName.Version}", RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier));
        screen.Output.WriteLine($"started as {string.Join(' ', [Installation.Own.Command, .. Installation.Own.Arguments])}");
        var (services, problem) = context.Open(sandbox);
        string[] set = [.. context.Variables.Where(static v => v.Value is not null).Select(Shown)];
        screen.Output.WriteLine($"set in the environment: {(set.Length == 0 ? "nothing" : string.Join(", ", set))}");

        List<Finding> findings =
        [
            .. ConfigurationCheck.OfVariables(context.Variables),
            .. ConfigurationCheck.OfMisspelled(context.OtherVariables, context.Variables),
        ];
        if (services is null)
        {
            findings.Add(new(problem!.Message, $"{problem.Name}=…, or remove it"));
        }
        else
        {
            var states = await services.Providers.RunAsync(verify: true, cancellationToken);
            foreach (var state in states) screen.Output.WriteLine(context.WithoutKeys(Line(state)));
            findings.AddRange(ConfigurationCheck.OfProviders(states, context.Variables));
        }

        foreach (var finding in findings) screen.Output.WriteLine($"! {finding.What}\n  change: {finding.Change}");
        screen.Output.WriteLine(findings.Count switch
        {
            0 when services is { Sandbox: true } => "all is well, in the sandbox: no provider was asked",
            0 => "all is well",
            1 => "1 finding",
            var many => $"{many} findings",
        });
        return findings.Count == 0 ? ExitCode.Succeeded : ExitCode.Failed;

        // An invalid value may be a key in the wrong variable.
        string Shown(Variable variable) => variable.IsSecret || variable.IsPersonal || variable.Name == problem?.Name
            ? variable.Name : $"{variable.Name}={context.WithoutKeys(variable.Value!)}";
    }

    private static string Line(ProviderState state)
    {
        if (state.Account is not { } account) return $"{state.Provider.Name}: no key in {state.Provider.KeyVariables}";

        var key = state.Key switch { KeyState.Accepted => "accepted", KeyState.Refused => "refused", _ => "not verified" };
        string?[] facts =
        [
            $"key from {account.KeyVariables} {key}",
            $"{account.BaseAddress} {(state.Contact is { } contact ? $"answers (HTTP {contact.HttpStatus})" : "does not answer")}",
            state.Contact?.Ahead is { } ahead ? $"this clock is {ConfigurationCheck.Clock(ahead)} its own" : null,
        ];
        return $"{state.Provider.Name}: {string.Join("; ", facts.OfType<string>())}";
    }
}
