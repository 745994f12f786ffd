using System.Collections.Immutable;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Lookups;

/// <summary>Looks for a task where its plan says, once.</summary>
internal sealed class TaskFinder(LookupPlanner planner, ProviderRuntimes runtimes, TimeProvider time)
{
    /// <summary>After the first find, the other providers have this long to say that they have a task with this id too.</summary>
    public static readonly TimeSpan GraceForOthers = TimeSpan.FromSeconds(2);

    /// <summary>Plans the lookup and carries it out.</summary>
    public async Task<Result<KlingTask>> FindAsync(TaskQuery query, CallDeadline deadline) => planner.Plan(query) switch
    {
        { Value: { } plan } => await FindAsync(query, plan, deadline),
        { Fault: var fault } => fault!,
    };

    /// <summary>Carries out the plan of a lookup.</summary>
    public async Task<Result<KlingTask>> FindAsync(TaskQuery query, LookupPlan plan, CallDeadline deadline)
    {
        List<ProviderAnswer> answers = [];
        foreach (var round in plan.Rounds)
        {
            answers.AddRange(await AskSideBySideAsync(round, deadline));
            if (answers.Exists(static a => a.Result.Fault?.Category is not FaultCategory.NotFound)) break;
        }

        return answers.Where(static a => a.Result.IsSuccess).ToArray() switch
        {
            [var only] => only.Result,
            [_, ..] finds => Ambiguous(finds),
            [] when answers is [var only] => WithAsked(only.Result.Fault!, answers, query),
            [] => WithAsked(FaultSeverity.Worst(answers.Select(static a => a.Result.Fault!)) ?? FoundNowhere, answers, query),
        };
    }

    /// <summary>A fault of the only provider that was asked, completed for the caller.</summary>
    public Fault WithAsked(Fault fault, string provider, TaskQuery query) => WithAsked(fault, [new(runtimes[provider], fault)], query);

    private static Fault FoundNowhere => new(FaultCategory.NotFound, "none of the providers asked knows this id");

    private static Fault Ambiguous(ProviderAnswer[] finds) => new(FaultCategory.Ambiguous, $"{finds.Length} providers know this id")
    {
        Candidates = [.. finds.Select(static f => f.Result.Value!)],
        Hint = "Call again with one of the candidates as task_id.",
        PersonHint = "Name one of the candidates.",
    };

    private async Task<IReadOnlyList<ProviderAnswer>> AskSideBySideAsync(ImmutableArray<ProviderSearch> searches, CallDeadline deadline)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
        var all = searches.Select(s => (Runtime: runtimes[s.Provider], Answer: AskAsync(s, deadline, stop.Token))).ToArray();
        List<Task> pending = [.. all.Select(static a => a.Answer)];
        var isFound = false;
        while (all.Any(static a => !a.Answer.IsCompleted))
        {
            var next = await Task.WhenAny(pending);
            if (next is not Task<Result<KlingTask>> answer) break;

            pending.Remove(answer);
            if (isFound || !(await answer).IsSuccess) continue;

            isFound = true;
            pending.Add(Task.Delay(GraceForOthers, time, stop.Token));
        }

        List<ProviderAnswer> answers = [];
        foreach (var (runtime, answer) in all.Where(static a => a.Answer.IsCompleted)) answers.Add(new(runtime, await answer));
        await stop.CancelAsync();
        return answers;
    }

    private Task<Result<KlingTask>> AskAsync(ProviderSearch search, CallDeadline deadline, CancellationToken cancellationToken) =>
        deadline.AnswerOrOutOfTimeAsync(
            search.Provider,
            () => runtimes[search.Provider].FindAsync(search, new RetryBudget(deadline.Timestamp), cancellationToken));

    /// <summary>
    /// Unless the caller named the provider, a fault says who was asked. "Not found" also names the providers that may know the id but
    /// have no key.
    /// </summary>
    private Fault WithAsked(Fault fault, IReadOnlyList<ProviderAnswer> answers, TaskQuery query)
    {
        if (query.Provider is not null) return fault;

        AskedProvider[] asked = [.. answers.Select(static a => new AskedProvider(a.Runtime.Account.Name, a.Result.Fault!.Category))];
        return fault with { Asked = asked, Hint = fault.Category is FaultCategory.NotFound ? NotFoundHint(answers, query) : fault.Hint };
    }

    private string NotFoundHint(IReadOnlyList<ProviderAnswer> answers, TaskQuery query)
    {
        string[] own = [.. answers.Select(static a => a.Result.Fault!.Hint).OfType<string>().Distinct()];
        var unasked = planner.Fitting(query.Id).Where(p => answers.All(a => a.Runtime.Account.Provider != p)).ToArray();
        List<string> hints = [];
        if (own.Length < answers.Count)
        {
            var keys = string.Join(" or ", answers.Select(static a => a.Runtime.Account.KeyVariables));
            hints.Add($"Check the id, and that it was made with the account of {keys}.");
        }

        hints.AddRange(own);
        if (unasked.Length > 0)
            hints.Add($"Not asked for want of a key: {string.Join(", ", unasked.Select(static p => $"{p.Name} ({p.KeyVariables})"))}.");

        return string.Join(' ', hints);
    }

    /// <summary>What one provider said.</summary>
    private sealed record ProviderAnswer(ProviderRuntime Runtime, Result<KlingTask> Result);
}
