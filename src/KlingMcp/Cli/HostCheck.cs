using KlingMcp.Cli.Hosts;
using ModelContextProtocol;

namespace KlingMcp.Cli;

/// <summary>Checks the entry in a host's file: its variables, and the program that it starts.</summary>
internal static class HostCheck
{
    /// <summary>The start may include a download by <c>dnx</c>; then each key is tried.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>The variables that every host passes on.</summary>
    private static readonly string[] Usual =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "TMPDIR",
        "APPDATA", "LOCALAPPDATA", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "PATHEXT", "PROGRAMFILES", "SYSTEMDRIVE", "SYSTEMROOT",
        "TEMP", "TMP", "USERNAME",
    ];

    /// <param name="host">The host.</param>
    /// <param name="report">The report to fill in.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The user gave up.</param>
    public static async Task<DoctorReport> RunAsync(
        Host host, DoctorReport report, TimeProvider time, CancellationToken cancellationToken)
    {
        HostFile file = new(host.FileOn(HostSystem.Current));
        report = report with { File = file.Target };
        var write = $"run: kling-mcp config {host.Name} --write";
        try
        {
            var found = file.Exists ? host.Form.Read(file.Read()).Where(static s => s.IsOurs).ToArray() : [];
            if (found is not [var entry, .. var others])
            {
                var what = file.Exists ? "no entry of it starts kling-mcp" : $"{file.Target} does not exist";
                return report with { Findings = [new(what, write)] };
            }

            report = report.With(host, entry);
            if (others.Length > 0)
            {
                var names = string.Join(", ", found.Select(static s => $"\"{s.Name}\""));
                report = report.With(new Finding($"several entries start kling-mcp: {names}", "remove all but one"));
            }

            return await StartAsync(report, host, entry, write, time, cancellationToken);
        }
        catch (HostFileException e)
        {
            return report.With(new Finding($"{file.Target} cannot be read: {e.Message}", "correct that line"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return report.With(new Finding($"{file.Target} cannot be read", "check the rights of the file"));
        }
    }

    private static async Task<DoctorReport> StartAsync(
        DoctorReport report, Host host, FoundServer entry, string write, TimeProvider time, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        string? firstError = null;
        try
        {
            await using var server = await StartedServer.StartAsync(
                new(entry.Command!, entry.Arguments),
                Environments(new(host, entry, Environment.GetEnvironmentVariable)),
                line => firstError ??= line,
                either.Token);
            var answer = await server.CallAsync("list_kling_providers", new() { ["verify"] = true }, progress: null, either.Token);
            return report.With(answer);
        }
        catch (Exception e) when (e is IOException or McpException or System.ComponentModel.Win32Exception)
        {
            var said = firstError is null ? null : HostReport.FilterOf(entry).CleanLine(firstError);
            var why = said is null ? "the command cannot be started" : $"it says: {said}";
            return report.With(new Finding($"{host.Title} cannot start the entry: {why}", write));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return report.With(new Finding($"the program did not answer within {Limit.TotalSeconds} s", write));
        }
    }

    /// <summary>The entry's own variables, and what every host passes on; all others of this shell are taken away.</summary>
    private static Dictionary<string, string?> Environments(EntryEnvironment entry)
    {
        var values = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(static name => !Usual.Contains(name, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(static name => name, static _ => (string?)null);
        foreach (var name in entry.Names) values[name] = entry.ValueOf(name);
        return values;
    }
}
