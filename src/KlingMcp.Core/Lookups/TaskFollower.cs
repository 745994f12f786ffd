using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>Finds one task of a wait and follows it.</summary>
internal sealed class TaskFollower(LookupPlanner planner, TaskFinder finder, ProviderRuntimes runtimes, TimeProvider time)
{
    /// <summary>Between two searches over several providers, after a fault that may pass.</summary>
    private static readonly TimeSpan SearchPause = TimeSpan.FromSeconds(3);

    /// <summary>As many checks of "not found" fall into <see cref="LookupApi.DefaultFreshFor"/>.</summary>
    private const int UsualChecks = 3;

    /// <summary>
    /// What becomes known of the task, until nothing more can be learned in time. Throws when the deadline's token is cancelled.
    /// </summary>
    public async IAsyncEnumerable<Snapshot> FollowAsync(TaskQuery query, CallDeadline deadline)
    {
        var planned = planner.Plan(query);
        if (planned.Fault is { } fault)
        {
            yield return new(null, fault, IsOver: true, Reads: 0);
            yield break;
        }

        if (planned.Value!.Single is { } search)
        {
            await foreach (var snapshot in WatchAsync(query, search, read: null, deadline)) yield return snapshot;
            yield break;
        }

        KlingTask? found = null;
        await foreach (var snapshot in SearchAsync(query, planned.Value, deadline))
        {
            yield return snapshot;
            found = snapshot is { Task: { Status.IsFinal: false } running } ? running : null;
        }

        if (found is null) yield break;

        var place = ProviderSearch.For(runtimes[found.Reference.Provider].Account, found.Reference);
        await foreach (var snapshot in WatchAsync(query, place, found, deadline)) yield return snapshot;
    }

    /// <summary>
    /// Searches several providers, again as long as <see cref="ContinueRule"/> says. The last snapshot has the task or the fault.
    /// </summary>
    private async IAsyncEnumerable<Snapshot> SearchAsync(TaskQuery query, LookupPlan plan, CallDeadline deadline)
    {
        ReadHistory history = default;
        for (var searches = 1; ; searches++)
        {
            var result = await finder.FindAsync(query, history.FurtherRecheck < deadline.Left ? plan.WithoutFallback() : plan, deadline);

            // A fault from before the time ran out says more than the timeout does.
            if (searches > 1 && deadline.Token.IsCancellationRequested) yield break;

            (history, var next, var recheckPause) = ContinueRule.After(history, result, freshFor: LongestFreshFor(plan));

            // after the usual time only those are asked again at which a fresh task may still be invisible
            if (history.Rechecks > UsualChecks) plan = plan.At(p => FreshFor(p) > LookupApi.DefaultFreshFor);
            yield return new(result.Value, result.Fault, IsOver: next is NextRead.None, searches);
            if (result.IsSuccess || next is NextRead.None) yield break;

            var pause = next is NextRead.Scheduled ? result.Fault.RetryAfter ?? SearchPause : recheckPause;
            if (pause >= deadline.Left) yield break;

            await Task.Delay(pause, time, deadline.Token);
        }
    }

    private TimeSpan FreshFor(string provider) => runtimes[provider].Account.Api.FreshFor;

    private TimeSpan LongestFreshFor(LookupPlan plan) => plan.Rounds.SelectMany(static r => r).Max(s => FreshFor(s.Provider));

    private async IAsyncEnumerable<Snapshot> WatchAsync(TaskQuery query, ProviderSearch search, KlingTask? read, CallDeadline deadline)
    {
        var poller = runtimes[search.Provider].Poller;
        await foreach (var snapshot in poller.WatchAsync(search, read, deadline.Timestamp, deadline.Token))
            yield return snapshot.Fault is { } fault ? snapshot with { Fault = finder.WithAsked(fault, search.Provider, query) } : snapshot;
    }
}
