using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>Whether a key is good.</summary>
internal enum KeyState
{
    /// <summary>It was not tried, or the provider could not say.</summary>
    Unknown,

    Accepted,

    Refused,
}

/// <summary>What is known of one provider's account.</summary>
/// <param name="Provider">Which.</param>
/// <param name="Account">The account; <see langword="null"/> without a key.</param>
/// <param name="Problem">What is missing or wrong; <see langword="null"/> for nothing.</param>
internal sealed record ProviderState(ProviderDescriptor Provider, ProviderAccount? Account, string? Problem)
{
    /// <summary><see langword="null"/> when the key was not tried.</summary>
    public KeyState? Key { get; init; }

    /// <summary>What the trial said; <see langword="null"/> when all is well or it was not tried.</summary>
    public Fault? Fault { get; init; }

    /// <summary>What the trial's answer showed; <see langword="null"/> when there was none.</summary>
    public Contact? Contact { get; init; }
}

/// <summary>Says of each provider whether it can be asked and, if wanted, whether it accepts the key. Account endpoints are never called: their bodies carry keys.</summary>
internal sealed class ProviderCheck(
    IReadOnlyList<ProviderDescriptor> providers, IReadOnlyList<ProviderRuntime> desks, IReadOnlyDictionary<string, string> notConfigured, WaitOptions options, Shutdown shutdown, TimeProvider time)
{
    /// <param name="verify">Tries each key by looking up an id that cannot exist: "not found" means that the key is accepted.</param>
    /// <param name="cancellationToken">The caller gave up.</param>
    public async Task<IReadOnlyList<ProviderState>> RunAsync(bool verify, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(options.Lookup, time, shutdown.GraceElapsed, cancellationToken);
        return await Task.WhenAll(providers.Select(StateOf).Select(state => verify ? TriedAsync(state, deadline) : Task.FromResult(state)));
    }

    private ProviderState StateOf(ProviderDescriptor provider) =>
        new(provider, desks.FirstOrDefault(d => d.Provider == provider)?.Account, notConfigured.GetValueOrDefault(provider.Name));

    private async Task<ProviderState> TriedAsync(ProviderState state, CallDeadline deadline)
    {
        if (desks.FirstOrDefault(d => d.Provider == state.Provider) is not { } desk) return state;

        try
        {
            TaskKey nobody = new(state.Provider.ImpossibleId, desk.Api.Kinds.FirstOrDefault(), IdScope.Own);
            var reading = await desk.Reader.ReadAsync(nobody, () => deadline.Left, searching: true, deadline.Token);
            var key = reading.Fault switch
            {
                null => KeyState.Accepted,
                { Category: FaultCategory.BadResponse } or { IsAstray: true } => KeyState.Unknown,
                { Category: FaultCategory.NotFound } or { MayMeanNotHere: true, Category: FaultCategory.InvalidInput } => KeyState.Accepted,
                { Category: FaultCategory.Auth or FaultCategory.Permission or FaultCategory.InsufficientCredit } => KeyState.Refused,
                _ => KeyState.Unknown,
            };
            return state with { Key = key, Fault = key is KeyState.Accepted ? null : Explained(reading.Fault!), Contact = desk.LastContact };
        }
        catch (OperationCanceledException) when (!deadline.Caller.IsCancellationRequested)
        {
            return state with { Key = KeyState.Unknown, Fault = Fault.OutOfTime(state.Provider.Name) };
        }
    }

    /// <summary>Of an id that we made up nobody can be told to check it.</summary>
    private static Fault Explained(Fault fault) => fault is { Category: FaultCategory.InvalidInput, Hint: null }
        ? fault with { Hint = $"{fault.Provider} refused the lookup by which keys are tried, so this one could not be tested; look up a task of yours." }
        : fault;
}
