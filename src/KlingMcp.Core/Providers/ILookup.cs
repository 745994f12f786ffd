using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers;

/// <summary>
/// How a provider's tasks are looked up. A lookup may take more than one request: a status call and a result call, for example.
/// </summary>
internal interface ILookup
{
    /// <summary>Looks up the tasks of a request.</summary>
    /// <param name="request">At most <see cref="LookupApi.BatchSize"/> ids.</param>
    /// <param name="http">Sends requests to the provider.</param>
    /// <returns>One result for each id, in the order of <see cref="LookupRequest.Ids"/>.</returns>
    public Task<IReadOnlyList<Result<KlingTask>>> RunAsync(LookupRequest request, ProviderExchange http);

    /// <summary>Path and query of each request about a finished task, in their order, relative to the base address.</summary>
    public IReadOnlyList<string> Targets(LookupRequest request, Credentials credentials);
}

/// <summary>A lookup that takes a single GET.</summary>
/// <param name="Target">Path and query, escaped, without a leading slash, relative to the base address.</param>
/// <param name="Read">What a response says of each id, in the order of <see cref="LookupRequest.Ids"/>. Pure.</param>
internal sealed record SingleGet(
    Func<LookupRequest, Credentials, string> Target,
    Func<LookupRequest, ProviderResponse, IReadOnlyList<Result<KlingTask>>> Read) : ILookup
{
    /// <summary>For providers that take one id at a time.</summary>
    public static SingleGet One(
        Func<LookupRequest, Credentials, string> target, Func<LookupRequest, ProviderResponse, Result<KlingTask>> read) =>
        new(target, (request, response) => [read(request, response)]);

    public async Task<IReadOnlyList<Result<KlingTask>>> RunAsync(LookupRequest request, ProviderExchange http)
    {
        var result = await http.GetAsync(Target(request, http.Credentials), response => WholeFaultOf(Read(request, response)));
        return result.IsSuccess ? result.Value.Results : [.. request.Ids.Select(_ => (Result<KlingTask>)result.Fault)];
    }

    public IReadOnlyList<string> Targets(LookupRequest request, Credentials credentials) => [Target(request, credentials)];

    /// <summary>The same fault for every id is one of the whole request, which the transport may retry.</summary>
    private static Result<LookupResults> WholeFaultOf(IReadOnlyList<Result<KlingTask>> results) =>
        results[0].Fault is { } fault && results.All(r => r.Fault == fault) ? fault : new LookupResults(results);

    private sealed record LookupResults(IReadOnlyList<Result<KlingTask>> Results);
}
