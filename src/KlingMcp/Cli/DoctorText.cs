using KlingMcp.Answers;

namespace KlingMcp.Cli;

/// <summary>The report as lines for a person.</summary>
internal static class DoctorText
{
    /// <param name="report">The report.</param>
    /// <param name="now">The time: a balance of this very minute is told without one.</param>
    public static IEnumerable<string> Of(DoctorReport report, DateTimeOffset now)
    {
        yield return $"kling-mcp {report.Version}, {report.Runtime}, {report.System}";
        if (report.File is { } file) yield return $"{file}{(report.Entry is { } entry ? $", entry \"{entry}\"" : "")}";
        yield return $"started as {report.StartedAs}";
        var set = report.Variables.Select(static v => v.Value is null ? v.Name : $"{v.Name}={v.Value}");
        var place = report.File is null ? "environment" : "entry";
        yield return $"set in the {place}: {string.Join(", ", set.DefaultIfEmpty("nothing"))}";
        foreach (var provider in report.Providers) yield return Line(provider, now);
        foreach (var note in report.Notes) yield return $"note: {note}";
        foreach (var finding in report.Findings) yield return $"! {finding.What}\n  change: {finding.Change}";
        yield return report.Findings.Count switch
        {
            0 when report.Sandbox is true => "all is well, in the sandbox: no provider was asked",
            0 => "all is well",
            1 => "1 finding",
            var many => $"{many} findings",
        };
    }

    private static string Line(CheckedProvider provider, DateTimeOffset now)
    {
        if (!provider.Configured) return $"{provider.Provider}: no key in {provider.Variable}";

        var key = provider.Key switch { "accepted" => "accepted", "refused" => "refused", _ => "not verified" };
        var answers = provider.HttpStatus is { } status ? $"answers (HTTP {status})" : "does not answer";
        string?[] facts =
        [
            $"key from {provider.Variable} {key}",
            provider.Address is { } address ? $"{address} {answers}" : null,
            provider.ClockAheadSeconds is { } ahead
                ? $"this machine's clock is {ConfigurationCheck.Clock(TimeSpan.FromSeconds(ahead))} the provider's"
                : null,
            provider.Balance is { } balance ? $"balance {BalanceText.Of(balance, provider.AsOf, now)}" : null,
        ];
        return $"{provider.Provider}: {string.Join("; ", facts.OfType<string>())}";
    }
}
