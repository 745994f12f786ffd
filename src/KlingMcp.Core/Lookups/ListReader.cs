using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Memory;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>Reads one list of a provider, page by page, from the newest task that was not listed yet.</summary>
internal static class ListReader
{
    /// <summary>How many rows are asked for when many of them may be left out here.</summary>
    private const int FilteredSize = 100;

    /// <param name="runtime">The account.</param>
    /// <param name="list">The list.</param>
    /// <param name="place">Where to begin.</param>
    /// <param name="query">Which tasks are wanted.</param>
    /// <param name="deadline">Ends it: the pages read until then count.</param>
    public static async Task<ListReading> ReadAsync(
        ProviderRuntime runtime, TaskList list, ListPlace place, ListQuery query, CallDeadline deadline)
    {
        ListReading reading = new(runtime, list, place);
        var wanted = query.Limit + place.Told.Count + 1;
        var request = new ListRequest(query.Statuses.Count > 0 ? Math.Max(wanted, FilteredSize) : wanted)
        {
            Statuses = query.Statuses,
            Since = query.Since,
            Until = list.HasTimeBound && place.Until is > 0 and < long.MaxValue and var until
                ? DateTimeOffset.FromUnixTimeMilliseconds(until)
                : null,
            Page = place.Page,
        };
        for (var pages = 0; pages < list.MaxPages; pages++)
        {
            var asked = request;
            var page = await deadline.AnswerOrOutOfTimeAsync(
                runtime.Account.Name, () => runtime.ListAsync(list, asked, new RetryBudget(deadline.Timestamp), deadline.Token));
            if (page.Fault is { } fault)
            {
                // What was read before is listed; the list continues from there.
                return pages == 0 ? reading with { Fault = fault } : reading;
            }

            reading = reading.With(page.Value!, asked.Page, query);
            if (reading.IsComplete || (reading.Rows.Count > query.Limit && !reading.IsUnordered)) break;
            request = request with { Page = page.Value!.Next };
        }

        return reading;
    }
}

/// <summary>What was read of a list.</summary>
/// <param name="Runtime">The account.</param>
/// <param name="List">The list.</param>
/// <param name="Place">Where the reading began.</param>
internal sealed record ListReading(ProviderRuntime Runtime, TaskList List, ListPlace Place)
{
    /// <summary>A list may be sorted by another of a task's times than the one reported.</summary>
    private const long MillisecondsOutOfOrder = 60_000;

    public string Key => ListCursor.KeyOf(Runtime.Account.Name, List);

    /// <summary>The tasks that are wanted and were not listed before.</summary>
    public IReadOnlyList<KlingTask> Rows { get; private init; } = [];

    /// <summary>What comes from memory instead of the provider; <see langword="null"/> if the provider lists it.</summary>
    public IReadOnlyList<RememberedTask>? Remembered { get; init; }

    /// <summary>Why nothing is remembered; <see langword="null"/> if something is, or if the provider lists it.</summary>
    public string? WhyNotRemembered { get; init; }

    /// <summary>Nothing is left to read.</summary>
    public bool IsComplete { get; private init; }

    /// <summary>The pages are not newest first, and more of them are left: unread tasks may be newer than those read.</summary>
    public bool IsUnordered => HasDisorder && !IsComplete && Fault is null;

    /// <summary>Older tasks were not read; <see cref="long.MaxValue"/> if none was. Only when not <see cref="IsComplete"/>.</summary>
    public long OldestRead { get; private init; } = long.MaxValue;

    /// <summary>Why it could not be read; <see langword="null"/> if it was.</summary>
    public Fault? Fault { get; init; }

    /// <summary>The fault only means that the account has no such list.</summary>
    public bool IsAbsent => Fault is { } fault
        && (fault.Category is FaultCategory.NotFound
            || (List.IsOptional && fault.Category is not FaultCategory.Auth)
            || (List.Kind is not null && fault.Category is FaultCategory.InvalidInput));

    /// <summary>The pages read, each with the time of its oldest row.</summary>
    private IReadOnlyList<(string? Page, long Oldest)> Pages { get; init; } = [];

    /// <summary>The ids of all rows read, wanted or not.</summary>
    private IReadOnlySet<string> Seen { get; init; } = new HashSet<string>();

    private string? Next { get; init; }

    private bool HasDisorder { get; init; }

    /// <summary>The sort key of a task. Tasks without a time come last.</summary>
    public static long TimeOf(KlingTask task) => (task.CreatedAt ?? task.FinishedAt ?? task.SeenAt)?.ToUnixTimeMilliseconds() ?? 0;

    /// <summary>The same with one more page.</summary>
    public ListReading With(ListPage page, string? number, ListQuery query)
    {
        var since = query.Since?.ToUnixTimeMilliseconds() ?? long.MinValue;
        long[] times = [.. page.Tasks.Select(TimeOf).Where(static t => t > 0)];
        var oldest = page.Tasks.Select(TimeOf).Append(OldestRead).Min();
        string[] ids = [.. page.Tasks.Select(static t => t.Reference.Id)];

        // A list that repeats itself ignores the number of the page: it has no more.
        var isRepeated = ids.All(Seen.Contains);
        return this with
        {
            Rows = [.. Rows, .. page.Tasks.Where(t => !t.IsOtherModel && query.Has(t.Status) && TimeOf(t) >= since && IsNew(t))],
            HasDisorder = HasDisorder || (times.Length > 0 && times.Max() - MillisecondsOutOfOrder > Math.Min(times[0], OldestRead)),
            IsComplete = page.Next is null || isRepeated || oldest < since,
            OldestRead = oldest,
            Pages = [.. Pages, (number, oldest)],
            Seen = Seen.Concat(ids).ToHashSet(),
            Next = page.Next,
        };
    }

    /// <summary>Where the list goes on; <see langword="null"/> for the place of all.</summary>
    /// <param name="until">What was made later has been listed.</param>
    /// <param name="told">The tasks of that very time that have been listed.</param>
    public ListPlace? PlaceAfter(long until, IReadOnlyList<string> told)
    {
        if (Fault is not null) return Place;
        if (List.HasTimeBound) return null;

        var isTold = Rows.All(t => TimeOf(t) != until || told.Contains(t.Reference.Id));
        var page = Pages.FirstOrDefault(p => p.Oldest < until || (p.Oldest == until && !isTold), (Next ?? Pages[^1].Page, 0)).Page;
        return page is null ? null : new(null, [], page);
    }

    private bool IsNew(KlingTask task) =>
        TimeOf(task) is var time && (time < Place.Until || (time == Place.Until && !Place.Told.Contains(task.Reference.Id)));
}
