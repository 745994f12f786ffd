using KlingMcp.Domain;

namespace KlingMcp.Tasks;

/// <summary>
/// Polls the tasks of one provider for all who wait. Waits on one task share its polls; where the provider takes several ids in a request, tasks that
/// are not due yet ride along for free; where it does not, requests are spread over the pause instead of being fired together.
/// </summary>
internal sealed class Watcher : IDisposable
{
    /// <summary>A fresh task may be invisible for a moment, so "not found" on the first read is asked once more after this pause.</summary>
    public static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(2);

    /// <summary>So many unreadable answers in a row are put up with.</summary>
    public const int BadResponsesInARow = 3;

    private readonly SharedReader reader;
    private readonly PollSchedule schedule;
    private readonly int batchSize;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly Dictionary<TaskKey, Watch> watches = [];
    private readonly ITimer timer;
    private long lastStart;
    private int holds;

    /// <param name="reader">Reads at the provider.</param>
    /// <param name="schedule">When to read next.</param>
    /// <param name="batchSize">How many ids one request takes.</param>
    /// <param name="time">The clock.</param>
    public Watcher(SharedReader reader, PollSchedule schedule, int batchSize, TimeProvider time)
    {
        (this.reader, this.schedule, this.batchSize, this.time) = (reader, schedule, batchSize, time);
        lastStart = time.GetTimestamp();
        timer = time.CreateTimer(static self => ((Watcher)self!).Advance(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Collects those who join until it is disposed, so that their first reads travel together.</summary>
    public IDisposable Hold()
    {
        lock (gate) holds++;
        return new Release(() =>
        {
            lock (gate) holds--;
            Advance();
        });
    }

    /// <summary>
    /// Waits for a task together with all others who do. The first to come has it read at once; who comes later has the next read brought forward,
    /// but never to less than the shortest pause after the last one.
    /// </summary>
    /// <param name="key">Which task.</param>
    /// <param name="known">Its state if it was read just now; <see langword="null"/> to have it read.</param>
    public Watch Join(TaskKey key, KlingTask? known = null)
    {
        Watch? watch;
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (!watches.TryGetValue(key, out watch))
            {
                watches.Add(key, watch = new(key, now) { Due = now });
                if (known is not null) Observe(watch, known);
            }
            else if (watch.Pause > schedule.ShortestPause)
            {
                var soonest = watch.Due - Ticks(watch.Pause) + Ticks(schedule.ShortestPause);
                watch.Due = Math.Min(watch.Due, Math.Max(now, soonest));
            }

            watch.Waiters++;
        }

        Advance();
        return watch;
    }

    /// <summary>Gives up waiting; with the last one the polling ends, a read in flight included.</summary>
    public void Leave(Watch watch)
    {
        lock (gate)
        {
            if (--watch.Waiters > 0) return;
            if (watches.GetValueOrDefault(watch.Asked) == watch) watches.Remove(watch.Asked);
        }

        watch.Stop();
    }

    public void Dispose() => timer.Dispose();

    /// <summary>Starts what is due and sets the timer for what is not.</summary>
    private void Advance()
    {
        List<Watch> due;
        lock (gate)
        {
            if (holds > 0) return;
            due = TakeDue();
        }

        if (due.Count == 0) return;
        using (reader.Hold())
            foreach (var watch in due) _ = ReadAsync(watch);
    }

    private List<Watch> TakeDue()
    {
        var now = time.GetTimestamp();
        Watch[] waiting = [.. watches.Values.Where(static w => !w.IsReading && !w.State.IsOver).OrderBy(static w => w.Due)];
        List<Watch> due = [];
        var nextDue = long.MaxValue;
        foreach (var watch in waiting)
        {
            var start = Math.Max(watch.Due, StartAfterTheLast(watch, waiting.Length));
            if (start > now)
            {
                nextDue = Math.Min(nextDue, start);
                if (batchSize == 1) break;
                continue;
            }

            due.Add(watch);
            lastStart = now;
        }

        if (batchSize > 1 && due.Count % batchSize is > 0 and var used)
            due.AddRange(waiting.Where(w => !due.Contains(w) && MayRideAlong(w, now)).Take(batchSize - used));

        foreach (var watch in due) watch.IsReading = true;
        timer.Change(nextDue == long.MaxValue ? Timeout.InfiniteTimeSpan : Later(nextDue - now), Timeout.InfiniteTimeSpan);
        return due;
    }

    /// <summary>A first read, and one among few, starts when it is due; among many each keeps its distance to the one before.</summary>
    private long StartAfterTheLast(Watch watch, int among) =>
        batchSize > 1 || watch.State.Polls == 0 ? 0 : lastStart + Ticks(watch.Pause / among);

    /// <summary>Not right after its own last read, nor while its provider wants a pause.</summary>
    private bool MayRideAlong(Watch watch, long now) =>
        watch.State is { Polls: > 0, Fault: null } && now >= watch.Due - Ticks(watch.Pause) + Ticks(schedule.ShortestPause);

    private async Task ReadAsync(Watch watch)
    {
        Reading reading;
        try
        {
            reading = await reader.ReadAsync(watch.Key, static () => TimeSpan.Zero, searching: false, watch.Stopped);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (gate)
        {
            watch.IsReading = false;
            Observe(watch, reading);
        }

        Advance();
    }

    /// <summary>Takes a reading in. Call under the gate.</summary>
    private void Observe(Watch watch, Reading reading)
    {
        var now = time.GetTimestamp();
        var before = watch.State;
        var task = reading.Task ?? before.Task;
        var fault = reading.Fault;
        watch.BadResponses = fault?.Category is FaultCategory.BadResponse ? watch.BadResponses + 1 : 0;

        var lookAgain = fault?.Category is FaultCategory.NotFound && before.Task is null && !watch.WasAskedAgain;
        watch.WasAskedAgain |= lookAgain;
        var isOver = reading.Found
            ? reading.Task.Status.IsFinal
            : !lookAgain && !fault!.IsTransient && (fault.Category is not FaultCategory.BadResponse || watch.BadResponses > BadResponsesInARow);

        if (reading.Found)
        {
            watch.Key = new(reading.Task.Reference.Id, reading.Task.Reference.Kind, IdScope.Own);
            if (isOver && before.Task is not null) schedule.Learn(reading.Task);
        }

        watch.Pause = lookAgain ? SecondLook : PauseOf(watch, task, fault);
        watch.Due = now + Ticks(watch.Pause);
        watch.Change(new(task, fault, isOver, before.Polls + 1, fault?.RetryAfter is { } retryAfter ? now + Ticks(retryAfter) : null));
    }

    private TimeSpan PauseOf(Watch watch, KlingTask? task, Fault? fault)
    {
        var pause = schedule.PauseAfter(task, time.GetElapsedTime(watch.Since), time.GetUtcNow());
        return fault?.RetryAfter is { } asked && asked > pause ? asked : pause;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private TimeSpan Later(long timestamps) =>
        TimeSpan.FromSeconds((double)timestamps / time.TimestampFrequency) is var later && later > TimeSpan.FromMilliseconds(1) ? later : TimeSpan.FromMilliseconds(1);
}
