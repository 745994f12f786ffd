using System.Text;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers;

/// <summary>
/// Sends an account's requests to its provider: base address, key, retries. Every result carries the provider's name and nothing that
/// contains a key.
/// </summary>
internal sealed class ProviderHttp : IDisposable
{
    /// <summary>
    /// The clock of a signature is corrected by at most this much. A host with a wrong date would otherwise get tokens for another year.
    /// </summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromDays(1);

    private static readonly Fault NotInFallback = new(FaultCategory.NotFound, "not found in the second place either");

    private readonly TextFilter filter;
    private readonly TimeProvider time;
    private readonly ProviderTransport transport;
    private TimeSpan clockSkew;

    /// <param name="account">Whose requests these are.</param>
    /// <param name="http">Sends a single request.</param>
    /// <param name="options">Limits and retries.</param>
    /// <param name="filter">Knows every key that is configured.</param>
    /// <param name="time">The clock.</param>
    public ProviderHttp(ProviderAccount account, HttpMessageInvoker http, HttpOptions options, TextFilter filter, TimeProvider time)
    {
        (Account, this.filter, this.time) = (account, filter, time);
        transport = new(http, options, time);
    }

    public ProviderAccount Account { get; }

    /// <summary>What the last response showed about the provider itself; <see langword="null"/> before the first.</summary>
    public Contact? LastContact { get; private set; }

    /// <summary>The pause that the provider asked for.</summary>
    public ProviderPause Pause => transport.Pause;

    /// <summary>Looks tasks up.</summary>
    /// <param name="request">At most <see cref="LookupApi.BatchSize"/> ids.</param>
    /// <param name="budget">How patient the caller is.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>One result for each id, in the order of the request.</returns>
    public async Task<IReadOnlyList<Result<KlingTask>>> LookUpAsync(
        LookupRequest request, RetryBudget budget, CancellationToken cancellationToken)
    {
        ProviderExchange exchange = new(this, budget, cancellationToken);
        if (!request.InFallback) return [.. (await Account.Api.Lookup.RunAsync(request, exchange)).Select(Attribute)];

        var results = await Account.Api.Fallback!.RunAsync(request, exchange);
        return [.. results.Select(static r => r.IsSuccess || r.Fault.Category is FaultCategory.Auth ? r : NotInFallback).Select(Attribute)];
    }

    /// <summary>Reads a page of one of the account's lists.</summary>
    /// <param name="list">The list.</param>
    /// <param name="request">The page.</param>
    /// <param name="budget">How patient the caller is.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task<Result<ListPage>> ListAsync(
        TaskList list, ListRequest request, RetryBudget budget, CancellationToken cancellationToken)
    {
        var call = list.Call(request, Account.Credentials);
        return Attribute(await SendAsync(
            $"{Account.ListAddress}/{call.Target}", call.Json, response => list.Read(request, response), budget, cancellationToken));
    }

    /// <summary>Reads what the account has left, or a part of it. What the provider says beside the number is dropped.</summary>
    /// <param name="call">The read.</param>
    /// <param name="budget">How patient the caller is.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task<Result<Balance>> BalanceAsync(BalanceCall call, RetryBudget budget, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (target, json) = call.Call(now, Account.Credentials);
        var read = await SendAsync(
            $"{Account.BaseAddress}/{target}", json, response => call.Read(response, now), budget, cancellationToken);
        return Attribute(read.Fault is { } fault ? fault with { ProviderText = null, Code = null } : read);
    }

    /// <summary>Sends a GET request, again with a fresh signature when the provider says that its time was wrong.</summary>
    /// <param name="target">Path and query, escaped, without a leading slash.</param>
    /// <param name="read">Reads a response. Pure.</param>
    /// <param name="budget">How patient the caller is.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public Task<Result<T>> GetAsync<T>(
        string target, Func<ProviderResponse, Result<T>> read, RetryBudget budget, CancellationToken cancellationToken)
        where T : class => SendAsync($"{Account.BaseAddress}/{target}", json: null, read, budget, cancellationToken);

    public void Dispose() => transport.Dispose();

    private async Task<Result<T>> SendAsync<T>(
        string address,
        string? json,
        Func<ProviderResponse, Result<T>> read,
        RetryBudget budget,
        CancellationToken cancellationToken)
        where T : class
    {
        DateTimeOffset? providerTime = null;
        List<string> sent = [];
        var result = await SendAsync();
        if (result.Fault is not { } fault || !Account.Api.IsStaleSignature(fault)) return result;

        if (providerTime - time.GetUtcNow() is { } ahead && ahead.Duration() <= MostSkew) clockSkew = ahead;
        return await SendAsync();

        Task<Result<T>> SendAsync() => transport.SendAsync(
            () =>
            {
                var request = CreateRequest(address, json);
                if (TokenOf(request) is { } token && !sent.Contains(token)) sent.Add(token);
                return request;
            },
            response =>
            {
                providerTime = response.Date;
                LastContact = new(response.Status, response.Date - time.GetUtcNow());
                var own = filter.ForResponse(sent, Account.Api.SecretIn(response)).StoppedBy(response.Stop);
                return Read(response with { Filter = own }, read);
            },
            budget,
            cancellationToken);
    }

    /// <summary>The address is not normalised: a <see cref="Uri"/> that does so would ask for another id than the one escaped.</summary>
    private HttpRequestMessage CreateRequest(string address, string? json)
    {
        UriCreationOptions verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };
        var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, new Uri(address, verbatim));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", ProductName.UserAgent);
        Account.Api.Authorize(request, Account.Credentials, time.GetUtcNow() + clockSkew);
        return request;
    }

    /// <summary>Whatever a provider sends, reading it must not throw.</summary>
    private static Result<T> Read<T>(ProviderResponse response, Func<ProviderResponse, Result<T>> read)
        where T : class
    {
        try
        {
            return read(response);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or OverflowException
            or System.Text.Json.JsonException)
        {
            return new Fault(FaultCategory.BadResponse, "JSON that could not be read") { HttpStatus = response.Status };
        }
    }

    /// <summary>Says whom a fault came from and, where this account allows, what to do about it.</summary>
    private Result<T> Attribute<T>(Result<T> result)
        where T : class
    {
        if (result.IsSuccess) return result;

        // Whatever follows a redirect is not the API.
        var fault = result.Fault with
        {
            IsAstray = result.Fault.IsAstray || result.Fault is { Category: FaultCategory.BadResponse, HttpStatus: >= 300 and <= 399 },
            Provider = Account.Name,
            KeyVariables = Account.KeyVariables,
        };
        var hint = fault.Hint ?? HintFor(fault);
        return fault with { Hint = VersionHintFor(fault) is { } version ? $"{version} {hint}".TrimEnd() : hint };
    }

    /// <summary>Clients of other APIs expect the version in the base address, so people add it here too.</summary>
    private string? VersionHintFor(Fault fault) =>
        fault.Category is FaultCategory.NotFound or FaultCategory.BadResponse && Account.AddedVersionPath is { } path
            ? $"{Account.Provider.BaseVariable} has {path} in its path, which {Account.Name} does not need: try without it."
            : null;

    /// <summary>Advice that is specific to this provider; <see langword="null"/> for the standard advice of the category.</summary>
    private string? HintFor(Fault fault) => fault.IsAstray
        ? $"Check {Account.Provider.BaseVariable}: what answers there is not the API."
        : Account.Provider.Hints.GetValueOrDefault(fault.Category);

    /// <summary>The credential of a request: a configured key, or a token signed for this request.</summary>
    private static string? TokenOf(HttpRequestMessage request) =>
        request.Headers.NonValidated.TryGetValues("Authorization", out var values) ? values.ToString().Split(' ')[^1] : null;
}

/// <summary>There was a response, whatever it said.</summary>
/// <param name="HttpStatus">Its status.</param>
/// <param name="Ahead">
/// By how much the provider's clock is ahead of ours; <see langword="null"/> when the response has no <c>Date</c>.
/// </param>
internal sealed record Contact(int HttpStatus, TimeSpan? Ahead);
