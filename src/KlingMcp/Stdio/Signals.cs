using System.Runtime.InteropServices;

namespace KlingMcp.Stdio;

/// <summary>SIGTERM and SIGINT end the process within a second, whatever it does, with exit code 0.</summary>
internal sealed class Signals : IDisposable
{
    /// <summary>How long an orderly end gets. Whatever hangs then (a pipe that nobody reads, for example) is abandoned.</summary>
    private static readonly TimeSpan OrderlyEnd = TimeSpan.FromMilliseconds(800);

    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration terminate;
    private readonly PosixSignalRegistration interrupt;

    public Signals()
    {
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => stop.Token;

    public void Dispose()
    {
        terminate.Dispose();
        interrupt.Dispose();
        stop.Dispose();
    }

    /// <summary>The runtime calls this on a thread of its own, so it ends the process even when every other thread is stuck.</summary>
    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        _ = stop.CancelAsync();
        using var never = new ManualResetEventSlim();
        never.Wait(OrderlyEnd);
        Environment.Exit(0);
    }
}
