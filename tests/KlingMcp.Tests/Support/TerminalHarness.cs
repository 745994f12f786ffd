using System.Diagnostics;
using System.Text;

namespace KlingMcp.Tests.Support;

/// <summary>The program in a pseudo-terminal of 100 columns and 30 lines, which <c>script</c> makes.</summary>
internal sealed class TerminalHarness : IAsyncDisposable
{
    private const string Script = "/usr/bin/script";

    private readonly Process process;
    private readonly StringBuilder shown = new();
    private readonly Task reading;

    private TerminalHarness(Process process)
    {
        this.process = process;
        reading = ReadAsync();
    }

    /// <summary>Everything that was written to the terminal, with its control sequences.</summary>
    public string Shown
    {
        get
        {
            lock (shown) return shown.ToString();
        }
    }

    /// <summary>Starts a command. Skips the test where there is no <c>script</c> of util-linux.</summary>
    /// <param name="environment">Variables to set.</param>
    /// <param name="arguments">The command and its arguments, without spaces in them.</param>
    public static TerminalHarness Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Script), "needs script of util-linux");
        Dictionary<string, string?> all = new(environment)
        {
            ["PROGRAM"] = ProgramHarness.Path,
            ["ARGUMENTS"] = string.Join(' ', arguments),
            ["SHELL"] = "/bin/sh",
            ["TERM"] = "xterm-256color",
        };

        // In these, what is drawn has no colours or does not move.
        foreach (var variable in new[] { "NO_COLOR", "CI", "GITHUB_ACTIONS" }) all[variable] = null;
        const string Line = "stty cols 100 rows 30; exec \"$PROGRAM\" $ARGUMENTS";
        return new(ProgramHarness.StartProcess(Script, ["-qefc", Line, "/dev/null"], all));
    }

    /// <summary>Waits until a text was written to the terminal.</summary>
    public Task UntilAsync(string text) => Eventually.IsTrueAsync(() => Shown.Contains(text, StringComparison.Ordinal));

    /// <summary>Presses Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        await process.StandardInput.WriteAsync('\x03');
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await reading;
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        await reading;
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await process.StandardOutput.ReadAsync(buffer, CancellationToken.None) is > 0 and var read)
            lock (shown) shown.Append(buffer, 0, read);
    }
}
