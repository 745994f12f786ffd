using System.Collections.Immutable;
using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Lookups;

/// <summary>Decides which providers are asked for a task, and for what. Sends nothing.</summary>
/// <param name="providers">All providers.</param>
/// <param name="accounts">The providers that have a key.</param>
/// <param name="notConfigured">What is missing at a provider, where that is more than its variables: half a pair of keys.</param>
/// <param name="defaultProvider">Asked first where an id fits several; <see langword="null"/> for none.</param>
/// <param name="places">Where ids were found before.</param>
internal sealed class LookupPlanner(
    IReadOnlyList<ProviderDescriptor> providers,
    IReadOnlyList<ProviderAccount> accounts,
    IReadOnlyDictionary<string, string> notConfigured,
    string? defaultProvider,
    FoundPlaces places)
{
    /// <summary>Kinds that are tried at the same time.</summary>
    private const int KindsAtOnce = 4;

    /// <summary>Which forms of ids fit which providers, for people.</summary>
    private string FormsInWords => string.Join("; ", providers.GroupBy(static p => p.IdForm)
        .Select(static g => $"{g.Key} ({string.Join(", ", g.Select(static p => p.Name))})"));

    /// <summary>The plan, or the reason why no provider can be asked.</summary>
    public Result<LookupPlan> Plan(TaskQuery query)
    {
        var wanted = query.Provider is { } named ? [named] : Fitting(query.Id);
        var searches = accounts.Where(a => wanted.Contains(a.Provider))
            .Select(a => Search(a, query) with { KlingOnly = query.Provider is null }).ToImmutableArray();
        var externals = query.Provider is null && MayBeExternal(query.Id) ? ExternalSearches(query, wanted) : [];
        var first = LikeliestOf(searches);
        ImmutableArray<ProviderSearch>[] rounds = [first, searches.RemoveAll(first.Contains), externals];
        LookupPlan plan = new([.. rounds.Where(static r => r.Length > 0)]);
        return plan.Rounds.Length > 0 ? plan : NotConfigured(wanted, query);
    }

    /// <summary>
    /// The providers whose ids look like this one. An id of no known form is an external id, so only providers that keep those may know it.
    /// </summary>
    public IReadOnlyList<ProviderDescriptor> Fitting(string id) =>
        providers.Where(p => IdAt(p, id) is not null).ToArray() is { Length: > 0 } owners ? owners
            : [.. providers.Where(static p => p.ExternalIds)];

    /// <summary>
    /// The id in the form of a provider: as it is, or as a UUID if it is one without dashes; <see langword="null"/> if it fits neither way.
    /// </summary>
    private static string? IdAt(ProviderDescriptor provider, string id) =>
        provider.MayOwn(id) ? id : IdForms.AsUuid(id) is { } uuid && provider.MayOwn(uuid) ? uuid : null;

    /// <summary>Where it was found before, else the default provider, else all.</summary>
    private ImmutableArray<ProviderSearch> LikeliestOf(ImmutableArray<ProviderSearch> searches) =>
        searches.RemoveAll(s => !places.Has(s.Provider, s.Keys[0].Id)) is [_, ..] known ? known
            : searches.RemoveAll(s => s.Provider != defaultProvider) is [_, ..] preferred ? preferred
            : searches;

    /// <summary>Whether an id of a provider's form may also be the caller's own.</summary>
    private static bool MayBeExternal(string id) => IdForms.IsHex32(id) || IdForms.IsReplicateId(id) || IdForms.IsNanoId(id);

    /// <summary>Lookups of an id that has a provider's form but may be the caller's own.</summary>
    private ImmutableArray<ProviderSearch> ExternalSearches(TaskQuery query, IReadOnlyList<ProviderDescriptor> wanted) =>
    [
        .. accounts.Where(a => a.Api.HasExternalLookup && !wanted.Contains(a.Provider))
            .Select(a => ProviderSearch.InOrder(a, new TaskKey(query.Id, External: true))),
    ];

    private ProviderSearch Search(ProviderAccount account, TaskQuery query)
    {
        var (provider, api) = (account.Provider, account.Api);
        var id = IdAt(provider, query.Id) ?? query.Id;
        if (api.Kinds.Count > 0)
        {
            return (query.Kind ?? places.KindOf(provider.Name, id)) is { } kind
                ? ProviderSearch.InOrder(account, new TaskKey(id, kind))
                : new(provider.Name, [.. api.Kinds.Select(k => new TaskKey(id, k))], KindsAtOnce);
        }

        TaskKey own = new(id, query.Kind);
        var external = own with { External = true };
        if (query.External) return ProviderSearch.InOrder(account, api.HasExternalLookup ? external : own);

        var mayBeExternal = api.HasExternalLookup && (query.Provider is not null || !provider.MayOwn(id));
        return mayBeExternal ? ProviderSearch.InOrder(account, own, external) : ProviderSearch.InOrder(account, own);
    }

    private Fault NotConfigured(IReadOnlyList<ProviderDescriptor> wanted, TaskQuery query)
    {
        string[] reasons = [.. wanted.Select(p => notConfigured.GetValueOrDefault(p.Name)).OfType<string>()];
        var message = reasons.Length > 0 ? string.Join("; ", reasons)
            : wanted is [var one] ? $"{one.Name} has no key"
            : "no provider whose ids look like this has a key";
        var fitsNoForm = query.Provider is null && providers.All(p => IdAt(p, query.Id) is null);
        return new(FaultCategory.NotConfigured, message)
        {
            Provider = wanted is [var only] ? only.Name : null,
            Hint = MissingKey.Advice(wanted)
                + (fitsNoForm ? $". If it is not an external id of yours, name the provider; their own ids are {FormsInWords}." : "."),
        };
    }
}
