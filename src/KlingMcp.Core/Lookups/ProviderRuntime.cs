using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>What runs for one account: its requests, shared reads and shared polls.</summary>
internal sealed class ProviderRuntime : IDisposable
{
    private readonly ProviderHttp http;
    private readonly TaskPoller poller;
    private readonly KindCache kinds;

    public ProviderRuntime(ProviderHttp http, KindCache kinds, PollSchedule schedule, LearnedDurations durations, TimeProvider time)
    {
        (this.http, this.kinds) = (http, kinds);
        Loader = new(http);
        Balance = new(http, time);
        poller = new(this, schedule, durations, time);
    }

    public ProviderAccount Account => http.Account;

    /// <inheritdoc cref="ProviderHttp.LastContact"/>
    public Contact? LastContact => http.LastContact;

    public TaskLoader Loader { get; }

    public BalanceReader Balance { get; }

    public ITaskPoller Poller => poller;

    /// <summary>Looks for a task and remembers under which kind it was found.</summary>
    /// <inheritdoc cref="ProviderSearcher.FindAsync"/>
    public async Task<Result<KlingTask>> FindAsync(ProviderSearch search, RetryBudget budget, CancellationToken cancellationToken)
    {
        var result = await ProviderSearcher.FindAsync(this, search, budget, cancellationToken);
        if (search.Width > 1 && result.Value?.Reference is { Kind: { } kind } found)
        {
            kinds.Remember(Account.Name, search.Keys[0].Id, kind);
            kinds.Remember(Account.Name, found.Id, kind);
        }

        return search.KlingOnly && result.Value is { IsOtherModel: true } other ? NotHere(other) : result;
    }

    private Fault NotHere(KlingTask task) => new(FaultCategory.NotFound, "no Kling task has this id")
    {
        Provider = Account.Name,
        KeyVariables = Account.KeyVariables,
        Hint = $"{Account.Name} has a task of another model under this id: {task.Reference} shows it.",
    };

    /// <summary>Reads a page of one of the account's lists and remembers the kinds of its tasks.</summary>
    /// <inheritdoc cref="ProviderHttp.ListAsync"/>
    public async Task<Result<ListPage>> ListAsync(
        TaskList list, ListRequest request, RetryBudget budget, CancellationToken cancellationToken)
    {
        var page = await http.ListAsync(list, request, budget, cancellationToken);
        foreach (var task in page.Value?.Tasks ?? [])
            if (task.Reference.Kind is { } kind) kinds.Remember(Account.Name, task.Reference.Id, kind);

        return page;
    }

    /// <summary>Collects reads and waits that begin until it is disposed, so that they share requests.</summary>
    public IDisposable OpenBatch()
    {
        var polls = poller.OpenBatch();
        var reads = Loader.OpenBatch();
        return new BatchScope(() =>
        {
            polls.Dispose();
            reads.Dispose();
        });
    }

    public void Dispose()
    {
        poller.Dispose();
        Balance.Dispose();
        http.Dispose();
    }
}
