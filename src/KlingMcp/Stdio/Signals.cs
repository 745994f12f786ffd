using System.Runtime.InteropServices;

namespace KlingMcp.Stdio;

/// <summary>
/// SIGTERM, SIGINT and SIGHUP end the process within a second, whatever it does, with exit code 0. They are handled until the process is
/// gone: a second signal that came after the handlers were removed would change the exit code.
/// </summary>
internal static class Signals
{
    /// <summary>How long an orderly end gets. Whatever hangs then (a pipe that nobody reads, for example) is abandoned.</summary>
    private static readonly TimeSpan OrderlyEnd = TimeSpan.FromMilliseconds(800);

    private static readonly PosixSignal[] Handled = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP];

    private static readonly CancellationTokenSource Stop = new();
    private static readonly List<PosixSignalRegistration> Registrations = [];

    /// <summary>Handles the signals from now on.</summary>
    /// <returns>Cancelled by the first signal.</returns>
    public static CancellationToken Handle()
    {
        foreach (var signal in Handled) Registrations.Add(PosixSignalRegistration.Create(signal, End));
        return Stop.Token;
    }

    /// <summary>The runtime calls this on a thread of its own, so it ends the process even when every other thread is stuck.</summary>
    private static void End(PosixSignalContext context)
    {
        context.Cancel = true;
        _ = Stop.CancelAsync();
        using var never = new ManualResetEventSlim();
        never.Wait(OrderlyEnd);
        Environment.Exit(0);
    }
}
