using KlingMcp.Memory;

namespace KlingMcp.Lookups;

/// <summary>Takes over what earlier sessions found, where that saves a search.</summary>
/// <param name="planner">Knows what would be searched.</param>
/// <param name="runtimes">The accounts.</param>
/// <param name="places">Receives the places.</param>
/// <param name="memory">The earlier sessions.</param>
internal sealed class PlaceRecall(LookupPlanner planner, ProviderRuntimes runtimes, FoundPlaces places, ITaskMemory memory)
{
    /// <summary>Asks the memory about the ids that would be searched for at several places. It answers soon or not at all.</summary>
    public async Task RecallAsync(IEnumerable<TaskQuery> queries)
    {
        var searches = queries.Select(planner.Plan).Select(static p => p.Value).OfType<LookupPlan>().Where(static p => p.IsSearch)
            .SelectMany(static p => p.Rounds.SelectMany(static r => r))
            .Select(static s => (s.Provider, s.Keys[0].Id)).Distinct()
            .Where(s => !places.Has(s.Provider, s.Id)).ToArray();
        if (searches.Length == 0) return;

        foreach (var (provider, id, found) in await AskAsync(searches))
        {
            var kinds = runtimes[provider].Account.Api.Kinds;
            if (kinds.Count == 0 || (found is not null && kinds.Contains(found))) places.Remember(provider, id, found);
        }
    }

    private async Task<IEnumerable<(string Provider, string Id, string? Kind)>> AskAsync((string Provider, string Id)[] searches)
    {
        var found = await memory.FindAsync([.. searches.Select(s => (runtimes[s.Provider].Account, s.Id))]);
        return
            from remembered in found
            let task = remembered.Task
            from search in searches
            where search.Provider == task.Reference.Provider && (search.Id == task.Reference.Id || search.Id == task.ExternalId)
            select (search.Provider, search.Id, task.Reference.Kind);
    }
}
