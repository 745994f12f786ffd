using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>
/// Reads at one provider. Reads of the same task share one request; reads that begin together share a request where the provider takes several ids.
/// A request dies with the last that waits for it, not with the first. No answer is kept.
/// </summary>
internal sealed class SharedReader(ProviderClient client)
{
    private readonly Lock gate = new();
    private readonly Dictionary<TaskKey, Flight> flights = [];
    private readonly List<Flight> unsent = [];
    private int holds;

    /// <summary>Collects the reads that begin until it is disposed, so that they travel together.</summary>
    public IDisposable Hold()
    {
        lock (gate) holds++;
        return new Release(() =>
        {
            IReadOnlyList<Request> ready;
            lock (gate)
            {
                holds--;
                ready = Pack();
            }

            Send(ready);
        });
    }

    /// <summary>What the provider says of one task.</summary>
    /// <param name="key">Which task.</param>
    /// <param name="patience">See <see cref="ProviderClient.AskAsync"/>; the first to ask decides for those who join.</param>
    /// <param name="searching">See <see cref="ProviderClient.AskAsync"/>.</param>
    /// <param name="cancellationToken">Leaves; the request goes on if others wait for it.</param>
    public async Task<Result<KlingTask>> ReadAsync(TaskKey key, Func<TimeSpan> patience, bool searching, CancellationToken cancellationToken)
    {
        // what is under way for the same id in its other form serves, if it finds the provider's own task
        if (key.Twin is { } twin && IsUnderWay(twin) && !IsUnderWay(key)
            && await ReadAsItIsAsync(twin, patience, searching, cancellationToken) is { Value: { } task } same && task.Reference.Id == key.Id) return same;

        return await ReadAsItIsAsync(key, patience, searching, cancellationToken);
    }

    private bool IsUnderWay(TaskKey key)
    {
        lock (gate) return flights.ContainsKey(key);
    }

    private async Task<Result<KlingTask>> ReadAsItIsAsync(TaskKey key, Func<TimeSpan> patience, bool searching, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Flight? flight;
        IReadOnlyList<Request> ready;
        lock (gate)
        {
            if (!flights.TryGetValue(key, out flight))
            {
                flight = new(key, patience, searching);
                flights.Add(key, flight);
                unsent.Add(flight);
            }

            flight.Waiters++;
            ready = Pack();
        }

        Send(ready);
        try
        {
            return await flight.Result.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(flight);
        }
    }

    /// <summary>Puts what is unsent into as few requests as the provider takes. Call under the gate.</summary>
    private List<Request> Pack()
    {
        List<Request> ready = [];
        if (holds > 0 || unsent.Count == 0) return ready;

        foreach (var together in unsent.Where(static f => f.Waiters > 0).GroupBy(static f => (f.Key.Kind, f.Searching)))
        {
            foreach (var chunk in together.Chunk(client.Api.BatchSize))
            {
                Request request = new(chunk);
                foreach (var flight in chunk) flight.Request = request;
                ready.Add(request);
            }
        }

        unsent.Clear();
        return ready;
    }

    private void Send(IReadOnlyList<Request> ready)
    {
        foreach (var request in ready) _ = RunAsync(request);
    }

    private void Leave(Flight flight)
    {
        Request? abandoned = null;
        lock (gate)
        {
            if (--flight.Waiters > 0) return;

            // a read that comes now begins anew
            if (flights.GetValueOrDefault(flight.Key) == flight && !flight.Result.Task.IsCompleted) flights.Remove(flight.Key);
            if (flight.Request is { } request && !request.IsOver && request.Flights.All(static f => f.Waiters == 0)) abandoned = request;
        }

        abandoned?.Stop();
    }

    private async Task RunAsync(Request request)
    {
        IReadOnlyList<Result<KlingTask>> readings;
        try
        {
            readings = await AskAsync(request);
        }
        catch (OperationCanceledException)
        {
            readings = [.. request.Flights.Select(static _ => (Result<KlingTask>)new Fault(FaultCategory.Timeout, "nobody waited for the answer any more"))];
        }
        catch (Exception e)
        {
            readings = [.. request.Flights.Select(_ => (Result<KlingTask>)Fault.Unexpected(e, client.Name))];
        }

        lock (gate)
        {
            request.IsOver = true;
            foreach (var flight in request.Flights)
                if (flights.GetValueOrDefault(flight.Key) == flight) flights.Remove(flight.Key);
        }

        for (var i = 0; i < request.Flights.Count; i++) request.Flights[i].Result.TrySetResult(readings[i]);
        request.Dispose();
    }

    /// <summary>As the provider's own ids, then, for those not found that may be external ones, as external ids.</summary>
    private async Task<IReadOnlyList<Result<KlingTask>>> AskAsync(Request request)
    {
        var results = new Result<KlingTask>?[request.Flights.Count];
        var apart = client.Api.AsksExternalIdsApart;
        await AskForAsync(f => !apart || f.Key.Scope is not IdScope.External, external: false);
        if (apart) await AskForAsync(static f => f.Key.Scope is not IdScope.Own, external: true);
        return results!;

        async Task AskForAsync(Func<Flight, bool> concerns, bool external)
        {
            var places = Enumerable.Range(0, results.Length)
                .Where(i => concerns(request.Flights[i]) && (results[i] is null || MayBeExternal(results[i]!, request.Flights[i].Key.Id))).ToArray();
            if (places.Length == 0) return;

            var ids = places.Select(i => request.Flights[i].Key.Id).Distinct().ToArray();
            var readings = await AskForIdsAsync(ids, external, request);
            foreach (var i in places)
            {
                var reading = readings[Array.IndexOf(ids, request.Flights[i].Key.Id)];

                if (results[i] is not { } first || SaysMore(reading, first)) results[i] = reading;
            }
        }
    }

    /// <summary>The provider knows no task of its own by this id, or the id cannot be one of its own.</summary>
    private bool MayBeExternal(Result<KlingTask> reading, string id) =>
        reading.Fault?.Category is FaultCategory.NotFound || (reading.Fault?.Category is FaultCategory.InvalidInput && !client.Account.Provider.MayOwn(id));

    /// <summary>An id that cannot be an external one, or is none, is still not found as the provider's own, and that was said first.</summary>
    private static bool SaysMore(Result<KlingTask> second, Result<KlingTask> first) =>
        second.Fault?.Category is not (FaultCategory.InvalidInput or FaultCategory.NotFound)
        || (second.Fault.Category is FaultCategory.NotFound && first.Fault?.Category is not FaultCategory.NotFound);

    /// <summary>One id that the provider cannot stand must not spoil the rest: a batch refused for its input, whatever the status, is asked one by one.</summary>
    private async Task<IReadOnlyList<Result<KlingTask>>> AskForIdsAsync(IReadOnlyList<string> ids, bool external, Request request)
    {
        var first = request.Flights[0];
        var readings = await AskAsync(ids);
        if (ids.Count == 1 || readings[0].Fault is not ({ HttpStatus: 400 } or { Category: FaultCategory.InvalidInput })) return readings;

        var single = await Task.WhenAll(ids.Select(id => AskAsync([id])));
        return [.. single.Select(static r => r[0])];

        Task<IReadOnlyList<Result<KlingTask>>> AskAsync(IReadOnlyList<string> some) =>
            client.AskAsync(new(some, first.Key.Kind, external), first.Patience, first.Searching, request.Token);
    }

    /// <summary>One task on its way.</summary>
    private sealed class Flight(TaskKey key, Func<TimeSpan> patience, bool searching)
    {
        public TaskKey Key { get; } = key;

        public Func<TimeSpan> Patience { get; } = patience;

        public bool Searching { get; } = searching;

        public TaskCompletionSource<Result<KlingTask>> Result { get; } = new();

        public int Waiters { get; set; }

        public Request? Request { get; set; }
    }

    /// <summary>Tasks that travel together.</summary>
    private sealed class Request(IReadOnlyList<Flight> flights) : IDisposable
    {
        private readonly CancellationTokenSource stop = new();

        public IReadOnlyList<Flight> Flights { get; } = flights;

        public CancellationToken Token => stop.Token;

        public bool IsOver { get; set; }

        public void Stop()
        {
            try
            {
                stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // it ended at this very moment
            }
        }

        public void Dispose() => stop.Dispose();
    }
}
