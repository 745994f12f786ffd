using System.Diagnostics;
using KlingMcp.Memory;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>The tasks of an account whose provider does not list them: those seen before, read as if they were its list.</summary>
internal static class MemoryList
{
    /// <summary>Stands for the provider's list. Nothing is requested.</summary>
    private static readonly TaskList Stored =
        new("memory", static (_, _) => throw new UnreachableException(), static (_, _) => throw new UnreachableException());

    /// <param name="memory">What was seen.</param>
    /// <param name="runtime">The account.</param>
    /// <param name="cursor">Where the list goes on.</param>
    /// <param name="query">Which tasks are wanted.</param>
    public static async Task<ListReading> ReadAsync(ITaskMemory memory, ProviderRuntime runtime, ListCursor cursor, ListQuery query)
    {
        var place = cursor.PlaceOf(ListCursor.KeyOf(runtime.Account.Name, Stored));
        LatestTasks wanted = new(query.Limit + place.Told.Count + 1)
        {
            Statuses = query.Statuses,
            Since = query.Since,
            Until = place.Until is { } until and < long.MaxValue ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
        };
        var found = await memory.LatestAsync(runtime.Account, wanted);
        var next = found?.Count == wanted.Limit ? Stored.Name : null;
        ListReading reading = new(runtime, Stored, place)
        {
            Remembered = found ?? [],
            WhyNotRemembered = found is null ? WhyNot(memory) : null,
        };
        return reading.With(new([.. reading.Remembered.Select(static r => r.Task)], next), number: null, query);
    }

    private static string WhyNot(ITaskMemory memory) =>
        memory.WhyOff is { } why ? $"memory off: {why}" : "the memory did not answer in time";
}
