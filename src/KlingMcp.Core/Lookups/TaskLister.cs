using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Memory;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>
/// Lists the latest tasks of all accounts. The providers are asked side by side; a failure at one does not affect the others.
/// </summary>
internal sealed class TaskLister(
    IReadOnlyList<ProviderDescriptor> providers,
    IReadOnlyDictionary<string, string> notConfigured,
    ProviderRuntimes runtimes,
    ITaskMemory memory,
    WaitOptions options,
    Shutdown shutdown,
    TimeProvider time)
{
    /// <summary>How many lists of one provider are read at the same time.</summary>
    private const int ListsAtOnce = 4;

    private readonly ProviderNames names = new(providers);

    /// <param name="arguments">As the caller wrote them.</param>
    /// <param name="cancellationToken">The caller gave up.</param>
    public async Task<Result<ListResult>> ListAsync(ListArguments arguments, CancellationToken cancellationToken)
    {
        var (query, refused) = ListQuery.Read(arguments, names, time.GetUtcNow());
        if (query is null) return refused!;

        ProviderRuntime[] asked = [.. runtimes.All.Where(r => query.Provider is null || r.Account.Name == query.Provider)];
        if (asked.Length == 0) return NotConfigured(query);

        var binding = ListCursor.Bind(query, asked.Select(static r => r.Account));
        var (cursor, broken) = ListCursor.Read(arguments.Cursor, binding);
        if (cursor is null) return broken!;

        using CallDeadline deadline = new(options.Lookup, time, shutdown.GraceElapsed, cancellationToken);
        var readings = (await Task.WhenAll(asked.Select(r => ReadAsync(r, cursor, query, deadline)))).SelectMany(static r => r).ToArray();
        cancellationToken.ThrowIfCancellationRequested();
        var unlisted = asked.Where(r => readings.Where(x => x.Runtime == r).All(static x => x.IsAbsent));
        var remembered = await Task.WhenAll(unlisted.Select(r => MemoryList.ReadAsync(memory, r, cursor, query)));
        var page = MergedPage.Of([.. readings, .. remembered], query.Limit);
        return new ListResult(await CompleteAsync(page.Told, deadline))
        {
            Cursor = page.NextCursor?.Write(binding),
            SearchedBackTo = page.SearchedBackTo is { } back ? DateTimeOffset.FromUnixTimeMilliseconds(back) : null,
            NotListed = [.. remembered.Select(NotListedOf)],
            Faults = [.. FaultsOf(readings)],
            Unordered = [.. readings.Where(static r => r.IsUnordered).Select(static r => r.Runtime.Account.Name).Distinct()],
            Kinds = [.. readings.Where(static r => r.Fault is null).Select(static r => r.List.Kind).OfType<string>()],
        };
    }

    private static async Task<ListReading[]> ReadAsync(ProviderRuntime runtime, ListCursor cursor, ListQuery query, CallDeadline deadline)
    {
        using SemaphoreSlim slots = new(ListsAtOnce);
        return await Task.WhenAll(runtime.Account.Lists.Select(async list =>
        {
            await slots.WaitAsync(CancellationToken.None);
            try
            {
                var place = cursor.PlaceOf(ListCursor.KeyOf(runtime.Account.Name, list));
                return await ListReader.ReadAsync(runtime, list, place, query, deadline);
            }
            finally
            {
                slots.Release();
            }
        }));
    }

    /// <summary>Looks up the tasks whose row lacks fields. A row that cannot be completed is listed as it is.</summary>
    private async Task<IReadOnlyList<ListedTask>> CompleteAsync(IReadOnlyList<MergedRow> told, CallDeadline deadline)
    {
        var all = runtimes.StartTogether(() => told.Select(async row =>
        {
            if (row.Reading.Remembered is { } seen)
                return new(row.Task, TaskSource.Memory, seen.First(r => r.Task == row.Task).Outputs);
            if (!row.Reading.List.IsBrief) return Listed(row.Task);

            TaskKey key = new(row.Task.Reference.Id, row.Task.Reference.Kind);
            var read = await LoadAsync(row.Reading.Runtime, key, deadline);
            return read is null ? new(row.Task, TaskSource.Provider, null)
                : Listed(read with { CreatedAt = read.CreatedAt ?? row.Task.CreatedAt });
        }).ToArray());
        return await Task.WhenAll(all);
    }

    private static async Task<KlingTask?> LoadAsync(ProviderRuntime runtime, TaskKey key, CallDeadline deadline) =>
        (await deadline.AnswerOrOutOfTimeAsync(
            runtime.Account.Name, () => runtime.Loader.LoadAsync(key, new RetryBudget(deadline.Timestamp), deadline.Token))).Value;

    private static ListedTask Listed(KlingTask task) =>
        new(task, TaskSource.Provider, ProviderRuntime.OutputsOf(task));

    /// <summary>The worst fault of each provider, unless it only means that there is no such list.</summary>
    private static IEnumerable<Fault> FaultsOf(IEnumerable<ListReading> readings) =>
        from reading in readings
        where reading is { Fault: not null, IsAbsent: false }
        group reading.Fault by reading.Runtime.Account.Name into faults
        select FaultSeverity.Worst(faults) ?? faults.First();

    private static NotListed NotListedOf(ListReading remembered)
    {
        var account = remembered.Runtime.Account;
        var why = account is { ListAddress: null, Provider.ListBase: { } other } ? $"set {other.Variable} to list its tasks"
            : account.Lists.Count > 0 ? "the provider answers that it has none"
            : "the provider has none";
        return new(account.Name, $"{why}; {remembered.WhyNotRemembered ?? "shown from memory"}");
    }

    private Fault NotConfigured(ListQuery query)
    {
        var named = query.Provider is null ? null : names.Find(query.Provider);
        return new(FaultCategory.NotConfigured, named is null ? "no provider has a key"
            : notConfigured.GetValueOrDefault(named.Name) ?? $"{named.Name} has no key")
        {
            Provider = named?.Name,
            Hint = $"{MissingKey.Advice(named is null ? providers : [named])}.",
            PersonHint = $"{MissingKey.PersonAdvice(named is null ? providers : [named])}.",
        };
    }
}
