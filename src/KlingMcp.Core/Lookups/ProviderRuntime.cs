using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Memory;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>What runs for one account: its requests, shared reads and shared polls.</summary>
internal sealed class ProviderRuntime : IDisposable
{
    private readonly ProviderHttp http;
    private readonly TaskPoller own;
    private readonly FoundPlaces places;
    private readonly ITaskMemory memory;

    public ProviderRuntime(
        ProviderHttp http,
        FoundPlaces places,
        ITaskMemory memory,
        PollSchedule schedule,
        LearnedDurations durations,
        TimeProvider time,
        IPollSharing? sharing = null)
    {
        (this.http, this.places, this.memory) = (http, places, memory);
        Loader = new(http, Remember);
        Balance = new(http, time);
        own = new(this, schedule, durations, time);
        Poller = sharing?.Share(this, own) ?? own;
    }

    public ProviderAccount Account => http.Account;

    /// <inheritdoc cref="ProviderHttp.LastContact"/>
    public Contact? LastContact => http.LastContact;

    public TaskLoader Loader { get; }

    public BalanceReader Balance { get; }

    public ITaskPoller Poller { get; }

    /// <inheritdoc cref="ProviderHttp.Pause"/>
    public ProviderPause Pause => http.Pause;

    /// <summary>Looks for a task and remembers where it was found.</summary>
    /// <inheritdoc cref="ProviderSearcher.FindAsync"/>
    public async Task<Result<KlingTask>> FindAsync(ProviderSearch search, RetryBudget budget, CancellationToken cancellationToken)
    {
        var result = await ProviderSearcher.FindAsync(this, search, budget, cancellationToken);
        if (result.Value?.Reference is { } found && search.Keys[0].Id != found.Id)
            places.Remember(Account.Name, search.Keys[0].Id, found.Kind);

        return search.KlingOnly && result.Value is { IsOtherModel: true } other ? NotHere(other) : result;
    }

    private Fault NotHere(KlingTask task) => new(FaultCategory.NotFound, "no Kling task has this id")
    {
        Provider = Account.Name,
        KeyVariables = Account.KeyVariables,
        Hint = $"{Account.Name} has a task of another model under this id: {task.Reference} shows it.",
    };

    /// <summary>Reads a page of one of the account's lists and remembers its tasks.</summary>
    /// <inheritdoc cref="ProviderHttp.ListAsync"/>
    public async Task<Result<ListPage>> ListAsync(
        TaskList list, ListRequest request, RetryBudget budget, CancellationToken cancellationToken)
    {
        var page = await http.ListAsync(list, request, budget, cancellationToken);
        foreach (var task in page.Value?.Tasks ?? []) Remember(task, list.IsBrief ? null : OutputsOf(task));
        return page;
    }

    /// <summary>How many outputs a task has that was read as a whole; <see langword="null"/> unless it succeeded.</summary>
    public static int? OutputsOf(KlingTask task) => task.Status is KlingTaskStatus.Succeeded ? task.Outputs.Count : null;

    private void Remember(KlingTask task) => Remember(task, OutputsOf(task));

    private void Remember(KlingTask task, int? outputs)
    {
        if (task.IsOtherModel) return;

        places.Remember(Account.Name, task.Reference.Id, task.Reference.Kind);
        memory.Record(Account, task, outputs);
    }

    /// <summary>Collects reads and waits that begin until it is disposed, so that they share requests.</summary>
    public IDisposable OpenBatch()
    {
        var polls = Poller.OpenBatch();
        var reads = Loader.OpenBatch();
        return new BatchScope(() =>
        {
            polls.Dispose();
            reads.Dispose();
        });
    }

    public void Dispose()
    {
        if (Poller != own) (Poller as IDisposable)?.Dispose();
        own.Dispose();
        Balance.Dispose();
        http.Dispose();
    }
}
