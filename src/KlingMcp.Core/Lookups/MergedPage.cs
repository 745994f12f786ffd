using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>A task with the list that it is in.</summary>
internal sealed record MergedRow(KlingTask Task, ListReading Reading);

/// <summary>
/// The newest tasks of several lists. A task is listed only if no list can hold an unread one that is newer, so that none is skipped.
/// Pure.
/// </summary>
/// <param name="Told">Newest first.</param>
/// <param name="NextCursor">Where the list continues; <see langword="null"/> when everything has been listed.</param>
/// <param name="SearchedBackTo">
/// How far back was looked, in Unix milliseconds, when that is why there are so few tasks; <see langword="null"/> otherwise.
/// </param>
internal sealed record MergedPage(IReadOnlyList<MergedRow> Told, ListCursor? NextCursor, long? SearchedBackTo)
{
    /// <param name="readings">What was read of each list.</param>
    /// <param name="limit">At most so many tasks are listed.</param>
    public static MergedPage Of(IReadOnlyList<ListReading> readings, int limit)
    {
        var read = readings.Where(static r => r.Fault is null).ToArray();
        var horizon = read.Where(static r => !r.IsComplete).Select(static r => r.OldestRead).DefaultIfEmpty(long.MinValue).Max();
        MergedRow[] rows =
        [
            .. read.SelectMany(static r => r.Rows.Select(t => new MergedRow(t, r)))
                .DistinctBy(static r => (r.Task.Reference.Provider, r.Task.Reference.Id))
                .OrderByDescending(static r => ListReading.TimeOf(r.Task))
                .ThenBy(static r => r.Task.Reference.ToString(), StringComparer.Ordinal),
        ];
        MergedRow[] told = [.. rows.TakeWhile(r => ListReading.TimeOf(r.Task) >= horizon).Take(limit)];
        var isShort = told.Length < limit && horizon > long.MinValue;
        var isAllRead = horizon == long.MinValue && readings.All(static r => r.Fault is null || r.IsAbsent);
        if (told.Length == rows.Length && (isAllRead || (told.Length == 0 && horizon == long.MinValue))) return new(told, null, null);

        var until = isShort || told.Length == 0 ? horizon : ListReading.TimeOf(told[^1].Task);
        return new(told, CursorAt(until, told, readings), isShort && horizon is > 0 and < long.MaxValue ? horizon : null);
    }

    private static ListCursor CursorAt(long until, MergedRow[] told, IReadOnlyList<ListReading> readings)
    {
        var before = readings.SelectMany(static r => r.Place.Told.Select(id => (r.Place.Until, Id: id)))
            .Where(p => p.Until == until).Select(static p => p.Id);
        var now = told.Where(r => ListReading.TimeOf(r.Task) == until).Select(static r => r.Task.Reference.Id);
        string[] ids = [.. now.Concat(before).Distinct()];
        return new(until, ids)
        {
            Places = readings.Select(r => (r.Key, Place: r.PlaceAfter(until, ids))).Where(static p => p.Place is not null)
                .ToDictionary(static p => p.Key, static p => p.Place!),
        };
    }
}
