using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using KlingMcp.Answers;
using KlingMcp.Cli.Hosts;
using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp doctor</c>: shows the configuration, checks it, and names the line to change where something is wrong.</summary>
internal sealed class DoctorCommand(CliContext context)
{
    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        Option<string> host = new("--host")
        {
            HelpName = "NAME",
            Description = $"Check the entry in a host's file instead of this shell: {string.Join(", ", HostCatalog.Names)}",
        };
        host.AcceptOnlyFromAmong([.. HostCatalog.Names]);
        Option<bool> json = new("--json") { Description = "Print the report as JSON" };
        Command command = new("doctor", "Check keys, addresses and the clock; exit code 0 only if nothing is found") { host, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DoctorCommand doctor = new(context);
            var check = parsed.GetValue(host) is { } name
                ? HostCheck.RunAsync(HostCatalog.Find(name)!, Empty(), context.Time, cancellationToken)
                : doctor.CheckShellAsync(parsed.GetValue(sandbox), cancellationToken);
            var report = await screen.WhileAsync("checking", check, context.Time, !parsed.GetValue(json));
            if (parsed.GetValue(json)) screen.WriteJson(JsonSerializer.SerializeToElement(report, DoctorJson.Default.DoctorReport));
            else foreach (var line in DoctorText.Of(report, context.Time.GetUtcNow())) screen.Output.WriteLine(line);
            return report.Ok ? ExitCode.Succeeded : ExitCode.Failed;
        });
        return command;
    }

    private static DoctorReport Empty() => new()
    {
        Version = ProductName.Version,
        Runtime = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.RuntimeIdentifier,
        StartedAs = string.Join(' ', [Installation.Own.Command, .. Installation.Own.Arguments]),
        Variables = [],
    };

    private async Task<DoctorReport> CheckShellAsync(bool sandbox, CancellationToken cancellationToken)
    {
        var (services, problem) = context.Open(sandbox);
        List<Finding> findings =
        [
            .. ConfigurationCheck.OfVariables(context.Variables),
            .. ConfigurationCheck.OfMisspelled(context.OtherVariables, context.Variables),
        ];
        IReadOnlyList<ProviderState> states = [];
        if (services is null)
        {
            findings.Add(new(problem!.Message, $"{problem.Name}=…, or remove it"));
        }
        else
        {
            states = await services.Providers.RunAsync(verify: true, cancellationToken);
            findings.AddRange(ConfigurationCheck.OfProviders(states, context.Variables));
        }

        return Empty() with
        {
            Sandbox = services?.Sandbox is true ? true : null,
            Variables = [.. context.Variables.Where(static v => v.Value is not null).Select(v => Shown(v, problem))],
            Providers = [.. states.Select(Checked)],
            Findings = findings,
        };
    }

    /// <summary>An invalid value may be a key in the wrong variable.</summary>
    private ShownVariable Shown(Variable variable, UnusableVariable? problem) => new(
        variable.Name,
        variable.IsSecret || variable.Name == problem?.Name ? null : context.WithoutKeys(variable.Value!));

    /// <summary>Only the address can contain a key; the other words are ours, and a key that resembles them must not remove them.</summary>
    private CheckedProvider Checked(ProviderState state) => new()
    {
        Provider = state.Provider.Name,
        Variable = state.Account?.KeyVariables ?? state.Provider.KeyVariables,
        Configured = state.Account is not null,
        Key = state.Key?.ToString().ToLowerInvariant(),
        Address = state.Account is not { } account ? null
            : account.BaseAddress == state.Provider.DefaultAddress ? account.BaseAddress
            : context.WithoutKeys(account.BaseAddress),
        HttpStatus = state.Contact?.HttpStatus,
        Balance = state.Balance?.Text,
        AsOf = Times.ToRfc3339(state.Balance?.AsOf),
        ClockAheadSeconds = state.Contact?.Ahead is { } ahead ? (int)Math.Round(ahead.TotalSeconds) : null,
    };
}
