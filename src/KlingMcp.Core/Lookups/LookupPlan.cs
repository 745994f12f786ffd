using System.Collections.Immutable;
using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>Where to look for a task, and in which order.</summary>
/// <param name="Rounds">
/// The providers of a round are asked side by side. The next round follows only if every provider of this one said "not found".
/// </param>
internal sealed record LookupPlan(ImmutableArray<ImmutableArray<ProviderSearch>> Rounds)
{
    /// <summary>The search at the only provider of the plan; <see langword="null"/> when there are several.</summary>
    public ProviderSearch? Single => Rounds is [[var only]] ? only : null;

    /// <summary>The plan without the second places of the providers (<see cref="LookupApi.Fallback"/>).</summary>
    public LookupPlan WithoutFallback() =>
        new([.. Rounds.Select(static round => ImmutableArray.CreateRange(round, static search => search.WithoutFallback()))]);

    /// <summary>Whether the task is looked for at several places.</summary>
    public bool IsSearch => Single is not { Width: 1 };

    /// <summary>The part of the plan at some of its providers.</summary>
    public LookupPlan At(Func<string, bool> isWanted) => new(
        [.. Rounds.Select(round => round.RemoveAll(search => !isWanted(search.Provider))).Where(static round => round.Length > 0)]);
}

/// <summary>Where to look for a task at one provider.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Keys">
/// What to ask for, likeliest first: the provider's own id, then the external one, then both in its second place; or the same id under
/// each kind.
/// </param>
/// <param name="Width">How many keys are asked for at the same time.</param>
internal sealed record ProviderSearch(string Provider, ImmutableArray<TaskKey> Keys, int Width = 1)
{
    /// <summary>Whether a task of a model that is not Kling's counts as not found: nobody said that it is at this provider.</summary>
    public bool KlingOnly { get; init; }

    /// <summary>Equal searches have equal names.</summary>
    public SearchName Name => new(Keys[0], Keys.Length, KlingOnly, ByKinds: Width > 1);

    /// <summary>Asks for the keys one after the other, and then for the same keys in the provider's second place if it has one.</summary>
    public static ProviderSearch InOrder(ProviderAccount account, params ImmutableArray<TaskKey> keys) => new(
        account.Name, account.Api.Fallback is null ? keys : [.. keys, .. keys.Select(static k => k with { InFallback = true })]);

    /// <summary>The search without the provider's second place.</summary>
    public ProviderSearch WithoutFallback() => this with { Keys = Keys.RemoveAll(static key => key.InFallback) };

    /// <summary>A task whose key is known.</summary>
    public static ProviderSearch For(ProviderAccount account, TaskReference found) => InOrder(account, new TaskKey(found.Id, found.Kind));
}

/// <summary>Which search it is, among those of one provider.</summary>
/// <param name="First">The first key.</param>
/// <param name="Keys">How many keys there are.</param>
/// <param name="KlingOnly">As <see cref="ProviderSearch.KlingOnly"/>.</param>
/// <param name="ByKinds">The same id is asked for under each kind.</param>
internal readonly record struct SearchName(TaskKey First, int Keys, bool KlingOnly, bool ByKinds);
