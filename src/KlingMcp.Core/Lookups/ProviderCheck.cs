using KlingMcp.Domain;
using KlingMcp.Http;
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

    /// <summary>What the account has left; <see langword="null"/> if not asked for or not reported.</summary>
    public Balance? Balance { get; init; }

    /// <summary>What the trial's answer showed; <see langword="null"/> when there was none.</summary>
    public Contact? Contact { get; init; }
}

/// <summary>
/// Says of each provider whether it can be asked and, if wanted, whether it accepts the key and what the account has left.
/// </summary>
internal sealed class ProviderCheck(
    IReadOnlyList<ProviderDescriptor> providers,
    IReadOnlyDictionary<string, string> notConfigured,
    ProviderRuntimes runtimes,
    WaitOptions options,
    Shutdown shutdown,
    TimeProvider time)
{
    /// <param name="verify">Tries each key and reads each balance.</param>
    /// <param name="cancellationToken">The caller gave up.</param>
    public async Task<IReadOnlyList<ProviderState>> RunAsync(bool verify, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(options.Lookup, time, shutdown.GraceElapsed, cancellationToken);
        return await Task.WhenAll(providers.Select(provider =>
        {
            var runtime = runtimes.All.FirstOrDefault(r => r.Account.Provider == provider);
            ProviderState state = new(provider, runtime?.Account, notConfigured.GetValueOrDefault(provider.Name));
            return verify && runtime is not null ? TryKeyAsync(state, runtime, deadline) : Task.FromResult(state);
        }));
    }

    private static async Task<ProviderState> TryKeyAsync(ProviderState state, ProviderRuntime runtime, CallDeadline deadline)
    {
        try
        {
            var fault = await TryAsync(runtime, deadline);
            var key = KeyStateOf(fault, runtime.Account.Api);

            // Before the balance is read, which is another contact.
            var contact = runtime.LastContact;
            return state with
            {
                Key = key,
                Fault = key is KeyState.Accepted ? null : Explain(fault!, state.Provider),
                Contact = contact,
                Balance = (await BalanceAsync(runtime, deadline))?.Value,
            };
        }
        catch (OperationCanceledException) when (!deadline.Caller.IsCancellationRequested)
        {
            return state with { Key = KeyState.Unknown, Fault = Fault.OutOfTime(state.Provider.Name) };
        }
    }

    /// <summary>What came of the trial; <see langword="null"/> for an answer that only a good key gets.</summary>
    private static async Task<Fault?> TryAsync(ProviderRuntime runtime, CallDeadline deadline)
    {
        var (account, budget) = (runtime.Account, new RetryBudget(deadline.Timestamp) { Searching = true });
        return account.Api.Trial switch
        {
            KeyTrial.Balance => (await runtime.Balance.ReadAsync(budget, deadline.Token)).Fault,
            KeyTrial.List => (await runtime.ListAsync(account.Lists[0], new(1), budget, deadline.Token)).Fault,
            _ => (await runtime.Loader.LoadAsync(
                new(account.Provider.ImpossibleId, account.Api.Kinds.FirstOrDefault()), budget, deadline.Token)).Fault,
        };
    }

    /// <summary>No balance is no fault: <see langword="null"/> when time is up or there is none.</summary>
    private static async Task<Result<Balance>?> BalanceAsync(ProviderRuntime runtime, CallDeadline deadline)
    {
        if (runtime.Account.Api.Balance.Count == 0) return null;

        try
        {
            return await runtime.Balance.ReadAsync(RetryBudget.NoPauses, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static KeyState KeyStateOf(Fault? fault, LookupApi api) => fault switch
    {
        null => KeyState.Accepted,
        { Category: FaultCategory.Auth or FaultCategory.Permission or FaultCategory.InsufficientCredit } => KeyState.Refused,
        { IsAstray: false } when api.IsOwnNotFound(fault) => KeyState.Accepted,
        _ => KeyState.Unknown,
    };

    /// <summary>The id is ours, so the usual advice to check it would be wrong.</summary>
    private static Fault Explain(Fault fault, ProviderDescriptor provider) => fault switch
    {
        { Category: FaultCategory.InvalidInput, Hint: null } => fault with
        {
            Hint = $"{fault.Provider} refused the lookup by which keys are tried, so this one could not be tested; "
                + "look up a task of yours.",
        },
        { Category: FaultCategory.NotFound, IsAstray: false } => fault with
        {
            Hint = $"Check {provider.BaseVariable}: what answers there does not say \"not found\" as {provider.Name} does.",
        },
        _ => fault,
    };
}
