using KlingMcp.Lookups;

namespace KlingMcp.Stdio;

/// <summary>Waits, at the end of input, until every request is answered.</summary>
internal sealed class SessionEnd(PendingRequests pending, Shutdown shutdown, TimeProvider time)
{
    /// <summary>How long an answer may take after the grace of the lookups, or after the answer before it.</summary>
    private static readonly TimeSpan LastAnswers = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest that the client has to read all answers.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>How long what is to be remembered may take to be stored. The end after a signal has a second in all.</summary>
    public static readonly TimeSpan LastFlush = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <param name="takingUp">Completes when every message that was read is taken up.</param>
    public async Task DrainAsync(Task takingUp)
    {
        // What was read is taken up first, unless it waits for room.
        while (!takingUp.IsCompleted && !pending.IsFull) await Task.Delay(Step, time, CancellationToken.None);

        shutdown.Request();
        var started = time.GetTimestamp();
        var (before, limit) = (pending.Settled, Shutdown.Grace + LastAnswers);
        while (!(takingUp.IsCompleted && pending.Count == 0) && time.GetElapsedTime(started) is var elapsed && elapsed < limit)
        {
            await Task.Delay(Step, time, CancellationToken.None);

            // While answers keep going out, the rest of them get more time: a thousand answers take longer than one.
            var settled = pending.Settled;
            if (settled > before && elapsed < Longest - LastAnswers && elapsed + LastAnswers > limit) limit = elapsed + LastAnswers;
            before = settled;
        }
    }
}
