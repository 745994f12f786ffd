using System.Text.Json.Nodes;
using KlingMcp.Cli.Hosts;
using KlingMcp.Domain;

namespace KlingMcp.Cli;

/// <summary>Fills a report in: with what an entry says, and with what the program that it starts says.</summary>
internal static class HostReport
{
    public static DoctorReport With(this DoctorReport report, params IEnumerable<Finding> more) =>
        report with { Findings = [.. report.Findings, .. more] };

    /// <summary>Adds the entry: its command with values struck out, and its variables.</summary>
    public static DoctorReport With(this DoctorReport report, Host host, FoundServer entry)
    {
        EntryEnvironment environment = new(host, entry, Environment.GetEnvironmentVariable);
        var variables = VariableReader.Read(environment.ValueOf);
        var others = VariableReader.Others(entry.Variables.Keys, environment.ValueOf, variables);
        var filter = FilterOf(entry);
        return (report with
        {
            Entry = entry.Name,
            StartedAs = string.Join(' ', ((string[])[entry.Command!, .. entry.Arguments]).Select(w => WithoutValue(filter.CleanLine(w)))),
            Variables = [.. environment.Names.Select(static name => new ShownVariable(name, null))],
            Notes = environment.Notes,
        }).With([.. ConfigurationCheck.OfVariables(variables), .. ConfigurationCheck.OfMisspelled(others, variables)]);
    }

    /// <summary>Removes the keys of an entry.</summary>
    public static TextFilter FilterOf(FoundServer entry)
    {
        var secrets = VariableReader.Read(static _ => null).Where(static v => v.IsSecret).Select(static v => v.Name);
        return new(entry.Variables.Where(v => secrets.Contains(v.Key)).Select(static v => v.Value));
    }

    /// <summary>Adds the answer of <c>list_kling_providers</c> with <c>verify</c>.</summary>
    public static DoctorReport With(this DoctorReport report, ToolAnswer answer)
    {
        if (answer.Structured is not { } told || !told.TryGetProperty("providers", out var list))
            return report.With(new Finding("the program does not answer as this version does", "update it"));

        var providers = list.EnumerateArray().Select(static p => JsonObject.Create(p)!).Select(Checked).ToArray();
        report = report with
        {
            Sandbox = told.TryGetProperty("sandbox", out _) ? true : null,
            Providers = [.. providers.Select(static p => p.Provider)],
        };
        if (!providers.Any(static p => p.Provider.Configured))
        {
            return report.With(new Finding(
                "no provider has a key, so no task can be looked up", $"fill in a key in entry \"{report.Entry}\" of {report.File}"));
        }

        return report.With(
            from provider in providers
            where provider.Provider is { Configured: true, Key: not "accepted" }
            let state = provider.Provider.Key is "refused" ? "refused" : "not verified"
            select new Finding($"{provider.Provider.Provider}: the key of {provider.Provider.Variable} is {state}", provider.Hint));
    }

    private static (CheckedProvider Provider, string Hint) Checked(JsonObject provider) => (
        new()
        {
            Provider = (string)provider["provider"]!,
            Variable = (string)provider["variable"]!,
            Configured = (bool)provider["configured"]!,
            Key = (string?)provider["key"],
            Balance = (string?)provider["balance"],
            AsOf = (string?)provider["as_of"],
        },
        (string?)provider["hint"] ?? "");

    /// <summary>What follows an equals sign may be a key.</summary>
    private static string? WithoutValue(string? word) =>
        word?.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? $"{word[..at]}=…" : word;
}
