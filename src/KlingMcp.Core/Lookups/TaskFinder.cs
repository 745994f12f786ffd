using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>Finds the provider of a task: who was named, else those whose ids can look like this one.</summary>
/// <param name="providers">All there are.</param>
/// <param name="desks">Those that can be asked.</param>
/// <param name="notConfigured">Why a provider cannot be asked, by its name (half a pair of keys is set, say); only where there is more to say than the variables.</param>
/// <param name="defaultProvider">Asked first where an id fits several; <see langword="null"/> for none.</param>
/// <param name="time">The clock.</param>
internal sealed class TaskFinder(
    IReadOnlyList<ProviderDescriptor> providers, IReadOnlyList<ProviderRuntime> desks, IReadOnlyDictionary<string, string> notConfigured, string? defaultProvider, TimeProvider time)
{
    /// <summary>After the first find the others have this long to say that they know the id too.</summary>
    public static readonly TimeSpan GraceForOthers = TimeSpan.FromSeconds(2);

    /// <summary>Who would be asked, the default provider first; or why nobody can be.</summary>
    public (IReadOnlyList<ProviderRuntime> Desks, Fault? Fault) Route(TaskQuery query)
    {
        if (query.Provider is { } named)
            return desks.FirstOrDefault(d => d.Provider == named) is { } desk ? ([desk], null) : ([], NotConfigured([named], query));

        var fitting = Fitting(query.Id);
        ProviderRuntime[] ready = [.. desks.Where(d => fitting.Contains(d.Provider)).OrderBy(d => d.Provider.Name == defaultProvider ? 0 : 1)];
        return ready.Length > 0 ? (ready, null) : ([], NotConfigured(fitting, query));
    }

    /// <summary>The one place where the task is, if that needs no search: one provider, and a kind where one is needed; <see langword="null"/> otherwise.</summary>
    public (ProviderRuntime Desk, TaskKey Key)? Direct(TaskQuery query) =>
        Route(query).Desks is [var only] && KeyAt(only, query) is { } key ? (only, key) : null;

    /// <summary>Asks whoever may know the task.</summary>
    public async Task<(Result<KlingTask> Result, ProviderRuntime? Desk)> FindAsync(TaskQuery query, CallDeadline deadline)
    {
        var (candidates, fault) = Route(query);
        if (fault is not null) return (fault, null);
        if (candidates is [var only])
        {
            var alone = await AskAsync(only, query, deadline, deadline.Token);
            return (Told(alone, only, query), only);
        }

        List<(ProviderRuntime Desk, Result<KlingTask> Result)> said = [];
        if (candidates[0].Provider.Name == defaultProvider)
        {
            var reading = await AskAsync(candidates[0], query, deadline, deadline.Token);
            if (reading.Fault is not { Category: FaultCategory.NotFound }) return (Told(reading, candidates[0], query), candidates[0]);
            said.Add((candidates[0], reading));
            candidates = [.. candidates.Skip(1)];
        }

        said.AddRange(await AskSideBySideAsync(candidates, query, deadline));
        return said.Where(static s => s.Result.IsSuccess).ToArray() switch
        {
            [] => (Verdict(said, query), null),
            [var find] => (find.Result, find.Desk),
            var finds => (Ambiguous(finds), null),
        };
    }

    /// <summary>What one provider said; where it was not named, a fault says who was asked.</summary>
    public Result<KlingTask> Told(Result<KlingTask> reading, ProviderRuntime desk, TaskQuery query) =>
        reading.IsSuccess || query.Provider is not null ? reading : WithAsked(reading.Fault, [(desk, reading)], query);

    private static Fault Ambiguous((ProviderRuntime Desk, Result<KlingTask> Result)[] finds) => new(FaultCategory.Ambiguous, $"{finds.Length} providers know this id")
    {
        Candidates = [.. finds.Select(static f => f.Result.Value!.Reference.ToString())],
        Hint = "Call again with one of the candidates as task_id.",
    };

    private static TaskKey? KeyAt(ProviderRuntime desk, TaskQuery query)
    {
        var scope = query.External ? IdScope.External
            : desk.Provider.ExternalIds && (query.Provider is not null || !desk.Provider.MayOwn(query.Id)) ? IdScope.OwnThenExternal
            : IdScope.Own;
        if (desk.Api.Kinds.Count == 0) return new(query.Id, query.Kind, scope);
        return (query.Kind ?? desk.Finds.KindOf(query.Id)) is { } kind ? new(query.Id, kind, scope) : null;
    }

    /// <summary>By the form of the id; what fits no form is the caller's own id, and those go to nobody but a provider that keeps them.</summary>
    private IReadOnlyList<ProviderDescriptor> Fitting(string id) =>
        providers.Where(p => p.MayOwn(id)).ToArray() is { Length: > 0 } owners ? owners : [.. providers.Where(static p => p.ExternalIds)];

    private async Task<List<(ProviderRuntime Desk, Result<KlingTask> Result)>> AskSideBySideAsync(IReadOnlyList<ProviderRuntime> asked, TaskQuery query, CallDeadline deadline)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
        var all = asked.Select(desk => (Desk: desk, Answer: AskAsync(desk, query, deadline, stop.Token))).ToArray();
        List<Task> awaited = [.. all.Select(static a => a.Answer)];
        var isFound = false;
        while (all.Any(static a => !a.Answer.IsCompleted))
        {
            var next = await Task.WhenAny(awaited);
            if (next is not Task<Result<KlingTask>> answer) break;

            awaited.Remove(answer);
            if (isFound || !(await answer).IsSuccess) continue;
            isFound = true;
            awaited.Add(Task.Delay(GraceForOthers, time, stop.Token));
        }

        List<(ProviderRuntime Desk, Result<KlingTask> Result)> said = [];
        foreach (var (desk, answer) in all.Where(static a => a.Answer.IsCompleted)) said.Add((desk, await answer));
        await stop.CancelAsync();
        return said;
    }

    /// <summary>One provider's answer. Time running out is one too; only the caller's giving up is not.</summary>
    private static async Task<Result<KlingTask>> AskAsync(ProviderRuntime desk, TaskQuery query, CallDeadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return KeyAt(desk, query) is { } key
                ? await desk.Reader.ReadAsync(key, () => deadline.Left, searching: false, cancellationToken)
                : await KindSearch.FindAsync(desk, query.Id, () => deadline.Left, cancellationToken);
        }
        catch (OperationCanceledException) when (!deadline.Caller.IsCancellationRequested)
        {
            return Fault.OutOfTime(desk.Provider.Name);
        }
    }

    private Fault Verdict(List<(ProviderRuntime Desk, Result<KlingTask> Result)> said, TaskQuery query)
    {
        var worst = FaultSeverity.Worst(said.Select(static s => s.Result.Fault!));
        return WithAsked(worst ?? new Fault(FaultCategory.NotFound, "none of the providers asked knows this id"), said, query);
    }

    /// <summary>A search that failed says who was asked; "not found" also names those who may know the id and were not asked for want of a key.</summary>
    private Fault WithAsked(Fault fault, IReadOnlyList<(ProviderRuntime Desk, Result<KlingTask> Result)> said, TaskQuery query)
    {
        var told = fault with { Asked = [.. said.Select(static s => new AskedProvider(s.Desk.Provider.Name, s.Result.Fault!.Category))] };
        var silent = Fitting(query.Id).Where(p => said.All(s => s.Desk.Provider != p)).ToArray();
        if (fault.Category is not FaultCategory.NotFound) return told;

        string[] own = [.. said.Select(static s => s.Result.Fault!.Hint).OfType<string>().Distinct()];
        string[] hints =
        [
            .. own.Length < said.Count ? [$"Check the id, and that it was made with the account of {string.Join(" or ", said.Select(static s => s.Desk.Account.KeyVariables))}."] : Array.Empty<string>(),
            .. own,
            .. silent.Length > 0 ? [$"Not asked for want of a key: {string.Join(", ", silent.Select(static p => $"{p.Name} ({p.KeyVariables})"))}."] : Array.Empty<string>(),
        ];
        return told with { Hint = string.Join(' ', hints) };
    }

    /// <summary>Which forms of ids fit which providers, for people.</summary>
    private string Forms => string.Join("; ", providers.GroupBy(static p => p.IdForm).Select(static g => $"{g.Key} ({string.Join(", ", g.Select(static p => p.Name))})"));

    private Fault NotConfigured(IReadOnlyList<ProviderDescriptor> wanted, TaskQuery query)
    {
        var said = wanted.Where(p => notConfigured.ContainsKey(p.Name)).Select(p => notConfigured[p.Name]).ToArray();
        var variables = string.Join("; ", wanted.Select(static p => $"{p.Name}: {p.KeyVariables}"));
        var isExternal = query.Provider is null && providers.All(p => !p.MayOwn(query.Id));
        return new(FaultCategory.NotConfigured, said.Length > 0 ? string.Join("; ", said) : wanted is [var one] ? $"{one.Name} has no key" : "no provider whose ids look like this has a key")
        {
            Provider = wanted is [var only] ? only.Name : null,
            Hint = $"Set a variable in the MCP host's configuration and restart it ({variables})"
                + (isExternal ? $". If it is no external id of yours, name the provider; their own ids are {Forms}." : "."),
        };
    }
}
