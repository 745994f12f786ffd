using System.Diagnostics.CodeAnalysis;
using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>
/// Polls the tasks of one provider for all who wait. Waits on one task share its polls; where the provider takes several ids in a request, tasks that
/// are not due yet ride along for free; where it does not, requests are spread over the pause instead of being fired together.
/// </summary>
internal sealed class Watcher : IDisposable
{
    /// <summary>A fresh task may be invisible for a moment, so "not found" on the first read is asked once more after this pause.</summary>
    public static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(2);

    /// <summary>How long before the end of a wait its last read begins.</summary>
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(1);

    /// <summary>So many unreadable answers in a row are put up with.</summary>
    public const int BadResponsesInARow = 3;

    /// <summary>Polls that fall due together are spread over this part of their pause; the rest is room for what comes between.</summary>
    private const double Spread = 0.5;

    private readonly SharedReader reader;
    private readonly PollSchedule schedule;
    private readonly LearnedDurations known;
    private readonly int batchSize;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly Dictionary<TaskKey, Watch> watches = [];
    private readonly Queue<Watch> unread = new();
    private readonly PriorityQueue<Watch, long> polls = new();
    private readonly PriorityQueue<Watch, long> wanted = new();
    private readonly ITimer timer;
    private long lastPoll;
    private double pollsPerSecond;
    private int holds;

    /// <param name="reader">Reads at the provider.</param>
    /// <param name="schedule">When to read next.</param>
    /// <param name="known">How long tasks take; learns from those that finish.</param>
    /// <param name="batchSize">How many ids one request takes.</param>
    /// <param name="time">The clock.</param>
    public Watcher(SharedReader reader, PollSchedule schedule, LearnedDurations known, int batchSize, TimeProvider time)
    {
        (this.reader, this.schedule, this.known, this.batchSize, this.time) = (reader, schedule, known, batchSize, time);
        lastPoll = time.GetTimestamp();
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
    /// but never to less than the shortest pause after the last one, nor into a pause that the provider asked for.
    /// </summary>
    /// <param name="key">Which task.</param>
    /// <param name="read">Its state if it was read just now; <see langword="null"/> to have it read.</param>
    public Watch Join(TaskKey key, KlingTask? read = null)
    {
        Watch? watch;
        lock (gate)
        {
            if (!watches.TryGetValue(key, out watch) && !TryTwin(key, out watch))
            {
                watches.Add(key, watch = new(key, time.GetTimestamp()));
                if (read is null) unread.Enqueue(watch);
                else Observe(watch, read);
            }
            else
            {
                BringForward(watch, time.GetTimestamp());
            }

            watch.Waiters++;
        }

        Advance();
        return watch;
    }

    /// <summary>The same task, known by now, that somebody asked for in the other form. Call under the gate.</summary>
    private bool TryTwin(TaskKey key, [NotNullWhen(true)] out Watch? watch)
    {
        watch = key.Twin is { } twin && watches.GetValueOrDefault(twin) is { State.Task: { } task } known && task.Reference.Id == key.Id ? known : null;
        return watch is not null;
    }

    /// <summary>Has a task read once more before a wait's time is up, so that the state it answers with is fresh.</summary>
    /// <param name="watch">Which task.</param>
    /// <param name="left">The time left; too little for one more read changes nothing.</param>
    public void LookOnceMore(Watch watch, TimeSpan left)
    {
        if (left <= LastLook) return;

        lock (gate) BringForward(watch, time.GetTimestamp() + Ticks(left - LastLook));
        Advance();
    }

    /// <summary>Gives up waiting; with the last one the polling ends, a read in flight included.</summary>
    public void Leave(Watch watch)
    {
        lock (gate)
        {
            if (--watch.Waiters > 0) return;
            watch.IsGone = true;
            Demand(watch, 0);
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
        List<Watch> due = [];
        while (unread.TryDequeue(out var first))
            if (!first.IsGone) due.Add(first);

        // somebody waits for these: they keep no distance
        while (Next(wanted) is { } watch && watch.Due <= now) due.Add(wanted.Dequeue());

        var next = Next(wanted)?.Due;
        while (Next(polls) is { } watch)
        {
            var start = batchSize > 1 ? watch.Due : Math.Max(watch.Due, lastPoll + Ticks(TimeSpan.FromSeconds(Spread / pollsPerSecond)));
            if (start > now)
            {
                next = start < next ? start : next ?? start;
                break;
            }

            polls.Dequeue();
            due.Add(watch);
            lastPoll = now;
        }

        if (due.Count % batchSize > 0) AddFreeRiders(due, batchSize - (due.Count % batchSize), now);
        foreach (var watch in due) watch.IsReading = true;
        timer.Change(next is { } timestamp ? Later(timestamp - now) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return due;
    }

    /// <summary>The next planned read that still counts; plans that were changed or given up are dropped.</summary>
    private static Watch? Next(PriorityQueue<Watch, long> plans)
    {
        while (plans.TryPeek(out var watch, out var planned))
        {
            if (!watch.IsGone && !watch.IsReading && watch.Due == planned) return watch;
            plans.Dequeue();
        }

        return null;
    }

    /// <summary>A request that leaves anyway takes along those next in line, unless they were read just now or their provider wants a pause.</summary>
    private void AddFreeRiders(List<Watch> due, int places, long now)
    {
        List<Watch> stay = [];
        for (; places > 0 && Next(polls) is { } watch; polls.Dequeue())
        {
            if (watch.State.Fault is null && now >= Soonest(watch))
            {
                due.Add(watch);
                places--;
            }
            else
            {
                stay.Add(watch);
            }
        }

        foreach (var watch in stay) polls.Enqueue(watch, watch.Due);
    }

    /// <summary>
    /// Not closer to its last read than the shortest pause, nor into a pause that its provider asked for, nor the second look, which is of use after its own
    /// pause only. Call under the gate.
    /// </summary>
    private void BringForward(Watch watch, long to)
    {
        if (watch.IsReading || watch.State is not { Polls: > 0, IsOver: false, ResumesAt: null } or { Fault.Category: FaultCategory.NotFound }) return;

        var soonest = Math.Max(to, Soonest(watch));
        if (soonest >= watch.Due) return;

        watch.Due = soonest;
        wanted.Enqueue(watch, soonest);
    }

    private long Soonest(Watch watch) => watch.LastRead + Ticks(schedule.ShortestPause);

    private void Plan(Watch watch, long due)
    {
        Demand(watch, 1 / watch.Pause.TotalSeconds);
        watch.Due = due;
        polls.Enqueue(watch, due);
    }

    /// <summary>Keeps the sum of what all watches demand.</summary>
    private void Demand(Watch watch, double polls)
    {
        pollsPerSecond += polls - watch.PollsPerSecond;
        watch.PollsPerSecond = polls;
    }

    private async Task ReadAsync(Watch watch)
    {
        Result<KlingTask> reading;
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
    private void Observe(Watch watch, Result<KlingTask> reading)
    {
        var now = time.GetTimestamp();
        var before = watch.State;
        var task = reading.Value ?? before.Task;
        var fault = reading.Fault;
        watch.BadResponses = fault?.Category is FaultCategory.BadResponse ? watch.BadResponses + 1 : 0;

        var lookAgain = fault?.Category is FaultCategory.NotFound && before.Task is null && !watch.WasAskedAgain;
        watch.WasAskedAgain |= lookAgain;
        var isOver = reading.IsSuccess
            ? reading.Value.Status.IsFinal
            : !lookAgain && !fault!.IsTransient && (fault.Category is not FaultCategory.BadResponse || watch.BadResponses > BadResponsesInARow);

        if (reading.IsSuccess)
        {
            watch.Key = new(reading.Value.Reference.Id, reading.Value.Reference.Kind, IdScope.Own);
            watch.Estimate = ProviderEstimate.Hear(watch.Estimate, reading.Value.EtaSeconds, time.GetElapsedTime(watch.Since, now));
            known.Learn(reading.Value);
        }

        watch.LastRead = now;
        watch.Pause = lookAgain ? SecondLook : PauseOf(watch, task, fault, now);
        if (isOver) Demand(watch, 0);
        else Plan(watch, now + Ticks(watch.Pause));
        watch.Change(new(task, fault, isOver, before.Polls + 1, fault?.RetryAfter is { } retryAfter ? now + Ticks(retryAfter) : null));
    }

    private TimeSpan PauseOf(Watch watch, KlingTask? task, Fault? fault, long now)
    {
        var pause = schedule.PauseAfter(new(task?.Kind, time.GetUtcNow() - task?.CreatedAt, time.GetElapsedTime(watch.Since, now), watch.Estimate));
        return fault?.RetryAfter is { } asked && asked > pause ? asked : pause;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private TimeSpan Later(long timestamps) =>
        TimeSpan.FromSeconds((double)timestamps / time.TimestampFrequency) is var later && later > TimeSpan.FromMilliseconds(1) ? later : TimeSpan.FromMilliseconds(1);
}
