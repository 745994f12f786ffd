using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>
/// Reads tasks at one provider. Reads of the same task share a request, and reads that begin together share one where the provider takes
/// several ids. A request is cancelled when the last caller that waits for it leaves. Nothing is cached.
/// </summary>
/// <param name="http">The provider.</param>
/// <param name="remember">Called with each task that was read.</param>
internal sealed class TaskLoader(ProviderHttp http, Action<KlingTask> remember)
{
    private readonly Lock gate = new();
    private readonly Dictionary<TaskKey, InFlightRead> reads = [];
    private readonly List<InFlightRead> unsent = [];
    private readonly OpenBatches openBatches = new();

    /// <summary>Collects the reads that begin until it is disposed, so that they share requests.</summary>
    public IDisposable OpenBatch() => openBatches.Open(SendUnsent);

    /// <summary>Reads one task.</summary>
    /// <param name="key">Which task.</param>
    /// <param name="budget">
    /// How patient this caller is; one that joins a request in flight has the patience of the one that began it.
    /// </param>
    /// <param name="cancellationToken">Leaves. The request goes on while others wait for it.</param>
    public async Task<Result<KlingTask>> LoadAsync(TaskKey key, RetryBudget budget, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        InFlightRead? read;
        lock (gate)
        {
            if (!reads.TryGetValue(key, out read))
            {
                reads.Add(key, read = new(key, budget));
                unsent.Add(read);
            }

            read.Waiters++;
        }

        SendUnsent();
        try
        {
            return await read.Result.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(read);
        }
    }

    private void SendUnsent()
    {
        List<BatchRequest> batches;
        lock (gate)
        {
            if (openBatches.Any || unsent.Count == 0) return;

            batches = [.. Batches_NeedsLock()];
            unsent.Clear();
        }

        foreach (var batch in batches) _ = RunAsync(batch);
    }

    private IEnumerable<BatchRequest> Batches_NeedsLock() =>
        from read in unsent
        where read.Waiters > 0
        group read by (read.Key.Kind, read.Key.External, read.Key.InFallback, read.Budget.Searching, read.Budget.Retries) into alike
        from chunk in alike.Chunk(http.Account.Api.BatchSize)
        select new BatchRequest(chunk);

    private void Leave(InFlightRead read)
    {
        BatchRequest? abandoned = null;
        lock (gate)
        {
            if (--read.Waiters > 0) return;

            // The next caller starts a new read instead of joining one that is being cancelled.
            if (reads.GetValueOrDefault(read.Key) == read && !read.Result.Task.IsCompleted) reads.Remove(read.Key);
            if (read.Batch is { IsDone: false } batch && batch.Reads.All(static r => r.Waiters == 0)) abandoned = batch;
        }

        abandoned?.Cancel();
    }

    private async Task RunAsync(BatchRequest batch)
    {
        IReadOnlyList<Result<KlingTask>> results;
        try
        {
            results = await ReadAsync(batch);
            foreach (var result in results)
                if (result.Value is { } task) remember(task);
        }
        catch (OperationCanceledException)
        {
            results = batch.AllFail(new(FaultCategory.Timeout, "nobody waited for the answer any more"));
        }
        catch (Exception e)
        {
            results = batch.AllFail(Fault.Unexpected(e, http.Account.Name));
        }

        lock (gate)
        {
            batch.IsDone = true;
            foreach (var read in batch.Reads)
                if (reads.GetValueOrDefault(read.Key) == read) reads.Remove(read.Key);
        }

        // The callers continue in here. What they read next shares requests again.
        using (OpenBatch())
            for (var i = 0; i < batch.Reads.Count; i++) batch.Reads[i].Result.TrySetResult(results[i]);

        batch.Dispose();
    }

    /// <summary>
    /// A single id that the provider rejects must not affect the others, so a batch refused for its input is asked one by one.
    /// </summary>
    private async Task<IReadOnlyList<Result<KlingTask>>> ReadAsync(BatchRequest batch)
    {
        var key = batch.Reads[0].Key;
        string[] ids = [.. batch.Reads.Select(static r => r.Key.Id)];
        var results = await LookUpAsync(ids);
        if (ids.Length == 1 || results[0].Fault is not ({ HttpStatus: 400 } or { Category: FaultCategory.InvalidInput })) return results;

        var singles = await Task.WhenAll(ids.Select(id => LookUpAsync([id])));
        return [.. singles.Select(static s => s[0])];

        Task<IReadOnlyList<Result<KlingTask>>> LookUpAsync(IReadOnlyList<string> some) =>
            http.LookUpAsync(new(some, key.Kind, key.External, key.InFallback), batch.Budget, batch.Token);
    }

    /// <summary>A read that somebody waits for.</summary>
    private sealed class InFlightRead(TaskKey key, RetryBudget budget)
    {
        public TaskKey Key { get; } = key;

        public RetryBudget Budget { get; } = budget;

        /// <summary>Continuations run inline, inside the batch scope of <see cref="RunAsync"/>.</summary>
        public TaskCompletionSource<Result<KlingTask>> Result { get; } = new();

        public int Waiters { get; set; }

        /// <summary><see langword="null"/> until it is sent.</summary>
        public BatchRequest? Batch { get; set; }
    }

    /// <summary>Reads that share a request.</summary>
    private sealed class BatchRequest : IDisposable
    {
        private readonly CancellationTokenSource stop = new();

        public BatchRequest(IReadOnlyList<InFlightRead> reads)
        {
            Reads = reads;
            Budget = reads.Select(static r => r.Budget).Aggregate(RetryBudget.Longer);
            foreach (var read in reads) read.Batch = this;
        }

        public IReadOnlyList<InFlightRead> Reads { get; }

        public RetryBudget Budget { get; }

        public CancellationToken Token => stop.Token;

        public bool IsDone { get; set; }

        public IReadOnlyList<Result<KlingTask>> AllFail(Fault fault) => [.. Reads.Select(_ => (Result<KlingTask>)fault)];

        public void Cancel()
        {
            try
            {
                stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The request has just ended.
            }
        }

        public void Dispose() => stop.Dispose();
    }
}
