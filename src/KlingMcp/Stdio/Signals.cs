using System.Runtime.InteropServices;

namespace KlingMcp.Stdio;

/// <summary>SIGTERM and SIGINT end the process within a second, always, and with exit code 0.</summary>
internal sealed class Signals : IDisposable
{
    /// <summary>What the orderly end gets. Whatever still hangs then (a pipe that nobody reads, say) is left hanging.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(800);

    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration terminated;
    private readonly PosixSignalRegistration interrupted;

    public Signals()
    {
        terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => stop.Token;

    public void Dispose()
    {
        terminated.Dispose();
        interrupted.Dispose();
        stop.Dispose();
    }

    /// <summary>Runs on a thread of its own, so that it ends the process even when every other thread is stuck.</summary>
    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        _ = stop.CancelAsync();
        using var never = new ManualResetEventSlim();
        never.Wait(Longest);
        Environment.Exit(0);
    }
}
