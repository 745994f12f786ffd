using System.Collections.Immutable;
using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>Decides which providers are asked for a task, and for what. Sends nothing.</summary>
/// <param name="providers">All providers.</param>
/// <param name="accounts">The providers that have a key.</param>
/// <param name="notConfigured">What is missing at a provider, where that is more than its variables: half a pair of keys.</param>
/// <param name="defaultProvider">Asked first where an id fits several; <see langword="null"/> for none.</param>
/// <param name="kindOf">The kind under which a provider's id was found before; <see langword="null"/> for unknown.</param>
internal sealed class LookupPlanner(
    IReadOnlyList<ProviderDescriptor> providers,
    IReadOnlyList<ProviderAccount> accounts,
    IReadOnlyDictionary<string, string> notConfigured,
    string? defaultProvider,
    Func<string, string, string?> kindOf)
{
    /// <summary>Kinds that are tried at the same time.</summary>
    private const int KindsAtOnce = 4;

    /// <summary>Which forms of ids fit which providers, for people.</summary>
    private string IdForms => string.Join("; ", providers.GroupBy(static p => p.IdForm)
        .Select(static g => $"{g.Key} ({string.Join(", ", g.Select(static p => p.Name))})"));

    /// <summary>The plan, or the reason why nobody can be asked.</summary>
    public Result<LookupPlan> Plan(TaskQuery query)
    {
        var wanted = query.Provider is { } named ? [named] : Fitting(query.Id);
        var searches = accounts.Where(a => wanted.Contains(a.Provider)).Select(a => Search(a, query)).ToImmutableArray();
        if (searches.Length == 0) return NotConfigured(wanted, query);

        return searches.Length > 1 && searches.FirstOrDefault(s => s.Provider == defaultProvider) is { } first
            ? new LookupPlan([[first], searches.Remove(first)])
            : new LookupPlan([searches]);
    }

    /// <summary>
    /// The providers whose ids look like this one. An id of no known form is an external id, so only providers that keep those may know it.
    /// </summary>
    public IReadOnlyList<ProviderDescriptor> Fitting(string id) =>
        providers.Where(p => p.MayOwn(id)).ToArray() is { Length: > 0 } owners ? owners : [.. providers.Where(static p => p.ExternalIds)];

    private ProviderSearch Search(ProviderAccount account, TaskQuery query)
    {
        var (provider, api) = (account.Provider, account.Api);
        if (api.Kinds.Count > 0)
        {
            return (query.Kind ?? kindOf(provider.Name, query.Id)) is { } kind
                ? ProviderSearch.For(provider.Name, new(query.Id, kind))
                : new(provider.Name, [.. api.Kinds.Select(k => new TaskKey(query.Id, k))], KindsAtOnce);
        }

        TaskKey own = new(query.Id, query.Kind);
        var external = own with { External = true };
        if (query.External) return ProviderSearch.For(provider.Name, api.HasExternalLookup ? external : own);

        var mayBeExternal = api.HasExternalLookup && (query.Provider is not null || !provider.MayOwn(query.Id));
        return new(provider.Name, mayBeExternal ? [own, external] : [own]);
    }

    private Fault NotConfigured(IReadOnlyList<ProviderDescriptor> wanted, TaskQuery query)
    {
        string[] reasons = [.. wanted.Select(p => notConfigured.GetValueOrDefault(p.Name)).OfType<string>()];
        var message = reasons.Length > 0 ? string.Join("; ", reasons)
            : wanted is [var one] ? $"{one.Name} has no key"
            : "no provider whose ids look like this has a key";
        var variables = string.Join("; ", wanted.Select(static p => $"{p.Name}: {p.KeyVariables}"));
        var fitsNoForm = query.Provider is null && providers.All(p => !p.MayOwn(query.Id));
        return new(FaultCategory.NotConfigured, message)
        {
            Provider = wanted is [var only] ? only.Name : null,
            Hint = $"Set a variable in the MCP host's configuration and restart it ({variables})"
                + (fitsNoForm ? $". If it is no external id of yours, name the provider; their own ids are {IdForms}." : "."),
        };
    }
}
